/** Questions about the nodes. Alerts and panels ask the same ones, so that screen and page agree. */
import { days, fixed, hours, instance, job, label, promql, record, seconds, window } from '../../model';
import { BLOCK_SECONDS, metrics as m } from './metrics';
import { probes } from './probes';

export const network = label('network');
export const role = label('role');
const probe = label('probe');
/** What all nodes of a network have in common. */
const chain = [job, network] as const;

// Targets

/** 1 or 0 per node. */
export const answers = promql`${m.up}`;
/** Share of the nodes that answer, 0 to 1, by network and role. */
export const shareUp = promql`avg by (${[job, network, role]}) (${m.up})`;

// Chain

/** Height per node. */
export const height = promql`${m.blocks}`;
/** Height that the chain should have, per node. */
export const estimatedHeight = promql`${m.estimatedHeight}`;
/** Share of the chain that the node has, 0 to 1; silent while nothing is known of the chain's height. */
export const synchronised = promql`${m.blocks} / (${m.estimatedHeight} > 0)`;
/** Blocks of the chain that the node does not have yet. */
export const blocksMissing = promql`(${m.estimatedHeight} > 0) - ${m.blocks}`;
/** When the last block was made, per node that has one: a fresh node says 0. */
const lastBlock = promql`${m.lastBlockTime} > 0`;
/** Seconds since the last block, per node. */
export const blockAge = promql`time() - (${lastBlock})`;
/**
 * When the newest block was made that any watched node of the network has. Recorded, so that a panel of one node still
 * compares it with all.
 */
export const newestBlock = record('drachma_last_block_time', 'max', promql`max by (${chain}) (${lastBlock})`);
/** Seconds since the newest block, per network. */
export const chainAge = promql`time() - ${newestBlock.series}`;
/** 1 while the newest block is at most ten blocks' time old, else 0; per network. */
export const freshChain = record('drachma_chain', 'fresh', promql`${chainAge} <= bool ${seconds(10 * BLOCK_SECONDS)}`);
/** Seconds by which a node's last block is older than the newest of its network. */
export const blockLag = promql`${newestBlock.series} - on (${chain}) group_right () (${lastBlock})`;
/** Branches that compete, per node. */
export const chainTips = promql`${m.chainTips}`;
/** Transactions per second, per node. */
export const transactionRate = promql`rate(${m.transactions}[${window}])`;

// Network

/** Peers per node. */
export const peers = promql`${m.peers}`;
/** Hashes per second of the whole network, as each node estimates it. */
export const hashRate = promql`${m.hashRate}`;
/** Hash rate of the last hour, as a share of what it was a day before: 1 is unchanged. */
export const hashRateChange = promql`
  avg by (${chain}) (avg_over_time(${m.hashRate}[${fixed(hours(1))}]))
  / (avg by (${chain}) (avg_over_time(${m.hashRate}[${fixed(hours(1))}] offset ${days(1)})) > 0)`;

/** Share of the probed nodes whose port for peers is open, 0 to 1. */
export const shareOpen = promql`avg by (${[job, probe]}) (${probes.p2p.success})`;
/** 1 or 0 for each probed node. */
export const portOpen = promql`${probes.p2p.success}`;
/** 1 or 0 for each node whose RPC is probed. */
export const rpcAnswers = promql`${probes.rpc.success}`;

// Mempool

/** Size of the waiting transactions in bytes, per node. */
export const mempoolSize = promql`${m.mempoolBytes}`;
/** Waiting transactions, per node. */
export const mempoolTransactions = promql`${m.mempoolTransactions}`;

// Process

/** Memory in use in bytes, per node. */
export const memory = promql`${m.memory}`;

export { instance, job };
