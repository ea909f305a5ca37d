/**
 * What is wrong with the nodes when, and who is told. The limits are those of the project's own rules where it has any;
 * the reasons behind the others are in the runbook.
 * @see https://github.com/Tsoympet/PARTHENON-CHAIN/blob/main/mainnet/monitoring/alerts.yml
 */
import {
  above,
  alert,
  below,
  count,
  coveredBy,
  gibibytes,
  instance,
  jobAbsent,
  metricsMissing as missing,
  mebibytes,
  minutes,
  okBecause,
  percent,
  probeFailed,
  targetDown,
  text,
  threshold,
  value,
  wholeValue,
} from '../../model';
import { metrics as m } from './metrics';
import * as ask from './queries';
import { probes } from './probes';
import { network, role } from './queries';
import * as when from './scenarios';

const thing = 'drachma';
const labels = when.seed1;
const covered = coveredBy('DrachmaAbsent');

/** One node of several: the network goes on without it. */
export const down = targetDown('DrachmaDown', 'DrachmaAbsent', m.up, {
  thing,
  impact: 'it may have left the network, and no other alert sees this node',
  severity: 'warning',
  for: minutes(5),
  labels,
});

export const absent = jobAbsent('DrachmaAbsent', m.up, {
  thing,
  impact: 'nobody would notice that the chain stands still',
  labels,
});

export const mostDown = alert('DrachmaMostNodesDown', {
  kind: 'symptom',
  severity: 'critical',
  for: minutes(5),
  when: below(ask.shareUp, percent(50)),
  summary: text`Fewer than half of the ${network} nodes of role ${role} answer`,
  description: text`${value} of the ${network} nodes of role ${role} answer scrapes, fewer than ${threshold}. Without
    seeds no new node finds peers; without full nodes wallets and explorers have nobody to ask. Look for what the nodes
    that are down have in common: a host, a zone, a release.`,
  noData: covered,
  fires: when.twoOfThreeDown,
  quiet: when.oneOfThreeDown,
  edge: when.shareUpAt,
});

/** What can be known of a release that serves no metrics. */
export const p2pClosed = probeFailed('DrachmaP2pClosed', [probes.p2p], {
  thing,
  impact: 'no peer can connect to it, and it may be down',
  for: minutes(5),
});

export const mostP2pClosed = alert('DrachmaMostP2pClosed', {
  kind: 'symptom',
  severity: 'critical',
  for: minutes(5),
  when: below(ask.shareOpen, percent(50)),
  summary: text`Fewer than half of the PARTHENON CHAIN nodes accept peers`,
  description: text`${value} of the probed nodes accept connections at port 9333, fewer than ${threshold}. New nodes find
    no peers, and the network falls apart. Look for what the nodes that are closed have in common: a host, a zone, a
    firewall, a release. If it is all of them, see whether the exporter that probes has a network.`,
  noData: okBecause('a probe that is not carried out is told by the alerts of the blackbox exporter'),
  fires: when.twoOfThreeClosed,
  quiet: [when.oneOfThreeClosed, when.othersClosed],
  edge: when.shareOpenAt,
});

export const rpcFails = probeFailed('DrachmaRpcFails', [probes.rpc], {
  thing,
  impact: 'wallets and explorers that ask this node get no answer',
  for: minutes(5),
});

/** A target that is something else is up and silent. */
export const metricsMissing = missing('DrachmaMetricsMissing', absent.name, m.up, when.somePeers, {
  thing,
  labels: when.seed1,
  because: 'the exporter cannot ask its node, speaks another dialect, or the address is that of another program',
});

export const chainStalled = alert('DrachmaChainStalled', {
  kind: 'symptom',
  severity: 'critical',
  for: minutes(5),
  when: above(ask.chainAge, minutes(30)),
  summary: text`No new block on ${network} for more than ${threshold}`,
  description: text`The newest block that any watched ${network} node has is ${value} old, limit ${threshold}; one a
    minute is usual. Nothing is confirmed: payments wait, exchanges must stop deposits. Compare with an explorer
    first: do our nodes stand apart, or does the chain?`,
  noData: covered,
  fires: when.noMoreBlocks,
  quiet: [when.blocksGoOn, when.freshNodes],
  edge: when.chainAgeAt,
});

export const staleBlock = alert('DrachmaStaleBlock', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.blockLag, minutes(30)),
  summary: text`${instance} is more than ${threshold} behind its network`,
  description: text`The last block of ${instance} is ${value} older than the newest one on ${network}, limit
    ${threshold}. Whoever asks this node sees old balances. See whether it has peers and room on its disk.`,
  noData: covered,
  fires: when.oneNodeStops,
  quiet: [when.allNodesStop, when.nodesWithoutBlocks],
  edge: when.blockLagAt,
});

export const outOfSync = alert('DrachmaOutOfSync', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.blocksMissing, count(20)),
  summary: text`${instance} lacks more than ${threshold} blocks of its chain`,
  description: text`${instance} lacks ${wholeValue} blocks of the chain that its peers have, limit ${threshold}; one is made a
    minute. Whoever asks this node sees old balances. After a start it may still load: see whether the figure falls.`,
  noData: covered,
  fires: when.nodeStuck,
  quiet: [when.nodeFollows, when.heightUnknown],
  edge: when.blocksMissingAt,
});

export const fewPeers = alert('DrachmaFewPeers', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(10),
  when: below(ask.peers, count(3)),
  escalates: { severity: 'critical', at: count(1) },
  summary: text`${instance} has too few peers`,
  description: text`${instance} is connected to ${value} nodes, fewer than ${threshold}. With so few it is easily cut off
    or misled, and with none it learns of no block. See whether its port 9333 is reachable from outside.`,
  noData: covered,
  fires: when.peersLeave,
  quiet: when.usualPeers,
  edge: when.peersAt,
});

export const forkDetected = alert('DrachmaForkDetected', {
  kind: 'symptom',
  severity: 'critical',
  for: minutes(15),
  when: above(ask.chainTips, count(1)),
  summary: text`${instance} sees branches that compete to be the chain`,
  description: text`${instance} sees ${value} branches of ${network} that compete, limit ${threshold}; two that last a
    block or two are usual, this lasts. Payments on the branch that loses are undone. Stop what relies on few
    confirmations, and see which branch each node follows.`,
  noData: okBecause('few exporters tell branches, and the board says when they do not'),
  fires: when.branchLasts,
  quiet: when.oneBranch,
  edge: when.tipsAt,
});

export const hashRateFell = alert('DrachmaHashRateFell', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(30),
  when: below(ask.hashRateChange, percent(50)),
  summary: text`The hash rate of ${network} is less than ${threshold} of yesterday's`,
  description: text`The miners of ${network} compute ${value} of what they did a day ago, less than ${threshold}. Blocks
    come late until the difficulty follows, and who has rented the rest can rewrite the last ones. See which pool left.`,
  noData: okBecause('there is nothing to compare with on the first day'),
  fires: [when.poolLeaves, when.overHalfLeaves],
  quiet: [when.usualHashRate, when.underHalfLeaves, when.noHashRateYet],
  edge: when.hashRateAt,
  exempt: { boundary: 'a day later nothing has changed against the day before: two scenarios are near it instead' },
});

export const mempoolFull = alert('DrachmaMempoolFull', {
  kind: 'capacity',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.mempoolSize, mebibytes(4)),
  summary: text`More than ${threshold} of transactions wait on ${instance}`,
  description: text`${value} of transactions wait for a block on ${instance}, limit ${threshold}. At 5MiB a node drops
    those that pay least, without a word to who sent them. See whether blocks are made, then who sends so much.`,
  noData: covered,
  fires: when.mempoolFloods,
  quiet: when.mempoolBusy,
  edge: when.mempoolAt,
});

export const memoryHigh = alert('DrachmaMemoryHigh', {
  kind: 'capacity',
  severity: 'warning',
  for: minutes(30),
  when: above(ask.memory, gibibytes(8)),
  summary: text`${instance} uses more than ${threshold} of memory`,
  description: text`The node ${instance} uses ${value} of memory, limit ${threshold}. When its host has no more it is
    killed, and loads its chain anew. See whether it grows steadily; restart it at a quiet time if so.`,
  noData: okBecause('only the names of the rules for mainnet hold it; the host is watched by itself'),
  fires: when.memoryLeak,
  quiet: when.usualMemory,
  edge: when.memoryAt,
});

/** All of them, in the order of the runbook. */
export const alerts = [
  down,
  absent,
  mostDown,
  p2pClosed,
  mostP2pClosed,
  rpcFails,
  metricsMissing,
  chainStalled,
  staleBlock,
  outOfSync,
  fewPeers,
  forkDetected,
  hashRateFell,
  mempoolFull,
  memoryHigh,
] as const;
