/** The board of the log shipper: is what services write read, kept and handed over? */
import { board, firingAlerts, legend, panelForAlert, row, stat, timeSeries, UP_DOWN } from '../../dashboards';
import type { RowDefinition } from '../../dashboards';
import type { BoardContext, Boards } from '../../model';
import * as a from './alerts';
import { metrics as m } from './metrics';
import * as ask from './queries';

export const BOARD = 'log-shipper-overview';

const { node } = m.up.label;
const perNode = legend`${node}`;

/** The board in one environment. */
export function logShipperBoard(context: BoardContext): Boards {
  return board(context, {
    uid: BOARD,
    title: 'Monitoring / Log shipper',
    service: 'log-shipper',
    description: 'Do lines get from nodes to the store? For whoever looks for a line that is not there.',
    variablesFrom: m.up,
    rows: [health(), reading(), sending()],
  });
}

const health = (): RowDefinition =>
  row('Health', [
    stat({
      title: 'Up',
      description: 'Whether the shipper on each node answers scrapes. When it does not, lines of the node may be lost.',
      query: ask.isUp,
      legend: perNode,
      words: UP_DOWN,
      width: 8,
      alerts: [a.down, a.absent],
    }),
    stat({
      title: 'Runs since',
      description: 'How long the shipper on each node has run. Short again and again: it ends, and is started again.',
      query: ask.uptime,
      legend: perNode,
      width: 8,
    }),
    firingAlerts({ width: 8 }),
  ]);

const reading = (): RowDefinition =>
  row('Reading', [
    timeSeries({
      title: 'Lines read',
      description: 'Lines per second that are read on each node, those of pods that are no service among them.',
      queries: [{ expr: ask.read, legend: perNode }],
      noValue: 'Nothing written',
    }),
    panelForAlert(a.cannotRead, {
      title: 'Errors of reading',
      description: 'Errors within 15 minutes where files are read and pods asked for, by type. Normal: none.',
      noValue: 'None',
    }),
    timeSeries({
      title: 'Open files',
      description: 'Files that are read on each node. Normal: one for each container of the watched namespaces.',
      queries: [{ expr: ask.openFiles, legend: perNode }],
      noValue: 'None',
    }),
    timeSeries({
      title: 'Components at work',
      description: 'Share of the time that each component is at work. At 100% it holds up those before it.',
      queries: [{ expr: ask.busy, legend: legend`${node} ${m.utilization.label.component_id}` }],
      width: 12,
    }),
    panelForAlert(a.linesDropped, {
      title: 'Lines lost',
      description: 'Lines within 15 minutes that are in no index, by the component that dropped them. Normal: none.',
      noValue: 'None',
      width: 12,
    }),
  ]);

const sending = (): RowDefinition =>
  row('Sending', [
    panelForAlert(a.bufferFilling, {
      title: 'Buffer',
      description: 'How full the buffer of each node is. Normal: near 0%. It fills while the store does not answer.',
      legend: perNode,
      noValue: 'Empty',
    }),
    timeSeries({
      title: 'Bytes that wait',
      description: 'What waits in the buffer of each node. A climb that does not end: the store is too slow.',
      queries: [{ expr: ask.waiting, legend: perNode }],
      noValue: 'Nothing',
    }),
    panelForAlert(a.notSending, {
      title: 'Lines to send',
      description: 'Lines per second that go into the buffer of each node. Compare with those that the store took.',
      legend: perNode,
      noValue: 'Nothing written',
    }),
    timeSeries({
      title: 'Lines sent',
      description: 'Lines per second that the store took from each node. Normal: as many as go into the buffer.',
      queries: [{ expr: ask.sent, legend: perNode }],
      noValue: 'Nothing sent',
    }),
    panelForAlert(a.sendsFailing, {
      title: 'Requests that fail',
      description: 'Share of the requests of each node that the store refuses or does not answer. Normal: 0%.',
      legend: perNode,
      noValue: 'Nothing sent',
    }),
    timeSeries({
      title: 'Answers of the store',
      description: 'Answers per second, by status code. 429: it has too much to do. 401 and 403: the key is wrong.',
      queries: [{ expr: ask.answersByStatus, legend: legend`${node} ${m.responses.label.status}` }],
      noValue: 'Nothing sent',
    }),
  ]);
