/** The series that prove the alerts: what makes each fire, and what looks alike and must not. */
import {
  bool,
  gibibytes,
  gone,
  grows,
  holds,
  hours,
  idle,
  mebibytes,
  minutes,
  scenario,
  seconds,
  series,
} from '../../model';
import type { Quantity, ScenarioSeries } from '../../model';
import { metrics as m } from './metrics';

const sequencer = { datid: '16385', datname: 'sequencer' } as const;
const up = bool(true);
const down = bool(false);

/** Connections of the service itself, all in one state. */
const connectionsIn = (
  state: 'active' | 'idle' | 'idle in transaction',
): Parameters<typeof series<typeof m.activity.labels>>[1] => ({
  datname: 'sequencer',
  state,
  usename: 'sequencer',
  application_name: 'sequencer',
  backend_type: 'client backend',
  wait_event_type: 'Client',
  wait_event: 'ClientRead',
});

export const serverStops = scenario('the server stops and its exporter runs on', [
  series(m.answers).turns(holds(up), holds(down)),
]);
export const serverAnswers = scenario('the server answers', [series(m.answers).always(holds(up))]);

/** As recorded: the exporter keeps the connection that tells `pg_up`, and gets no other. */
export const allTaken = scenario('every connection is taken', [
  series(m.answers).always(holds(up)),
  series(m.collectorSuccess, { collector: 'stat_activity' }).dispensable().turns(holds(up), gone()),
]);
export const oneCollectorFails = scenario('a collector fails and the others work', [
  series(m.answers).always(holds(up)),
  series(m.collectorSuccess, { collector: 'stat_activity' }).always(holds(up)),
  series(m.collectorSuccess, { collector: 'stat_user_tables' }).turns(holds(up), holds(down)),
]);
export const serverGone = scenario('the server is down altogether', [
  series(m.answers).turns(holds(up), holds(down)),
  series(m.collectorSuccess, { collector: 'stat_activity' }).turns(holds(up), gone()),
]);
export const collectorFails = scenario('a collector lacks a permission', [
  series(m.collectorSuccess, { collector: 'stat_user_tables' }).turns(holds(up), holds(down)),
]);
export const collectorsWork = scenario('every collector works', [
  series(m.collectorSuccess, { collector: 'stat_user_tables' }).always(holds(up)),
]);

const limits = [series(m.maxConnections).always(holds(103)), series(m.reserved).always(holds(3))] as const;
export const connectionLeak = scenario('idle connections pile up', [
  series(m.activity, connectionsIn('idle')).turns(holds(20), holds(88)),
  series(m.activity, connectionsIn('active')).dispensable().always(holds(4)),
  ...limits,
]);
export const busy = scenario('three of four connections are in use', [
  series(m.activity, connectionsIn('active')).always(holds(75)),
  ...limits,
]);
export const connectionsAt = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.activity, connectionsIn('active')).always(holds(share.value * 1000)),
  series(m.maxConnections).always(holds(1003)),
  series(m.reserved).always(holds(3)),
];

export const replayStops = scenario(
  'a standby replays nothing while its primary writes',
  [series(m.lag).turns(holds(0), grows(1))],
  { trueFrom: seconds(30) },
);
export const replayKeepsUp = scenario('a standby is some seconds behind', [series(m.lag).always(holds(4))]);
export const lagAt = (time: Quantity): readonly ScenarioSeries[] => [series(m.lag).always(holds(time))];

const receiver = { slot_name: 'standby1', status: 'streaming', upstream_host: 'postgres-0' } as const;
const watchesReceiver = series(m.collectorSuccess, { collector: 'stat_wal_receiver' }).always(holds(up));
/** The lag stays 0: all that was received is replayed. */
export const cutOff = scenario('a standby loses its primary', [
  series(m.isReplica).always(holds(up)),
  series(m.receivedAt, receiver).dispensable().turns(grows(1), gone()),
  watchesReceiver,
]);
export const streaming = scenario('a standby hears from its primary', [
  series(m.isReplica).always(holds(up)),
  series(m.receivedAt, receiver).from(1_760_000_000).always(grows(1)),
  watchesReceiver,
]);
export const primary = scenario('the server is a primary', [series(m.isReplica).always(holds(down)), watchesReceiver]);
export const notWatched = scenario('nobody collects what standbys receive', [
  series(m.isReplica).always(holds(up)),
  series(m.collectorSuccess, { collector: 'stat_activity' }).always(holds(up)),
]);

const slot = { database: '', slot_name: 'standby1' } as const;
export const readerGone = scenario('the reader of a slot is gone while the server writes', [
  series(m.slotRetained, slot).turns(holds(mebibytes(16)), holds(gibibytes(9))),
]);
export const readerBehind = scenario('the reader of a slot lags a little', [
  series(m.slotRetained, slot).always(holds(mebibytes(700))),
]);
export const retainedAt = (size: Quantity): readonly ScenarioSeries[] => [
  series(m.slotRetained, slot).always(holds(size)),
];

export const archiveRefuses = scenario(
  'the archive takes no file',
  [
    series(m.archiveFailures).turns(idle(), grows(1 / 20)),
    series(m.archived)
      .dispensable()
      .turns(grows(1 / 60), idle()),
  ],
  { trueFrom: seconds(870) },
);
export const archiveRefusesOneFile = scenario('a quiet server fails to archive the one file that it fills', [
  series(m.archiveFailures)
    .from(3)
    .turns(idle(), grows(1 / 1200)),
  series(m.archived).dispensable().from(40).always(idle()),
]);
export const archiveHiccup = scenario('an attempt fails and the next one succeeds', [
  series(m.archiveFailures)
    .from(3)
    .always(grows(1 / 300)),
  series(m.archived)
    .from(40)
    .always(grows(1 / 120)),
]);
export const archiveWorks = scenario('the archive failed long ago', [
  series(m.archiveFailures).from(32).always(idle()),
  series(m.archived)
    .from(40)
    .always(grows(1 / 120)),
]);

export const deadlocked = scenario('transactions lock each other out, one pair a minute', [
  series(m.deadlocks, sequencer)
    .from(2)
    .turns(idle(), grows(1 / 60)),
]);
export const deadlockLongAgo = scenario('a deadlock was long ago', [
  series(m.deadlocks, sequencer).from(2).always(idle()),
]);

export const rollingBack = scenario(
  'one transaction in four is rolled back',
  [series(m.commits, sequencer).always(grows(1.2)), series(m.rollbacks, sequencer).turns(grows(0.01), grows(0.4))],
  { trueFrom: seconds(90) },
);
export const fewRollbacks = scenario('one transaction in fifty is rolled back', [
  series(m.commits, sequencer).always(grows(98)),
  series(m.rollbacks, sequencer).always(grows(2)),
]);
/** Half of them are rolled back, and they are too few to mean anything. */
export const hardlyUsed = scenario('the database is hardly used', [
  series(m.commits, sequencer).always(grows(0.45)),
  series(m.rollbacks, sequencer).always(grows(0.45)),
]);
export const rollbacksAt = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.commits, sequencer).always(grows(100 * (1 - share.value))),
  series(m.rollbacks, sequencer).always(grows(100 * share.value)),
];

export const forgotten = scenario('a transaction is left open', [
  series(m.transactionAge, connectionsIn('idle in transaction')).turns(holds(0), holds(hours(1))),
]);
export const shortPause = scenario('a transaction pauses for a minute', [
  series(m.transactionAge, connectionsIn('idle in transaction')).always(holds(minutes(1))),
]);
export const longReport = scenario('a report runs for an hour', [
  series(m.transactionAge, connectionsIn('active')).always(holds(hours(1))),
]);
export const idleFor = (time: Quantity): readonly ScenarioSeries[] => [
  series(m.transactionAge, connectionsIn('idle in transaction')).always(holds(time)),
];

export const neverFrozen = scenario('vacuum freezes nothing', [
  series(m.frozenAge, { datname: 'sequencer' }).turns(holds(1.9e8), holds(1.2e9)),
]);
export const frozenInTime = scenario('vacuum is just due', [
  series(m.frozenAge, { datname: 'sequencer' }).always(holds(2e8)),
]);
export const frozenAt = (transactions: Quantity): readonly ScenarioSeries[] => [
  series(m.frozenAge, { datname: 'sequencer' }).always(holds(transactions)),
];
