/** The series that prove the alerts: what makes each fire, and what looks alike and must not. */
import {
  bool,
  bytes,
  gibibytes,
  gone,
  grows,
  holds,
  hours,
  idle,
  mebibytes,
  millis,
  minutes,
  observes,
  quantile,
  scenario,
  seconds,
  series,
} from '../../model';
import type { Quantity, ScenarioSeries } from '../../model';
import { CONNECTIONS_LIMIT } from './dialects';
import { metrics as m } from './metrics';

const isUp = series(m.up).always(holds(bool(true)));
/** Tells a counter that is new from one that was not scraped yet; most errors show without it. */
const wasUp = series(m.up)
  .dispensable()
  .always(holds(bool(true)));
const apply = { op: 'APPLY_EVENT' } as const;
/** Growth per second that amounts to so much in an hour. */
const perHour = (size: Quantity<'bytes'>): number => size.value / hours(1).value;
/** Recorded by the dialect, where the scenario does not give it. */
const limit = series(m.connectionsLimit).dispensable().always(holds(CONNECTIONS_LIMIT));

export const someConnections = series(m.connectionsActive).always(holds(3));

export const crashLoop = scenario(
  'the process has restarted at every scrape',
  [series(m.startTime).from(1_760_000_000).turns(idle(), grows(1))],
  { trueFrom: seconds(15) },
);
export const oneRestart = scenario('the process is restarted once', [
  series(m.startTime).turns(holds(1_760_000_000), holds(1_760_003_600)),
]);

/** No single line reaches 10/s; C17 of a rule on single series. */
export const errorsOverCodes = scenario(
  'errors are spread over operations and codes',
  [
    series(m.errors, { op: 'APPLY_EVENT', code: 'INVALID_TRANSITION' }).turns(grows(0.5), grows(3)),
    series(m.errors, { op: 'APPLY_EVENT', code: 'GUARD_FAILED' }).turns(idle(), grows(3)),
    series(m.errors, { op: 'GET_INSTANCE', code: 'INSTANCE_NOT_FOUND' }).turns(grows(0.5), grows(3)),
    series(m.errors, { op: 'CREATE_INSTANCE', code: 'INSTANCE_EXISTS' }).turns(idle(), grows(3)),
  ],
  { trueFrom: seconds(225) },
);
export const usualErrors = scenario('clients make the usual mistakes', [
  series(m.errors, { op: 'APPLY_EVENT', code: 'INVALID_TRANSITION' }).always(grows(4)),
  series(m.errors, { op: 'GET_INSTANCE', code: 'INSTANCE_NOT_FOUND' }).always(grows(5)),
]);
export const errorsAt = (rate: Quantity): readonly ScenarioSeries[] => [
  series(m.errors, { op: 'APPLY_EVENT', code: 'GUARD_FAILED' }).always(grows(rate)),
];

export const serverFaults = scenario(
  'one request in twenty fails inside the server',
  [
    series(m.requests, apply).always(grows(20)),
    series(m.errors, { op: 'APPLY_EVENT', code: 'INTERNAL_ERROR' }).turns(idle(), grows(1)),
  ],
  { trueFrom: seconds(45) },
);
export const clientMistakes = scenario('clients send events that do not fit the state', [
  series(m.requests, apply).always(grows(20)),
  series(m.errors, { op: 'APPLY_EVENT', code: 'INVALID_TRANSITION' }).always(grows(15)),
]);
export const serverUnused = scenario('nobody asks anything', [
  series(m.requests, apply).from(500).always(idle()),
  series(m.errors, { op: 'APPLY_EVENT', code: 'INTERNAL_ERROR' }).from(7).always(idle()),
]);
export const serverFaultsAt = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.requests, apply).always(grows(100)),
  series(m.errors, { op: 'APPLY_EVENT', code: 'INTERNAL_ERROR' }).always(grows(100 * share.value)),
];

const refused = { op: 'APPLY_EVENT', code: 'INVALID_TRANSITION' } as const;
const walError = { op: 'APPLY_EVENT', code: 'WAL_IO_ERROR' } as const;
export const diskFull = scenario('the disk is full and every write fails', [
  wasUp,
  series(m.errors, walError).turns(gone(), grows(2)),
]);
export const writesFailAgain = scenario('a write a minute fails, long after the first one', [
  wasUp,
  series(m.errors, walError)
    .from(4)
    .turns(idle(), grows(1 / 60)),
]);
/** The counter is born at 1, so that no increase is ever seen. */
export const oneFailedWrite = scenario('a single write fails for the first time', [
  isUp,
  series(m.errors, walError).turns(gone(), holds(1)),
  series(m.errors, refused).dispensable().from(40).always(idle()),
]);
export const oldWalError = scenario('a write failed long ago', [
  isUp,
  series(m.errors, walError).from(281).always(idle()),
]);
export const refusedEvents = scenario('clients send events that do not fit the state', [
  isUp,
  series(m.errors, refused).turns(gone(), grows(2)),
]);

export const oneSlowOperation = scenario(
  'one operation is slow, and the others are not',
  [
    series(m.requestDuration, apply).turns(quantile(0.99, millis(40)), quantile(0.99, millis(800))),
    series(m.requestDuration, { op: 'GET_INSTANCE' })
      .dispensable()
      .always(quantile(0.99, millis(2))),
  ],
  { trueFrom: seconds(105) },
);
/** No quantile is read above the last bucket, so a threshold of 1 s could never be passed. */
export const slowerThanTheLastBucket = scenario('every request takes longer than the last bucket', [
  series(m.requestDuration, apply).turns(observes([millis(40), 10]), observes([millis(4000), 10])),
]);
export const busyAndFast = scenario('the server is busy and fast', [
  series(m.requestDuration, apply).always(observes([millis(8), 900], [millis(400), 20])),
]);
export const latencyAt = (time: Quantity): readonly ScenarioSeries[] => [
  series(m.requestDuration, apply).always(quantile(0.99, time)),
];

export const walFlood = scenario(
  'a client writes 3 GiB an hour',
  [series(m.walBytesWritten).turns(grows(perHour(mebibytes(50))), grows(perHour(gibibytes(3))))],
  { trueFrom: seconds(1155) },
);
export const walWorkday = scenario('a busy hour writes 600 MiB', [
  series(m.walBytesWritten).turns(grows(perHour(mebibytes(50))), grows(perHour(mebibytes(600)))),
]);
export const walWrittenAt = (size: Quantity): readonly ScenarioSeries[] => [
  series(m.walBytesWritten).always(grows(perHour(bytes(size.value)))),
];

export const walKept = scenario(
  'nothing is compacted while a client writes 3 GiB an hour',
  [
    series(m.walSize)
      .from(gibibytes(1))
      .turns(idle(), grows(perHour(gibibytes(3)))),
  ],
  { trueFrom: seconds(1185) },
);
export const walCompacted = scenario('compaction frees 2 GiB in an hour', [
  series(m.walSize)
    .from(gibibytes(2.5))
    .turns(idle(), grows(-perHour(gibibytes(2)))),
]);
export const walSizeGrowthAt = (size: Quantity): readonly ScenarioSeries[] => [
  series(m.walSize)
    .from(gibibytes(1))
    .always(grows(perHour(bytes(size.value)))),
];

export const connectionLeak = scenario('a client leaks connections', [
  series(m.connectionsActive).turns(holds(120), holds(910)),
  limit,
]);
export const manyConnections = scenario('a rollout doubles the connections', [
  series(m.connectionsActive).turns(holds(350), holds(700)),
  limit,
]);
export const connectionsAt = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.connectionsActive).always(holds(CONNECTIONS_LIMIT.value * share.value)),
  limit,
];

export const descriptorLeak = scenario('descriptors leak', [
  series(m.openFds).turns(holds(90), holds(950)),
  series(m.maxFds).always(holds(1024)),
]);
export const descriptorsInUse = scenario('half the descriptors are in use', [
  series(m.openFds).turns(holds(90), holds(512)),
  series(m.maxFds).always(holds(1024)),
]);
export const descriptorsAt = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.openFds).always(holds(20_000 * share.value)),
  series(m.maxFds).always(holds(20_000)),
];

export const lastReplicaLost = scenario(
  'the last replica leaves',
  [
    series(m.connectedReplicas).always(holds(1)),
    series(m.replicationEntriesSent).turns(grows(5), idle()),
    series(m.walWrites).always(grows(5)),
  ],
  { trueFrom: minutes(3) },
);
export const replicaFollows = scenario('one of two replicas leaves', [
  series(m.connectedReplicas).turns(holds(2), holds(1)),
  series(m.replicationEntriesSent).turns(grows(10), grows(5)),
  series(m.walWrites).always(grows(5)),
]);
export const nothingToSend = scenario('nothing is written', [
  series(m.connectedReplicas).always(holds(1)),
  series(m.replicationEntriesSent).from(40).always(idle()),
  series(m.walWrites).from(40).always(idle()),
]);
export const neverReplicated = scenario('the server stands alone', [
  series(m.connectedReplicas).always(holds(0)),
  series(m.replicationEntriesSent).always(idle()),
  series(m.walWrites).always(grows(5)),
]);
