/**
 * The metrics of PARTHENON CHAIN nodes, under the names of the operators' guide. The project's own files name some of
 * them otherwise, and no release of the node serves any: see dialects.ts.
 * @see https://github.com/Tsoympet/PARTHENON-CHAIN/blob/main/doc/operators/monitoring.md
 */
import { catalogue, counter, gauge } from '../../model';

/** Values of the node's option `--network`. */
export const NETWORKS = ['mainnet', 'testnet', 'regtest'] as const;
/** A seed is where new nodes ask for peers; any other node is a full node. */
export const ROLES = ['seed', 'node'] as const;

/** Labels of the targets, which the scrape puts on; see targets.ts. */
const labels = {
  network: { values: NETWORKS, target: true },
  role: { values: ROLES, target: true },
} as const;

/** Time between two blocks that the chain aims at, in seconds. @see https://github.com/Tsoympet/PARTHENON-CHAIN/blob/main/layer1-core/consensus/params.cpp */
export const BLOCK_SECONDS = 60;

/** Names of the guide, with a type by behaviour: it states none. */
const guided = {
  blocks: gauge('drachma_blocks', { help: 'Height of the chain that the node follows', labels }),
  peers: gauge('drachma_peers_count', { help: 'Nodes that this one is connected to', labels }),
  mempoolBytes: gauge('drachma_mempool_bytes', {
    help: 'Size of the transactions that wait for a block',
    unit: 'bytes',
    labels,
  }),
  lastBlockTime: gauge('drachma_last_block_time', {
    help: 'When the last block was made, by its own header; 0 before the first one',
    unit: 'timestamp',
    labels,
  }),
  estimatedHeight: gauge('drachma_estimated_height', {
    help: 'Height that the chain has by what the peers say; 0 while nothing is known of it',
    labels,
  }),
  // A gauge, though per second: rate() of it would be nonsense.
  hashRate: gauge('drachma_networkhashps', {
    help: 'Hashes per second that all miners of the network compute, estimated from the last blocks',
    unit: 'count/second',
    labels,
  }),
  // A counter, though without `_total`: the guide asks for its rate.
  transactions: counter('drachma_tx_count', { help: 'Transactions in the blocks of the chain so far', labels }),
};

/** What the guide wants on the dashboard, or the rules of the project watch, and the guide has no name for. */
const unguided = {
  chainTips: gauge('drachma_chain_tips', {
    help: 'Branches that compete to be the chain; 1 while all miners agree',
    labels,
  }),
  mempoolTransactions: gauge('drachma_mempool_transactions', { help: 'Transactions that wait for a block', labels }),
  memory: gauge('drachma_memory_usage_bytes', { help: 'Memory that the node uses', unit: 'bytes', labels }),
};

/** `up` with the labels of the targets. */
const up = gauge('up', { unit: 'bool', help: '1 when the last scrape of the target succeeded', labels });

/** Every metric of the scrape job `drachma`. */
export const metrics = catalogue('drachma', { up, ...guided, ...unguided });

/** Those that the guide does not name. */
export const beyondTheGuide = (Object.keys(unguided) as (keyof typeof unguided)[]).map((key) => metrics[key]);
