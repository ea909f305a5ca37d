/**
 * The project's guide, its rules and its dashboard name the same things differently, and release 0.1.0 of the node
 * serves no page of metrics: each dialect is a way in which an exporter beside the node can speak.
 */
import { absent, derived, dialect, fixed, job, minutes, promql, renamed, unreliable } from '../../model';
import type { Absence, Dialect, Metric } from '../../model';
import { beyondTheGuide, metrics as m } from './metrics';
import { network } from './queries';
import { RPC_PORT } from './targets';

const lacking = (reason: string, ...metrics: readonly Metric[]): readonly Absence[] =>
  metrics.map((metric) => absent(metric, reason));

/** The height of the node that is furthest, for every node of its network. */
const highest = derived(
  m.estimatedHeight,
  promql`0 * ${m.blocks} + on (${[job, network]}) group_left () max by (${[job, network]}) (${m.blocks})`,
);

/**
 * When the height was first seen as it is now. It reads its own last value, so that it lasts while nothing changes; the
 * first time is that of the first scrape.
 */
const heightSince = derived(
  m.lastBlockTime,
  promql`
    timestamp(${m.blocks}) and changes(${m.blocks}[${fixed(minutes(2))}]) > 0
    or ${m.lastBlockTime}
    or timestamp(${m.blocks})`,
);

/** The names of the operators' guide. @see https://github.com/Tsoympet/PARTHENON-CHAIN/blob/main/doc/operators/monitoring.md */
export const documented: Dialect = dialect('documented', {
  absent: lacking('the guide has no name for it', ...beyondTheGuide),
});

/** All of the catalogue: what to serve for whoever writes an exporter for these nodes. */
export const complete: Dialect = dialect('complete', {});

/** The names in the rules for mainnet. @see https://github.com/Tsoympet/PARTHENON-CHAIN/blob/main/mainnet/monitoring/alerts.yml */
export const mainnetRules: Dialect = dialect('mainnet-rules', {
  renamed: [
    renamed(m.peers, 'drachma_peer_count'),
    renamed(m.lastBlockTime, 'drachma_best_block_time'),
    // Its threshold of 100 MB says that it is a size, not a number.
    renamed(m.mempoolBytes, 'drachma_mempool_size'),
  ],
  absent: [
    ...lacking(
      'the rules for mainnet read no such metric',
      m.blocks,
      m.estimatedHeight,
      m.hashRate,
      m.transactions,
      m.mempoolTransactions,
    ),
    absent(m.chainTips, 'the rules for mainnet count changes of a block hash, which no metric can hold'),
  ],
});

/** The names on the dashboard for testnet. @see https://github.com/Tsoympet/PARTHENON-CHAIN/blob/main/testnet/monitoring/grafana_dashboard.json */
export const testnetDashboard: Dialect = dialect('testnet-dashboard', {
  renamed: [renamed(m.blocks, 'drachma_block_height'), renamed(m.peers, 'drachma_peers_total')],
  derived: [highest, heightSince],
  absent: lacking('the dashboard for testnet shows no such metric', m.hashRate, m.transactions, ...beyondTheGuide),
});

/**
 * An exporter for Bitcoin, beside a node whose RPC has Bitcoin's methods. Release 0.1.0 has not: there the exporter ends
 * with its first refused call.
 * @see https://github.com/jvstein/bitcoin-prometheus-exporter
 */
export const bitcoinExporter: Dialect = dialect('bitcoin-exporter', {
  renamed: [
    renamed(m.blocks, 'bitcoin_blocks'),
    renamed(m.peers, 'bitcoin_peers'),
    renamed(m.mempoolBytes, 'bitcoin_mempool_bytes'),
    renamed(m.mempoolTransactions, 'bitcoin_mempool_size'),
    renamed(m.hashRate, 'bitcoin_hashps'),
    renamed(m.chainTips, 'bitcoin_num_chaintips'),
  ],
  derived: [highest, heightSince],
  absent: [
    absent(m.transactions, 'the exporter tells the transactions of the last block only'),
    absent(m.memory, 'the exporter tells the memory of locked keys only'),
  ],
  unreliable: [
    unreliable(m.chainTips, 'the exporter counts every branch that the node ever saw, not those that compete'),
  ],
});

/**
 * Release 0.1.0 as it is, through json_exporter in the node's own pod: whether the RPC answers, and a height.
 * @see https://github.com/prometheus-community/json_exporter
 */
export const rpc010: Dialect = dialect('0.1.0-rpc', {
  page: {
    metricsPath: '/probe',
    params: { module: ['drachma'], target: [`http://127.0.0.1:${RPC_PORT}/`] },
  },
  absent: lacking(
    'the RPC of 0.1.0 has no method that tells it',
    m.peers,
    m.mempoolBytes,
    m.lastBlockTime,
    m.estimatedHeight,
    m.hashRate,
    m.transactions,
    ...beyondTheGuide,
  ),
  unreliable: [unreliable(m.blocks, 'getblockcount of 0.1.0 answers 0 whatever the height: nothing fills its cache')],
});

export const dialects: readonly Dialect[] = [
  documented,
  mainnetRules,
  testnetDashboard,
  bitcoinExporter,
  rpc010,
  complete,
];
