/** The board: is the database reachable, is there a second copy, do transactions end, and is it kept in order? */
import { board, legend, panelForAlert, row, stat, timeSeries, UP_DOWN } from '../../dashboards';
import type { RowDefinition } from '../../dashboards';
import { instance, promql } from '../../model';
import type { BoardContext, Boards } from '../../model';
import * as a from './alerts';
import { archive, exporter, replication, upkeep, work } from './dashboard-details';
import { metrics as m } from './metrics';
import * as ask from './queries';

export const BOARD = 'postgres-overview';

const { datname, state, application_name: application } = m.activity.label;

/** The board in one environment. */
export function postgresBoard(context: BoardContext): Boards {
  return board(context, {
    uid: BOARD,
    title: 'Databases / PostgreSQL',
    service: 'postgres',
    description: 'Is the database reachable, copied and kept in order? For whoever is on call.',
    variablesFrom: m.up,
    moments: { Restarts: promql`${m.startTime}` },
    rows: [health(), connections(), transactions(), replication(), archive(), work(), upkeep(), exporter()],
  });
}

const health = (): RowDefinition =>
  row('Health', [
    stat({
      title: 'Server',
      description:
        'Whether the exporter reaches its server. It stays up on an old connection when all others are taken: see ' +
        'the number of collectors beside it.',
      query: ask.answers,
      words: UP_DOWN,
      alerts: [a.down],
    }),
    stat({
      title: 'Exporter',
      description:
        'Whether the exporter answers scrapes. It also fails to when its server hangs, since it waits for it.',
      query: ask.exporterAnswers,
      words: UP_DOWN,
      alerts: [a.exporterDown, a.exporterAbsent],
    }),
    stat({
      title: 'Collectors that ran',
      description:
        'Collectors that got a connection. No value at all while the server is up means that it takes no new ' +
        'connection, and everything below is empty.',
      query: ask.collectors,
      noValue: 'None: the server takes no new connection, or is down',
    }),
    stat({
      title: 'Replication lag',
      description: 'Time that a standby is behind; 0 on a primary. A standby that is cut off shows 0 too.',
      query: ask.lag,
      alerts: [a.replicationLag],
    }),
    stat({
      title: 'Size of the log',
      description: 'Size of the write-ahead log. Normal: around max_wal_size. More is kept for a slot or the archive.',
      query: ask.walSize,
    }),
    stat({
      title: 'Servers',
      description: 'Whether each server is a primary or a standby. Two primaries of one cluster are a split brain.',
      query: ask.isReplica,
      words: { 0: { text: 'Primary', colour: 'blue' }, 1: { text: 'Standby', colour: 'text' } },
    }),
    panelForAlert(a.refusesConnections, {
      title: 'Server, as its old connection tells',
      description:
        '1 while the exporter reaches the server. The alert fires when that is all that it reaches: new connections ' +
        'are refused then.',
      legend: legend`${instance}`,
      height: 6,
    }),
    panelForAlert(a.wraparoundNear, {
      title: 'Oldest unfrozen transaction',
      description:
        'Transactions since the oldest one that is not frozen. Normal: a saw tooth up to 200 million. A steady climb ' +
        'means that vacuum does not get there.',
      legend: legend`${datname} on ${instance}`,
      height: 6,
    }),
  ]);

const connections = (): RowDefinition =>
  row('Connections', [
    panelForAlert(a.connectionsNearLimit, {
      title: 'Connections in use',
      description: 'Share of the connections of ordinary users in use. At 100% services that connect fail.',
      legend: legend`${instance}`,
    }),
    timeSeries({
      title: 'Connections by state',
      description:
        'Connections by database and what they do. Many idle ones are pools larger than they need to be; idle in ' +
        'transaction is a fault of the program.',
      queries: [{ expr: ask.connectionsByState, legend: legend`${datname} ${state} on ${instance}` }],
    }),
    timeSeries({
      title: 'Connections by program',
      description:
        'The ten programs with most connections, by the application_name that they give. It tells who leaks.',
      queries: [{ expr: ask.connectionsByProgram, legend: legend`${application} on ${instance}` }],
    }),
  ]);

const transactions = (): RowDefinition =>
  row('Transactions', [
    timeSeries({
      title: 'Transactions',
      description: 'Transactions committed and rolled back, by database. Normal: the wave of the day.',
      queries: [
        { expr: ask.commitRate, legend: legend`${datname} on ${instance} committed` },
        { expr: ask.rollbackRate, legend: legend`${datname} on ${instance} rolled back` },
      ],
    }),
    panelForAlert(a.highRollbackRatio, {
      title: 'Transactions rolled back',
      description: 'Share of the transactions that are rolled back. Normal: a few per cent, and steady.',
      legend: legend`${datname} on ${instance}`,
      max: 'open',
    }),
    panelForAlert(a.deadlocks, {
      title: 'Deadlocks',
      description: 'Deadlocks within five minutes. Normal: none. Each one is a transaction that got an error.',
      legend: legend`${datname} on ${instance}`,
    }),
    panelForAlert(a.idleInTransaction, {
      title: 'Oldest idle transaction',
      description:
        'Age of the oldest transaction that is open and does nothing. Normal: seconds. It keeps locks and holds vacuum up.',
      legend: legend`${datname} on ${instance}`,
    }),
  ]);
