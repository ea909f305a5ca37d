/** What is wrong with Alertmanager when, and who is told. What tells that it is dead must reach people another way. */
import {
  above,
  alert,
  atLeast,
  below,
  bool,
  count,
  coveredBy,
  equals,
  grows,
  holds,
  idle,
  instance,
  job,
  jobAbsent,
  minutes,
  okBecause,
  percent,
  ratio,
  scenario,
  series,
  targetDown,
  text,
  threshold,
  throughout,
  value,
  wholeValue,
} from '../../model';
import type { Behaviour, Quantity, ScenarioSeries } from '../../model';
import { metrics as m } from './metrics';
import * as ask from './queries';

const covered = coveredBy('AlertmanagerAbsent');
const unused = okBecause('a kind of receiver that nothing is sent to cannot fail');
const { integration } = m.notifications.label;
const member = (i: number): { readonly instance: string } => ({ instance: `alertmanager-${i}:9093` });

export const down = targetDown('AlertmanagerDown', 'AlertmanagerAbsent', m.up, {
  thing: 'Alertmanager',
  impact: 'of a pair, one is left to notify',
  severity: 'warning',
  for: minutes(5),
});

export const absent = jobAbsent('AlertmanagerAbsent', m.up, {
  thing: 'Alertmanager',
  impact: 'nobody would notice that notifications fail',
});

/** A number of members, a share of them down. */
const cluster = (size: number, share: Quantity): readonly ScenarioSeries[] =>
  Array.from({ length: size }, (_, i) => {
    const isUp = i >= size * share.value;
    const each = series(m.up, member(i));
    return (isUp ? each.dispensable() : each).turns(holds(bool(true)), holds(bool(isUp)));
  });

export const clusterDown = alert('AlertmanagerClusterDown', {
  kind: 'symptom',
  severity: 'critical',
  for: minutes(5),
  keepFiringFor: minutes(5),
  when: atLeast(ask.membersDown, percent(50)),
  summary: text`At least ${threshold} of the Alertmanagers are down`,
  description: text`${value} of the Alertmanagers were down for most of the last 5m, limit ${threshold}: when the last
    one goes, alerts reach nobody. See why their processes ended: exit code, memory, log.`,
  noData: covered,
  fires: scenario('one of two members stops', cluster(2, ratio(0.5)), { trueFrom: minutes(2.5) }),
  quiet: scenario('one of three members stops', cluster(3, ratio(1 / 3))),
  edge: (at) => throughout(cluster(200, at)),
});

/** A number of members, a share of them killed again and again. */
const crashing = (size: number, share: Quantity): readonly ScenarioSeries[] =>
  Array.from({ length: size }, (_, i) => {
    const isKilled = i < size * share.value;
    const start = series(m.processStart, member(i)).from(1_790_000_000);
    const up = series(m.up, member(i))
      .dispensable()
      .always(holds(bool(true)));
    return [(isKilled ? start : start.dispensable()).turns(idle(), isKilled ? grows(1) : idle()), up];
  }).flat();

export const clusterCrashLooping = alert('AlertmanagerClusterCrashlooping', {
  kind: 'symptom',
  severity: 'critical',
  for: minutes(5),
  when: atLeast(ask.membersCrashing, percent(50)),
  summary: text`At least ${threshold} of the Alertmanagers restart again and again`,
  description: text`${value} of the Alertmanagers restarted more than 4 times within 10m, limit ${threshold}: alerts may
    be told late, twice or not at all. See why their processes ended: exit code, memory, log.`,
  noData: covered,
  fires: scenario('one of two members is killed over and over', crashing(2, ratio(0.5)), { trueFrom: minutes(1) }),
  quiet: scenario('one of three members is killed over and over', crashing(3, ratio(1 / 3))),
  edge: (at) => throughout(crashing(200, at)),
});

export const clusterFailedPeers = alert('AlertmanagerClusterFailedPeers', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.peersLost, count(0)),
  summary: text`Alertmanager at ${instance} has lost other members`,
  description: text`Alertmanager at ${instance} has lost ${wholeValue} other members and still looks for them: silences
    made there do not hold here, and people may be told twice. If they were taken away on purpose it forgets them after
    6h. See whether they run, and the cluster port.`,
  noData: okBecause('an Alertmanager without a cluster has no other members to lose'),
  fires: scenario('a member does not answer the others', [series(m.failedPeers).turns(holds(0), holds(1))]),
  quiet: scenario('all members answer', [series(m.failedPeers).always(holds(0))]),
});

/** Three members, of which the last knows a number of the three. */
const knowing = (n: number): readonly ScenarioSeries[] => [
  series(m.members, member(0)).dispensable().always(holds(3)),
  series(m.members, member(1)).dispensable().always(holds(3)),
  series(m.members, member(2)).turns(holds(3), holds(n)),
];

export const membersInconsistent = alert('AlertmanagerMembersInconsistent', {
  kind: 'meta',
  severity: 'critical',
  for: minutes(15),
  when: below(ask.membersSeen, ratio(1)),
  summary: text`Alertmanager at ${instance} has lost sight of other members`,
  description: text`Alertmanager at ${instance} knows ${value} of the members of its cluster: people are notified twice,
    and silences do not hold everywhere. See whether its cluster port is reached over TCP and UDP.`,
  noData: covered,
  fires: scenario('one member has lost another', knowing(2), { trueFrom: minutes(4.75) }),
  quiet: scenario('all members know each other', knowing(3)),
  exempt: { 'two replicas': 'a second set of members is a larger cluster, of which each member then knows half' },
});

export const configReloadFailed = alert('AlertmanagerConfigReloadFailed', {
  kind: 'meta',
  severity: 'critical',
  for: minutes(10),
  when: equals(ask.configLoaded, bool(false)),
  summary: text`Alertmanager at ${instance} could not load its configuration`,
  description: text`Alertmanager at ${instance} refused its file and works on with the old one: new routes and receivers
    are not in force, and a restart would fail. Look at its log, then run amtool check-config.`,
  noData: covered,
  fires: scenario('a configuration with an error is loaded', [series(m.configReloaded).turns(holds(1), holds(0))], {
    trueFrom: minutes(4.75),
  }),
  quiet: scenario('a good configuration is loaded', [series(m.configReloaded).always(holds(1))]),
});

/** Two members, of which the second may have another configuration. */
const configured = (hash: number): readonly ScenarioSeries[] => [
  series(m.configHash, member(0)).always(holds(61_452)),
  series(m.configHash, member(1)).turns(holds(61_452), holds(hash)),
];

export const configInconsistent = alert('AlertmanagerConfigInconsistent', {
  kind: 'meta',
  severity: 'critical',
  for: minutes(20),
  when: above(ask.configurations, count(1)),
  summary: text`The Alertmanagers work with different configurations`,
  description: text`The Alertmanagers of job ${job} work with ${value} configurations: who is notified depends on which
    one sends. Compare the files that they read, and see which of them could not load its own.`,
  noData: covered,
  fires: scenario('one of two members did not get the new configuration', configured(88_123)),
  quiet: scenario('both members have the same', configured(61_452)),
});

/** Notifications by webhook on two members, and the shares of them that fail. */
const failing = (first: Quantity, second: Quantity): readonly ScenarioSeries[] =>
  [first, second].flatMap((share, i) => {
    const sent = series(m.notifications, { ...member(i), integration: 'webhook' });
    const failed = series(m.notificationFailures, { ...member(i), integration: 'webhook', reason: 'serverError' });
    return [
      sent.dispensable().always(grows(0.5)),
      (i === 0 ? failed : failed.dispensable()).turns(grows(0), grows(0.5 * share.value)),
    ];
  });
const [none, all] = [percent(0), percent(100)];

export const failedToSend = alert('AlertmanagerFailedToSendAlerts', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.failedShare, percent(1)),
  summary: text`Alertmanager at ${instance} fails to send notifications by ${integration}`,
  description: text`Alertmanager at ${instance} gave up ${value} of its notifications by ${integration} within 15m,
    limit ${threshold}. While another member sends them nothing is lost. Its log names the receiver and the error.`,
  noData: unused,
  fires: scenario('one member cannot reach the receiver', failing(all, none)),
  quiet: scenario('all notifications arrive', failing(none, none)),
  edge: (at) => throughout(failing(at, none)),
});

export const clusterFailedToSend = alert('AlertmanagerClusterFailedToSendAlerts', {
  kind: 'symptom',
  severity: 'critical',
  for: minutes(5),
  when: above(ask.failedShareAtBest, percent(1)),
  summary: text`No Alertmanager gets all notifications by ${integration} through`,
  description: text`Even the best Alertmanager gave up ${value} of its notifications by ${integration} within 15m, limit
    ${threshold}: people are not told of alerts. The log of any Alertmanager names the receiver and the error.`,
  noData: unused,
  fires: scenario('the receiver answers nobody', failing(all, all)),
  quiet: scenario('one of two members cannot reach the receiver', failing(all, none)),
  edge: (at) => throughout(failing(at, all)),
});

/** The log of notifications, and the silences. */
const saves = (log: Behaviour, silences: Behaviour): readonly ScenarioSeries[] => [
  series(m.logSaveFailures).from(1).turns(idle(), log),
  series(m.silenceSaveFailures).from(1).turns(idle(), silences),
];
const everyTime = grows(1 / minutes(15).value);

export const cannotSave = alert('AlertmanagerCannotSave', {
  kind: 'meta',
  severity: 'warning',
  for: minutes(25),
  when: above(ask.saveFailures, count(0)),
  summary: text`Alertmanager at ${instance} cannot save silences or the log of notifications`,
  description: text`Alertmanager at ${instance} failed ${wholeValue} times within 20m to save silences and the log of who was
    told what. It goes on, but a restart forgets both: silenced alerts are told, others once more. See its volume.`,
  noData: okBecause('release 0.25 does not count it'),
  fires: [
    scenario('its disk is full', saves(everyTime, everyTime)),
    scenario('the log alone cannot be saved', saves(everyTime, idle())),
    scenario('silences alone cannot be saved', saves(idle(), everyTime)),
  ],
  quiet: scenario('both could not be saved once, long ago', saves(idle(), idle())),
});

/** All of them, in the order of the runbook. */
export const alerts = [
  down,
  absent,
  clusterDown,
  clusterCrashLooping,
  membersInconsistent,
  clusterFailedPeers,
  configReloadFailed,
  configInconsistent,
  failedToSend,
  clusterFailedToSend,
  cannotSave,
] as const;
