/** The board: the seven panels of its monitoring page, every alert with its limits, and what explains both. */
import {
  board,
  boards,
  collapsed,
  legend,
  panelForAlert,
  row,
  sloBoard,
  stat,
  table,
  timeSeries,
  UP_DOWN,
} from '../../dashboards';
import type { PanelDefinition, RowDefinition } from '../../dashboards';
import { instance, promql } from '../../model';
import type { BoardContext, Boards } from '../../model';
import * as a from './alerts';
import { log, logDetails, processResources, replication, stateMachines, subscriptions } from './dashboard-details';
import { metrics as m } from './metrics';
import * as ask from './queries';

export const BOARD = 'rstmdb-overview';

const { op, code } = m.errors.label;
const FEW_OPERATIONS = 'of the 21 operations an application uses a handful';

/** The boards in one environment: the service, and what it promises. */
export function rstmdbBoards(context: BoardContext): Boards {
  return boards(
    rstmdbBoard(context),
    sloBoard(context, { service: 'rstmdb', title: 'Databases / rstmdb objectives', variablesFrom: m.up }),
  );
}

/** The board in one environment; what the release lacks is left out and listed at its end. */
export function rstmdbBoard(context: BoardContext): Boards {
  return board(context, {
    uid: BOARD,
    title: 'Databases / rstmdb',
    service: 'rstmdb',
    description: 'Is the state machine database up, correct, fast and durable? For whoever is on call.',
    variablesFrom: m.up,
    moments: { Restarts: promql`${m.startTime}` },
    rows: [
      health(),
      traffic(context),
      errors(),
      latency(),
      log(context),
      errorDetails(),
      logDetails(),
      subscriptions(),
      replication(),
      stateMachines(),
      processResources(),
    ],
  });
}

const health = (): RowDefinition =>
  row('Health', [
    stat({
      title: 'Up',
      description:
        'Whether each server answers scrapes. Normal: all up. When one is down, see its process first; it can ' +
        'also run on without its metrics page, when the port was taken at its start.',
      query: ask.answers,
      words: UP_DOWN,
      alerts: [a.down, a.absent],
    }),
    stat({
      title: 'Seen from outside',
      description:
        'Whether its service port accepts connections and its health page answers. Neither tells whether it can write.',
      query: ask.seenFromOutside,
      words: { 0: { text: 'Fails', colour: 'red' }, 1: { text: 'Answers', colour: 'green' } },
      alerts: [a.portClosed, a.healthFailed],
    }),
    stat({
      title: 'Uptime',
      description: 'Time since the process started. A small value explains broken subscriptions and empty rates.',
      query: ask.uptime,
      unit: 'dtdurations',
      decimals: 0,
    }),
    stat({
      title: 'Active connections',
      description:
        'Open client connections. The limit is fixed at 1000. Under TLS release 0.3.0 also counts each failed ' +
        'handshake, for good.',
      query: ask.connections,
    }),
    stat({
      title: 'Instance count',
      description: 'State machine instances that exist. A sudden fall is a deletion, a flush, or a loss at recovery.',
      query: ask.instances,
    }),
    stat({
      title: 'WAL size',
      description:
        'Size of the write-ahead log. Release 0.3.0 shows the bytes found at its last start and nothing written ' +
        'since: see the log written per hour instead.',
      query: ask.walSize,
    }),
    panelForAlert(a.serverErrors, {
      title: 'Requests failed by the server',
      description: 'Share of the requests that fail without a mistake of the client, but for writes of the log.',
      max: 'open',
    }),
    timeSeries({
      title: 'Failed writes of the log',
      description:
        'Writes of the log that failed within five minutes. Normal: none, ever. One is enough to lose what is ' +
        'written after it at the next restart.',
      queries: [{ expr: ask.walIoErrorCount }],
      alerts: [a.walIoError],
    }),
    panelForAlert(a.replicationStalled, {
      title: 'Entries sent to replicas',
      description:
        'Entries sent to replicas within five minutes. Zero on a primary that writes means that nobody has a ' +
        'second copy. The lag is only in: rstmdb-cli replication-status.',
      beside: [{ expr: ask.entriesWritten, legend: legend`${instance} written` }],
      legend: legend`${instance} sent`,
    }),
  ]);

/** Events where the release counts them, else the requests for them. */
function eventsPerSecond({ missing }: BoardContext): PanelDefinition {
  const counted = missing(ask.eventRate) === undefined;
  return timeSeries({
    title: 'Events per second',
    description: counted
      ? 'Events that changed an instance, by machine. Normal: the shape of the request rate. Zero with traffic ' +
        'means that events are refused.'
      : 'APPLY_EVENT requests. This release does not count events applied: subtract the refused ones, which the ' +
        'errors by code show.',
    queries: [{ expr: counted ? ask.eventRate : ask.applyRate }],
    unit: 'eps',
  });
}

const traffic = (context: BoardContext): RowDefinition =>
  row('Traffic', [
    timeSeries({
      title: 'Request rate',
      description:
        'Requests answered, by operation. HELLO and PING alone mean that only probes are connected. Watches are ' +
        'not counted.',
      queries: [{ expr: ask.requestRate }],
      unit: 'reqps',
      crowded: FEW_OPERATIONS,
    }),
    eventsPerSecond(context),
    panelForAlert(a.connectionsNearLimit, {
      title: 'Connections in use',
      description:
        'Share of the connections in use. At 100% new ones are closed without an answer, and probes fail with them.',
    }),
  ]);

const errors = (): RowDefinition =>
  row('Errors', [
    panelForAlert(a.highErrorRate, {
      title: 'Error rate',
      description: 'Requests answered with an error, of whatever code. Normal: the few mistakes that clients make.',
    }),
    timeSeries({
      title: 'Errors by code',
      description:
        'Errors by what went wrong. WAL_IO_ERROR and INTERNAL_ERROR are the server’s own; most others are ' +
        'mistakes of clients.',
      queries: [{ expr: ask.errorRateByCode }],
      colours: { WAL_IO_ERROR: 'red', INTERNAL_ERROR: 'semi-dark-orange' },
    }),
  ]);

const errorDetails = (): RowDefinition =>
  collapsed('Errors in detail', [
    table({
      title: 'Errors by operation and code',
      description: 'Which operation fails, and how: it leads to the client that causes the errors.',
      rows: [op, code],
      columns: { Errors: { expr: ask.errorRateByOperation } },
    }),
  ]);

const latency = (): RowDefinition =>
  row('Latency', [
    panelForAlert(a.highLatency, {
      title: 'Request latency (p99)',
      description:
        'What the slowest 1% of the requests take, by operation. It cannot show more than 1 s, the last bucket; ' +
        'the share beyond is beside it.',
      legend: legend`${op} on ${instance}`,
      crowded: FEW_OPERATIONS,
    }),
    timeSeries({
      title: 'Request latency (median)',
      description:
        'What half of the requests take, by operation. Normal: a few milliseconds, mostly the fsync of the log.',
      queries: [{ expr: ask.latencyP50 }],
      crowded: FEW_OPERATIONS,
    }),
    timeSeries({
      title: 'Requests over one second',
      description:
        'Share of the requests that take longer than the last bucket. Normal: none. It tells how bad a p99 of 1 s is.',
      queries: [{ expr: ask.slowShare }],
      max: 'open',
    }),
  ]);
