/** What the nodes promise to those who use the chain. */
import { percent, probeSli, slo } from '../../model';
import { probes } from './probes';
import { freshChain } from './queries';

const shared = {
  owner: 'platform',
  policy: 'Until budget is left, nodes are repaired and nothing else: no new release, no move to another host',
  review: '2027-03-31',
  // The slowest evaluation or probe that an environment may have: one a minute.
  minPerHour: 60,
} as const;

/** By the newest block that any node has; a node that falls behind by itself has alerts of its own. */
export const freshness = slo('freshness', {
  ...shared,
  title: 'A block within the last ten minutes',
  objective: percent(99),
  sli: probeSli({ success: freshChain.series, badIs: 'moments at which the newest block is older than ten minutes' }),
  journey: 'Somebody pays, and sees the payment confirmed',
});

export const reachability = slo('reachability', {
  ...shared,
  title: 'Nodes that accept peers',
  objective: percent(99),
  sli: probeSli({ success: probes.p2p.success, badIs: 'probes of port 9333 that are refused or not answered' }),
  journey: 'A new node joins the network and finds peers',
});

export const slos = [freshness, reachability] as const;
