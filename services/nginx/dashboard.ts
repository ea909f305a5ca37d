/** The board of nginx: does it answer, and is there room for more clients? */
import { board, firingAlerts, legend, note, panelForAlert, row, stat, timeSeries, UP_DOWN } from '../../dashboards';
import type { RowDefinition } from '../../dashboards';
import type { BoardContext, Boards } from '../../model';
import { PROXY_CLIENTS } from '../../model/proxy-capacity';
import * as a from './alerts';
import { metrics as m } from './metrics';
import * as ask from './queries';

export const BOARD = 'nginx-overview';

const { instance } = m.up.label;

/** The board in one environment. */
export function nginxBoard(context: BoardContext): Boards {
  return board(context, {
    uid: BOARD,
    title: 'Monitoring / nginx',
    service: 'nginx',
    description: 'Can people get in? For whoever runs the monitoring, or cannot open a dashboard.',
    variablesFrom: m.up,
    rows: [health(), connections(), requests()],
  });
}

const health = (): RowDefinition =>
  row('Health', [
    stat({
      title: 'nginx',
      description: 'Whether each nginx answers the exporter beside it. When one does not, see its log first.',
      query: ask.answers,
      words: UP_DOWN,
      alerts: [a.down],
    }),
    stat({
      title: 'Exporter',
      description: 'Whether each exporter answers scrapes. Without it nginx may well serve, and nobody can tell.',
      query: ask.exporterIsUp,
      words: UP_DOWN,
      alerts: [a.exporterDown, a.absent],
    }),
    firingAlerts(),
  ]);

const connections = (): RowDefinition =>
  row('Connections', [
    panelForAlert(a.connectionsSaturated, {
      title: 'Clients held',
      description: `Open connections, of the ${PROXY_CLIENTS} that are served with certainty. Above 100% requests fail.`,
      max: 'open',
      width: 12,
    }),
    panelForAlert(a.connectionsDropped, {
      title: 'Clients turned away',
      description: 'Connections that were closed as soon as they were accepted, for want of room. Normal: 0.',
      width: 12,
    }),
    timeSeries({
      title: 'Connections by state',
      description: 'What open connections do. Many that write mean that the programs behind are slow to answer.',
      queries: [
        { expr: ask.reading, legend: legend`${instance} reading` },
        { expr: ask.writing, legend: legend`${instance} writing` },
        { expr: ask.waiting, legend: legend`${instance} waiting` },
      ],
      width: 12,
    }),
    timeSeries({
      title: 'Connections accepted',
      description: 'Connections accepted per second. A jump without more requests is a client that never reuses one.',
      queries: [{ expr: ask.accepted }],
      width: 12,
    }),
  ]);

const requests = (): RowDefinition =>
  row('Requests', [
    timeSeries({
      title: 'Requests',
      description:
        'Requests per second, probes among them: about half a request is always there. Compare with Grafana.',
      queries: [{ expr: ask.requests }],
      width: 12,
    }),
    panelForAlert(a.trafficVanished, {
      title: 'Requests for each nginx',
      description: 'A mean of ten minutes. Near the limit nobody but probes asks; normal at night, not in the day.',
      width: 12,
    }),
    note({
      title: 'What nginx does not tell',
      description: 'Where status codes and times are to be found, which the counters of nginx do not have.',
      content:
        'The counters of nginx have neither status codes nor times. For those of dashboards see the board of Grafana, ' +
        'for the public address the probes, for single requests the log of nginx.',
    }),
  ]);
