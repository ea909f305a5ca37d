/** The series that prove the alerts: what makes each fire, and what looks alike and must not. */
import {
  bool,
  gone,
  grows,
  holds,
  idle,
  millisecondsRaw,
  observes,
  quantile,
  scenario,
  seconds,
  series,
} from '../../model';
import type { Quantity, ScenarioSeries } from '../../model';
import { BREAKER, HEALTH, metrics as m } from './metrics';

const ethereum = { pool: 'ethereum' } as const;
const alpha = { ...ethereum, endpoint: 'rpc-a' } as const;
const beta = { ...ethereum, endpoint: 'rpc-b' } as const;
const { healthy, unhealthy } = HEALTH;

const isUp = series(m.up).always(holds(bool(true)));
/** Tells a counter that is new from one that was not scraped yet; an increase shows without it. */
const wasUp = series(m.up)
  .dispensable()
  .always(holds(bool(true)));

export const someConnections = series(m.connections, alpha).always(holds(3));

// Pools

export const lastTaken = scenario('the last connection is taken and a request waits', [
  series(m.idle, alpha).turns(holds(2), holds(0)),
  series(m.queueSize, ethereum).turns(holds(0), holds(1)),
]);
/** No endpoint alone tells: all are without. */
export const allBusy = scenario('the connections of both endpoints are taken and requests wait', [
  series(m.idle, alpha).dispensable().turns(holds(2), holds(0)),
  series(m.idle, beta).dispensable().turns(holds(1), holds(0)),
  series(m.queueSize, ethereum).turns(holds(0), holds(7)),
]);
export const busyWithoutQueue = scenario('every connection is in use and nobody waits', [
  series(m.idle, alpha).always(holds(0)),
  series(m.queueSize, ethereum).always(holds(0)),
]);
export const otherEndpointFree = scenario('one endpoint has an idle connection left', [
  series(m.idle, alpha).always(holds(0)),
  series(m.idle, beta).always(holds(1)),
  series(m.queueSize, ethereum).always(holds(4)),
]);

export const nearlyFull = scenario('nine of ten connections are in use', [
  series(m.active, alpha).turns(holds(4), holds(9)),
  series(m.connections, alpha).always(holds(10)),
]);
export const oneEndpointFull = scenario('one endpoint is full and the other idle', [
  series(m.active, alpha).always(holds(10)),
  series(m.active, beta).always(holds(1)),
  series(m.connections, alpha).always(holds(10)),
  series(m.connections, beta).always(holds(10)),
]);
/** A pool that grows on demand holds no connection to spare while it is small. */
export const smallPool = scenario('a pool that grows on demand has its few connections in use', [
  series(m.active, alpha).always(holds(5)),
  series(m.connections, alpha).always(holds(5)),
]);
export const emptyPool = scenario('a pool has no connection yet', [
  series(m.active, alpha).always(holds(0)),
  series(m.connections, alpha).always(holds(0)),
]);
export const utilisationAt = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.active, alpha).always(holds(200 * share.value)),
  series(m.connections, alpha).always(holds(200)),
];

export const queueGrows = scenario('requests come faster than they are served', [
  series(m.queueSize, ethereum).turns(holds(2), holds(40)),
]);
export const shortQueue = scenario('a few requests wait', [series(m.queueSize, ethereum).always(holds(10))]);
export const queueAt = (size: Quantity): readonly ScenarioSeries[] => [
  series(m.queueSize, ethereum).always(holds(size)),
];

export const reconnecting = scenario(
  'every request opens a connection and closes it',
  [
    series(m.created, ethereum).turns(grows(0.05), grows(3)),
    series(m.destroyed, ethereum).turns(grows(0.05), grows(3)),
  ],
  { trueFrom: seconds(30) },
);
export const recycled = scenario('connections are replaced after ten minutes without use', [
  series(m.created, ethereum).always(grows(0.2)),
  series(m.destroyed, ethereum).always(grows(0.2)),
]);
export const churnAt = (rate: Quantity): readonly ScenarioSeries[] => [
  series(m.created, ethereum).always(grows(rate.value / 2)),
  series(m.destroyed, ethereum).always(grows(rate.value / 2)),
];

// Requests

export const timingOut = scenario('requests give up waiting, long after the first one', [
  wasUp,
  series(m.queueTimeouts, ethereum).from(7).turns(idle(), grows(0.1)),
]);
/** The counter is born with its first timeouts, so that no increase is ever seen. */
export const firstTimeouts = scenario('requests give up waiting for the first time', [
  isUp,
  series(m.queueTimeouts, ethereum).turns(gone(), holds(3)),
  series(m.queueTimeouts, { pool: 'cosmos' }).dispensable().from(40).always(idle()),
]);
export const oldTimeouts = scenario('requests gave up waiting long ago', [
  isUp,
  series(m.queueTimeouts, ethereum).from(40).always(idle()),
]);

/** No type alone reaches the limit. */
export const errorsOverTypes = scenario(
  'errors are spread over types',
  [
    series(m.requests, alpha).always(grows(20)),
    series(m.errors, { ...ethereum, type: 'timeout' }).turns(grows(0.1), grows(0.9)),
    series(m.errors, { ...ethereum, type: 'connection_refused' })
      .dispensable()
      .turns(idle(), grows(0.9)),
  ],
  { trueFrom: seconds(150) },
);
export const rareErrors = scenario('one request in forty fails', [
  series(m.requests, alpha).always(grows(20)),
  series(m.errors, { ...ethereum, type: 'timeout' }).always(grows(0.5)),
]);
export const nobodyAsks = scenario('nobody asks anything', [
  series(m.requests, alpha).from(500).always(idle()),
  series(m.errors, { ...ethereum, type: 'timeout' })
    .from(90)
    .always(idle()),
]);
export const errorShareAt = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.requests, alpha).always(grows(100)),
  series(m.errors, { ...ethereum, type: 'timeout' }).always(grows(100 * share.value)),
];

export const slowPool = scenario(
  'a pool takes two seconds for one request in ten',
  [series(m.requestDuration, alpha).turns(quantile(0.95, millisecondsRaw(80)), quantile(0.95, millisecondsRaw(2000)))],
  { trueFrom: seconds(90) },
);
/** 900 ms is 900 in this unit: a limit of 1, as if it were seconds, would fire. */
export const quickPool = scenario('requests take up to 900 milliseconds', [
  series(m.requestDuration, alpha).always(observes([millisecondsRaw(40), 100], [millisecondsRaw(900), 4])),
]);
/** By itself the second endpoint is too slow; its requests are few. */
export const oneSlowRequest = scenario('a quiet endpoint is slow and the busy one is not', [
  series(m.requestDuration, alpha).always(observes([millisecondsRaw(40), 100])),
  series(m.requestDuration, beta).always(observes([millisecondsRaw(4000), 1])),
]);
export const latencyAt = (time: Quantity): readonly ScenarioSeries[] => [
  series(m.requestDuration, alpha).always(quantile(0.95, time)),
];

// Endpoints

export const breakerOpens = scenario('the circuit breaker of one endpoint opens', [
  series(m.circuitBreaker, alpha).turns(holds(BREAKER.closed), holds(BREAKER.open)),
  series(m.circuitBreaker, beta).dispensable().always(holds(BREAKER.closed)),
]);
export const breakersClosed = scenario('every circuit breaker is closed', [
  series(m.circuitBreaker, alpha).always(holds(BREAKER.closed)),
  series(m.circuitBreaker, beta).always(holds(BREAKER.closed)),
]);

export const onlyOneUnhealthy = scenario('the only endpoint becomes unhealthy', [
  series(m.health, alpha).turns(holds(healthy), holds(unhealthy)),
]);
export const allUnhealthy = scenario('the last healthy endpoint becomes unhealthy', [
  series(m.health, alpha).dispensable().turns(holds(healthy), holds(unhealthy)),
  series(m.health, beta).dispensable().turns(holds(healthy), holds(unhealthy)),
]);
export const oneUnhealthy = scenario('one of two endpoints becomes unhealthy', [
  series(m.health, alpha).turns(holds(healthy), holds(unhealthy)),
  series(m.health, beta).dispensable().always(holds(healthy)),
]);
/** Zeros throughout: whoever reads the status like `up` would call this an outage. */
export const allHealthy = scenario('every endpoint is healthy', [
  series(m.health, alpha).always(holds(healthy)),
  series(m.health, beta).always(holds(healthy)),
]);
