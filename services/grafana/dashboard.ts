/** The board of Grafana: do dashboards open, and do they get data? */
import { board, collapsed, firingAlerts, panelForAlert, row, stat, timeSeries, UP_DOWN } from '../../dashboards';
import type { RowDefinition } from '../../dashboards';
import { promql } from '../../model';
import type { BoardContext, Boards } from '../../model';
import * as a from './alerts';
import { metrics as m } from './metrics';
import * as ask from './queries';

export const BOARD = 'grafana-overview';

/** The board in one environment. */
export function grafanaBoard(context: BoardContext): Boards {
  return board(context, {
    uid: BOARD,
    title: 'Monitoring / Grafana',
    service: 'grafana',
    description: 'Do dashboards open and get data? For whoever runs the monitoring, or looks at an empty panel.',
    variablesFrom: m.up,
    moments: { Restarts: promql`${m.processStart}` },
    rows: [health(), requests(), process()],
  });
}

const health = (): RowDefinition =>
  row('Health', [
    stat({
      title: 'Up',
      description: 'Whether Grafana answers scrapes. When it does not, dashboards cannot be opened either.',
      query: ask.isUp,
      words: UP_DOWN,
      alerts: [a.down, a.absent],
    }),
    stat({
      title: 'Requests now',
      description: 'Requests that are being answered. Normal: a handful. Many that stay mean that they hang.',
      query: ask.inFlight,
    }),
    panelForAlert(a.datasourceFailing, {
      title: 'Queries without an answer',
      description: 'Share of the queries that fail, by kind of data source. Normal: near 0%, somebody mistypes one.',
      noValue: 'Nothing asked',
    }),
    panelForAlert(a.requestsFailing, {
      title: 'Requests that fail',
      description: 'Share of the requests that end in an error of Grafana’s own, by route. Normal: 0%.',
      noValue: 'Nothing asked',
      crowded: 'of the routes a handful is asked at a time',
    }),
    firingAlerts(),
  ]);

const requests = (): RowDefinition =>
  row('Requests', [
    panelForAlert(a.slow, {
      title: 'Request time (p99)',
      description: 'What the slowest hundredth of the requests take. It follows the data sources behind dashboards.',
      noValue: 'Nothing asked',
      width: 12,
    }),
    timeSeries({
      title: 'Requests by status code',
      description: 'Requests per second by status code. Those from 500 on are Grafana’s fault, 400 mostly a query’s.',
      queries: [{ expr: ask.requestsByCode }],
      width: 12,
    }),
    timeSeries({
      title: 'Requests by route',
      description:
        'Requests per second by route. A jump of one is a dashboard that is refreshed too often, or a script.',
      queries: [{ expr: ask.requestsByRoute }],
      crowded: 'of the routes a handful is asked at a time',
      width: 12,
    }),
    timeSeries({
      title: 'Queries to data sources',
      description: 'Queries per second by kind of data source and outcome. Cancelled ones are panels left too soon.',
      queries: [{ expr: ask.queriesByStatus }],
      width: 12,
    }),
  ]);

const process = (): RowDefinition =>
  collapsed('Process', [
    timeSeries({
      title: 'Processor time',
      description: 'Share of one core that Grafana uses. It follows the number of dashboards that are looked at.',
      queries: [{ expr: ask.cpu }],
      max: 'open',
    }),
    timeSeries({
      title: 'Memory',
      description:
        'Memory that Grafana holds. Large answers of data sources pass through it; a steady climb is a leak.',
      queries: [{ expr: ask.memory }],
    }),
    timeSeries({
      title: 'Goroutines',
      description: 'Goroutines that exist. Each open page holds some; a steady climb means that requests hang.',
      queries: [{ expr: ask.goroutines }],
    }),
  ]);
