/** The board: the eight sections of the monitoring guide, every alert with its limits, and what explains both. */
import { board, boards, panelForAlert, legend, row, sloBoard, stat, timeSeries, UP_DOWN } from '../../dashboards';
import type { RowDefinition } from '../../dashboards';
import type { BoardContext, Boards } from '../../model';
import * as alerts from './alerts';
import { breakers, commitments } from './dashboard/commitments';
import { eventThroughput, ingestionRate } from './dashboard/ingest';
import { keyUsage } from './dashboard/limits';
import { outside } from './dashboard/outside';
import { databasePool } from './dashboard/pool';
import { errorRate, requestLatency } from './dashboard/requests';
import { servers } from './dashboard/servers';
import { metrics as m } from './metrics';
import * as ask from './queries';

export const BOARD = 'sequencer-overview';

/** The boards in one environment: what happens, and what is left of the objectives. */
export function sequencerBoards(context: BoardContext): Boards {
  const title = 'Applications / StateSet Sequencer objectives';
  return boards(overviewBoard(context), sloBoard(context, { service: 'sequencer', title, variablesFrom: m.up }));
}

/** The board in one environment; what the release lacks is left out and listed at its end. */
function overviewBoard(context: BoardContext): Boards {
  return board(context, {
    uid: BOARD,
    title: 'Applications / StateSet Sequencer',
    service: 'sequencer',
    description: 'Does the sequencer take, order and commit events, and how fast? For whoever is on call.',
    variablesFrom: m.up,
    moments: { Restarts: ask.started },
    rows: [
      overview(),
      ingestionRate(),
      requestLatency(),
      errorRate(),
      databasePool(),
      breakers(),
      eventThroughput(),
      keyUsage(),
      commitments(),
      outside(),
      servers(),
    ],
  });
}

const overview = (): RowDefinition =>
  row('Overview', [
    stat({
      width: 3,
      title: 'Status',
      description:
        'Whether each server answers scrapes. Normal: all up. A server whose pool is full or whose database is gone ' +
        'refuses them too, so that Down here is where such an outage shows.',
      query: ask.answers,
      words: UP_DOWN,
      alerts: [alerts.servers.down, alerts.servers.absent],
    }),
    stat({
      width: 3,
      title: 'Ready',
      description:
        'Whether each server answers /ready within 5 s, asked from outside. Normal: all. Up and not ready: its database.',
      query: ask.ready,
      words: { 0: { text: 'No', colour: 'red' }, 1: { text: 'Yes', colour: 'green' } },
      alerts: [alerts.probes.notReady],
    }),
    stat({
      width: 3,
      title: 'Events per second',
      description: 'Events taken over HTTP by all servers. Events over gRPC are not counted by any release.',
      query: ask.ingestRate,
      unit: 'eps',
      alerts: [alerts.ingest.lowThroughput],
    }),
    stat({
      width: 3,
      title: 'Latency (p95)',
      description: 'What the slowest 5% of the requests take, without probes, scrapes and requests that reach nothing.',
      query: ask.latencyP95,
      alerts: [alerts.requests.highLatency],
    }),
    stat({
      width: 3,
      title: 'Errors per second',
      description: 'Errors of every category. Release 0.2.7 counts those of ingest alone; see failed requests too.',
      query: ask.errorRate,
      alerts: [alerts.requests.highErrorRate],
    }),
    stat({
      width: 3,
      title: 'Pool usage',
      description:
        'Share of the connections to PostgreSQL in use. Normal: 10% to 20% when idle, for background work; below 80%.',
      query: ask.poolUsed,
      alerts: [alerts.pool.poolExhausted],
    }),
    stat({
      width: 3,
      title: 'Open circuit breakers',
      description: 'Whether each circuit breaker is open. Normal: none. The name says what is cut off.',
      query: ask.breakerOpen,
      words: { 0: { text: 'Closed', colour: 'green' }, 1: { text: 'Open', colour: 'red' } },
      alerts: [alerts.commitments.circuitBreakerOpen],
    }),
    panelForAlert(alerts.requests.serverErrors, {
      title: 'Requests failed by the server',
      description:
        'Share of the requests answered with 5xx, without probes and scrapes. Normal: none. 503 is a full pool, ' +
        '504 a database or a chain that does not answer.',
      max: 'open',
      legend: 'failed',
    }),
    timeSeries({
      title: 'Latency (p50, p95, p99)',
      description:
        'What half, 95% and 99% of the requests take at most, without probes and scrapes. None is above 10 s.',
      queries: [
        { expr: ask.latencyP50, legend: 'p50' },
        { expr: ask.latencyP95, legend: 'p95' },
        { expr: ask.latencyP99, legend: 'p99' },
      ],
      alerts: [alerts.requests.highLatency],
    }),
    panelForAlert(alerts.pool.poolExhausted, {
      title: 'Pool usage over time',
      description:
        'Share of the connections to PostgreSQL in use. From 95% on the server answers 503 and this line ends: a gap ' +
        'after a climb is a full pool.',
      legend: legend`${m.poolActive.label.instance}`,
    }),
  ]);
