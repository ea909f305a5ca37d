/** The series that prove the alerts: what makes each fire, and what looks alike and must not. */
import {
  bool,
  bytes,
  gibibytes,
  grows,
  hours,
  idle,
  holds,
  mebibytes,
  minutes,
  PROBE_JOB,
  probeMetrics,
  scenario,
  series,
} from '../../model';
import type { Quantity, ScenarioSeries } from '../../model';
import { BLOCK_SECONDS, metrics as m } from './metrics';

export const seed1 = { network: 'mainnet', role: 'seed' } as const;
const seed2 = { ...seed1, instance: 'seed2:9311' } as const;
const seed3 = { ...seed1, instance: 'seed3:9311' } as const;
const node1 = { network: 'mainnet', role: 'node', instance: 'node1:9311' } as const;

/** One block a minute. */
const blockByBlock = grows(1 / BLOCK_SECONDS);
/** Blocks are made, so that the time of the last one follows the clock. */
const clock = grows(1);
/** The first block after a stall is as young as any; what cannot jump makes up for the time instead. */
const madeUpFor = grows(2);
const lastBlock = (labels: typeof seed1 | typeof node1, from: number) => series(m.lastBlockTime, labels).from(from);

const up = (labels: typeof seed1 | typeof seed2 | typeof seed3) => series(m.up, labels);
const UP = holds(bool(true));
const DOWN = holds(bool(false));

export const twoOfThreeDown = scenario('two of three seeds stop answering', [
  up(seed1).turns(UP, DOWN),
  up(seed2).turns(UP, DOWN),
  up(seed3).dispensable().always(UP),
]);
export const oneOfThreeDown = scenario('one of three seeds stops answering', [
  up(seed1).turns(UP, DOWN),
  up(seed2).always(UP),
  up(seed3).always(UP),
]);
/** No number of nodes gives every share, so the value of one stands for all. */
export const shareUpAt = (share: Quantity): readonly ScenarioSeries[] => [up(seed1).always(holds(share.value))];

const port = (instance: string, of: { readonly service?: string; readonly probe?: string } = {}) =>
  series(probeMetrics.success, { job: PROBE_JOB, service: 'drachma', probe: 'p2p', ...of, instance });
export const twoOfThreeClosed = scenario('two of three ports are closed', [
  port('seed1:9333').turns(UP, DOWN),
  port('seed2:9333').turns(UP, DOWN),
  port('seed3:9333').dispensable().always(UP),
]);
export const oneOfThreeClosed = scenario('one of three ports is closed', [
  port('seed1:9333').turns(UP, DOWN),
  port('seed2:9333').always(UP),
  port('seed3:9333').always(UP),
]);
export const othersClosed = scenario('only other probes fail', [
  port('seed1:9333').always(UP),
  port('seed1:9444', { service: 'another' }).turns(UP, DOWN),
  port('seed2:9444', { service: 'another' }).turns(UP, DOWN),
  port('seed1:9555', { probe: 'another' }).turns(UP, DOWN),
]);
export const shareOpenAt = (share: Quantity): readonly ScenarioSeries[] => [
  port('seed1:9333').always(holds(share.value)),
];

export const somePeers = series(m.peers, seed1).always(holds(8));

export const noMoreBlocks = scenario(
  'no node gets a block any more',
  [
    lastBlock(seed1, -60).dispensable().turns(madeUpFor, idle()),
    lastBlock(node1, -60).dispensable().turns(madeUpFor, idle()),
  ],
  { trueFrom: minutes(29.75) },
);
export const blocksGoOn = scenario('one node gets no block any more', [
  lastBlock(seed1, 60).always(clock),
  lastBlock(node1, 40).turns(clock, idle()),
]);
export const freshNodes = scenario('no node has a block yet', [
  lastBlock(seed1, 0).always(idle()),
  lastBlock(node1, 0).always(idle()),
]);
/** A test's clock begins at zero: until it has reached the age, the block is one that is left aside. */
export const chainAgeAt = (age: Quantity): readonly ScenarioSeries[] => [lastBlock(seed1, -age.value).always(clock)];

export const oneNodeStops = scenario(
  'one node gets no block any more',
  [lastBlock(seed1, 30).always(clock), lastBlock(node1, -30).turns(madeUpFor, idle())],
  { trueFrom: minutes(29.75) },
);
export const allNodesStop = scenario('no node gets a block any more', [
  lastBlock(seed1, 60).turns(clock, idle()),
  lastBlock(node1, 40).turns(clock, idle()),
]);
/** Far enough from zero for a block half an hour older. */
const LATE = 100_000;
export const nodesWithoutBlocks = scenario('a new node has no block yet', [
  lastBlock(seed1, LATE).always(clock),
  lastBlock(node1, 0).always(idle()),
]);
export const blockLagAt = (lag: Quantity): readonly ScenarioSeries[] => [
  lastBlock(seed1, LATE).always(clock),
  lastBlock(node1, LATE - lag.value).always(clock),
];

export const nodeStuck = scenario('the node starts after an outage and loads nothing', [
  series(m.blocks, seed1).always(holds(120_000)),
  series(m.estimatedHeight, seed1).turns(holds(120_001), holds(120_100)),
]);
export const nodeFollows = scenario('the node is two blocks behind', [
  series(m.blocks, seed1).from(119_998).always(blockByBlock),
  series(m.estimatedHeight, seed1).from(120_000).always(blockByBlock),
]);
export const heightUnknown = scenario('nothing is known of the chain yet', [
  series(m.blocks, seed1).always(holds(0)),
  series(m.estimatedHeight, seed1).always(holds(0)),
]);
export const blocksMissingAt = (blocks: Quantity): readonly ScenarioSeries[] => [
  series(m.blocks, seed1).always(holds(120_000 - blocks.value)),
  series(m.estimatedHeight, seed1).always(holds(120_000)),
];

export const peersLeave = scenario('the peers leave', [series(m.peers, seed1).turns(holds(12), holds(0))]);
export const usualPeers = scenario('one peer in two leaves', [series(m.peers, seed1).turns(holds(12), holds(6))]);
export const peersAt = (peers: Quantity): readonly ScenarioSeries[] => [series(m.peers, seed1).always(holds(peers))];

export const branchLasts = scenario('a second branch does not end', [
  series(m.chainTips, seed1).turns(holds(1), holds(2)),
]);
export const oneBranch = scenario('all miners agree', [series(m.chainTips, seed1).always(holds(1))]);
export const tipsAt = (tips: Quantity): readonly ScenarioSeries[] => [series(m.chainTips, seed1).always(holds(tips))];

const hashes = (before: number, after: number): readonly ScenarioSeries[] => [
  series(m.hashRate, seed1).turns(holds(before), holds(after)),
];
const A_DAY_BEFORE = { warmUp: hours(25) };
export const poolLeaves = scenario('three quarters of the miners leave', hashes(8e9, 2e9), {
  ...A_DAY_BEFORE,
  trueFrom: minutes(40),
});
export const overHalfLeaves = scenario('52% of the miners leave', hashes(8e9, 3.84e9), {
  ...A_DAY_BEFORE,
  trueFrom: minutes(57),
});
export const underHalfLeaves = scenario('48% of the miners leave', hashes(8e9, 4.16e9), A_DAY_BEFORE);
export const usualHashRate = scenario('one miner in five leaves', hashes(8e9, 6.4e9), A_DAY_BEFORE);
export const noHashRateYet = scenario('nobody mines', hashes(0, 0), A_DAY_BEFORE);
export const hashRateAt = (share: Quantity): readonly ScenarioSeries[] => hashes(8e9, 8e9 * share.value);

export const mempoolFloods = scenario('somebody sends more than fits into blocks', [
  series(m.mempoolBytes, seed1).turns(holds(mebibytes(0.5)), holds(mebibytes(4.9))),
]);
export const mempoolBusy = scenario('a busy hour', [
  series(m.mempoolBytes, seed1).turns(holds(mebibytes(0.5)), holds(mebibytes(2))),
]);
export const mempoolAt = (size: Quantity): readonly ScenarioSeries[] => [
  series(m.mempoolBytes, seed1).always(holds(size)),
];

export const memoryLeak = scenario('the node leaks memory', [
  series(m.memory, seed1).turns(holds(gibibytes(2)), holds(gibibytes(9))),
]);
export const usualMemory = scenario('the node uses more than usual', [
  series(m.memory, seed1).turns(holds(gibibytes(2)), holds(gibibytes(5))),
]);
export const memoryAt = (size: Quantity): readonly ScenarioSeries[] => [
  series(m.memory, seed1).always(holds(bytes(size.value))),
];
