/** The board: the five rows and ten panels of its monitoring page, and below them what the other alerts watch. */
import {
  board,
  boards,
  collapsed,
  gauge,
  legend,
  panelForAlert,
  row,
  sloBoard,
  stat,
  stateTimeline,
  table,
  timeSeries,
  UP_DOWN,
} from '../../dashboards';
import type { PanelDefinition, RowDefinition, Words } from '../../dashboards';
import { instance } from '../../model';
import type { BoardContext, Boards } from '../../model';
import * as a from './alerts';
import { BREAKER, HEALTH, metrics as m } from './metrics';
import * as ask from './queries';

export const BOARD = 'fusion-connection-pool';

const { pool, endpoint } = m.health.label;
const { type } = m.errors.label;

/** Health as words: 0 is the good one. */
export const HEALTH_WORDS: Words = {
  [HEALTH.healthy.value]: { text: 'Healthy', colour: 'green' },
  [HEALTH.unhealthy.value]: { text: 'Unhealthy', colour: 'red' },
};
/** States of a circuit breaker as words. */
export const BREAKER_WORDS: Words = {
  [BREAKER.closed.value]: { text: 'Closed', colour: 'green' },
  [BREAKER.open.value]: { text: 'Open', colour: 'red' },
};

/** The pools' board, and that of their objectives. */
export function fusionBoards(context: BoardContext): Boards {
  return boards(
    poolBoard(context),
    sloBoard(context, { service: 'fusion', title: 'Applications / Fusion+ objectives', variablesFrom: m.up }),
  );
}

function poolBoard(context: BoardContext): Boards {
  return board(context, {
    uid: BOARD,
    title: 'Applications / Fusion+ connection pools',
    service: 'fusion',
    description: 'Can the relayer reach the chains it fills swaps on, and how fast? For whoever is on call.',
    variablesFrom: m.up,
    rows: [poolStatus(), performance(), errors(), health(), queue(), relayers()],
  });
}

const poolStatus = (): RowDefinition =>
  row('Pool status overview', [
    ...broken(),
    gauge({
      title: 'Pool utilisation',
      description:
        'Share of its connections that each pool has in use now. Near 100% requests wait; a pool of five or fewer ' +
        'may be full and well, as long as nobody waits.',
      query: ask.utilisation,
      legend: legend`${pool} on ${instance}`,
      height: 8,
      alerts: [a.highUtilisation],
    }),
    timeSeries({
      title: 'Connections',
      description:
        'Connections of each pool: all, those in use, and those that are idle. All three rise with traffic; in use ' +
        'at the height of all means that requests wait.',
      queries: [
        { expr: ask.connections, legend: legend`${pool} on ${instance} total` },
        { expr: ask.active, legend: legend`${pool} on ${instance} active` },
        { expr: ask.idle, legend: legend`${pool} on ${instance} idle` },
      ],
      width: 16,
    }),
  ]);

/** Whether anything is wrong that somebody is woken for. */
const broken = (): readonly PanelDefinition[] => [
  stat({
    title: 'Up',
    description: 'Whether each relayer answers scrapes. Normal: all up. When one is down, see its process first.',
    query: ask.answers,
    words: UP_DOWN,
    alerts: [a.down, a.absent],
  }),
  stat({
    title: 'Pools with a healthy endpoint',
    description: 'Whether each relayer has a healthy endpoint for each pool. It can fill no swap on a chain without.',
    query: ask.poolUnhealthy,
    legend: legend`${pool} on ${instance}`,
    words: {
      [HEALTH.healthy.value]: { text: 'Some', colour: 'green' },
      [HEALTH.unhealthy.value]: { text: 'None', colour: 'red' },
    },
    width: 5,
    alerts: [a.noHealthyEndpoints],
  }),
  stat({
    title: 'Circuit breakers',
    description: 'Whether a circuit breaker of the pool is open on any relayer. Which one, the timeline below tells.',
    query: ask.anyBreakerOpen,
    legend: legend`${pool}`,
    words: BREAKER_WORDS,
    width: 5,
    alerts: [a.breakerOpen],
  }),
  stat({
    title: 'Requests waiting in vain',
    description: 'Requests that wait for a pool of which no connection is idle. Normal: no pool is in that state.',
    query: ask.waitingInVain,
    legend: legend`${pool} on ${instance}`,
    noValue: 'None',
    width: 5,
    alerts: [a.exhausted],
  }),
  stat({
    title: 'Timeouts within five minutes',
    description:
      'Requests that gave up waiting within five minutes, the very first of a relayer as 1 for each. Normal: none.',
    query: ask.queueTimeouts,
    legend: legend`${pool}`,
    noValue: 'None',
    width: 5,
    alerts: [a.queueTimeouts],
  }),
];

const performance = (): RowDefinition =>
  row('Performance metrics', [
    timeSeries({
      title: 'Request rate',
      description:
        'Requests by pool and endpoint. Normal: the wave of the day, shared out by weight. An endpoint at zero beside ' +
        'busy ones has its circuit breaker open.',
      queries: [{ expr: ask.requestRate, legend: legend`${pool} ${endpoint}` }],
      unit: 'reqps',
      width: 12,
    }),
    panelForAlert(a.highLatency, {
      title: 'Request latency (p50, p95, p99)',
      description:
        'Milliseconds within which that share of the requests of a pool is served. A p99 that leaves the p50 behind ' +
        'is one slow endpoint; both together are the network or the relayer.',
      legend: legend`${pool} p95`,
      beside: [
        { expr: ask.latencyP50, legend: legend`${pool} p50` },
        { expr: ask.latencyP99, legend: legend`${pool} p99` },
      ],
      width: 12,
    }),
  ]);

const errors = (): RowDefinition =>
  row('Error tracking', [
    timeSeries({
      title: 'Error rate by type',
      description: 'Failed requests by pool and what went wrong. Normal: near zero. The type tells where to look.',
      queries: [{ expr: ask.errorRateByType, legend: legend`${pool} ${type}` }],
      crowded: 'a pool has a handful of types, and most of them are at zero',
    }),
    panelForAlert(a.highErrorRate, {
      title: 'Failed requests',
      description: 'Errors for each request of a pool. Normal: below 1%. It is what callers feel of the errors.',
      legend: legend`${pool}`,
      max: 'open',
    }),
    stateTimeline({
      title: 'Circuit breaker status',
      description:
        'When the circuit breaker of an endpoint was open on any relayer. Normal: closed throughout. Stripes are a ' +
        'breaker that tries and fails again.',
      queries: [{ expr: ask.breakerOpen, legend: legend`${pool} ${endpoint}` }],
      words: BREAKER_WORDS,
      width: 8,
      height: 8,
      alerts: [a.breakerOpen],
    }),
  ]);

const health = (): RowDefinition =>
  row('Health monitoring', [
    stateTimeline({
      title: 'Endpoint health status',
      description:
        'When any relayer found an endpoint unhealthy. Normal: healthy throughout. The metric is 0 while healthy, ' +
        'upside down compared with up.',
      queries: [{ expr: ask.endpointUnhealthy, legend: legend`${pool} ${endpoint}` }],
      words: HEALTH_WORDS,
      height: 8,
      alerts: [a.endpointUnhealthy],
    }),
    table({
      title: 'Weight distribution',
      description:
        'How requests are shared out among the endpoints of a pool, now. A small weight beside large ones is an ' +
        'endpoint that the relayer trusts less.',
      rows: [pool, endpoint],
      columns: {
        Weight: { expr: ask.weight },
        Health: { expr: ask.unhealthyNow, words: HEALTH_WORDS },
        Breaker: { expr: ask.openNow, words: BREAKER_WORDS },
      },
    }),
  ]);

const queue = (): RowDefinition =>
  row('Queue metrics', [
    panelForAlert(a.queueGrowing, {
      title: 'Queue size',
      description:
        'Requests that wait for a connection. Normal: none, or a few for a moment. A queue that stays is a pool too ' +
        'small or an endpoint too slow.',
      legend: legend`${pool} on ${instance}`,
    }),
    timeSeries({
      title: 'Queue timeout rate',
      description: 'Requests per second that gave up waiting. Normal: none. Each one is a request that failed.',
      queries: [{ expr: ask.timeoutRate, legend: legend`${pool}` }],
    }),
  ]);

const relayers = (): RowDefinition =>
  collapsed('Connections and relayers in detail', [
    panelForAlert(a.highChurn, {
      title: 'Connections opened and closed',
      description:
        'Connections opened plus closed per second. Normal: a few in ten minutes. At the height of the request rate ' +
        'no connection is used twice.',
      legend: legend`${pool} on ${instance} both`,
      beside: [
        { expr: ask.openRate, legend: legend`${pool} on ${instance} opened` },
        { expr: ask.closeRate, legend: legend`${pool} on ${instance} closed` },
      ],
    }),
    timeSeries({
      title: 'Failed health checks',
      description: 'Health checks that failed, by endpoint. A trickle is a slow endpoint; a steady rate is a dead one.',
      queries: [{ expr: ask.healthCheckFailureRate, legend: legend`${pool} ${endpoint}` }],
    }),
    panelForAlert(a.metricsMissing, {
      title: 'Relayers that answer',
      description: 'Relayers that answer scrapes. The alert fires for one of which no metric of a pool is kept.',
    }),
  ]);
