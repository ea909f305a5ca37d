/** The board: what the database of the sequencer knows. */
import { board, panelForAlert, row, stat, table, timeSeries, UP_DOWN } from '../../dashboards';
import type { BoardContext, Boards } from '../../model';
import * as a from './alerts';
import { metrics as m } from './metrics';
import * as ask from './queries';

export const BOARD = 'sequencer-database-overview';

const { tenant, store } = m.sequence.label;

/** The board in one environment. */
export function databaseBoard(context: BoardContext): Boards {
  return board(context, {
    uid: BOARD,
    title: 'Applications / StateSet Sequencer database',
    service: 'sequencer-database',
    description: 'Are the streams whole, does somebody look after what was refused, and after the tables?',
    variablesFrom: m.up,
    rows: [
      row('Health', [
        stat({
          title: 'Exporter',
          description:
            'Whether the SQL exporter answers. Without it nothing below is known, and no alert here can fire.',
          query: ask.answers,
          words: UP_DOWN,
          alerts: [a.down, a.absent],
        }),
        panelForAlert(a.sequenceGap, {
          title: 'Missing sequence numbers',
          description: 'Numbers without an event among the last 10,000 of each stream. Normal: none, ever.',
        }),
        panelForAlert(a.deadLetters, {
          title: 'Dead letters',
          description: 'Refused events that nobody has sent again and deleted. Normal: none at the end of a day.',
        }),
      ]),
      row('Chain', [
        panelForAlert(a.unanchored, {
          title: 'Oldest commitment without an anchor',
          description: 'Age of the oldest commitment that is not on the chain. Normal: below the time between anchors.',
        }),
        timeSeries({
          title: 'Commitments without an anchor',
          description: 'Commitments that are not on the chain. A climb without an end is a chain that does not answer.',
          queries: [{ expr: ask.unanchored, legend: 'waiting' }],
        }),
        table({
          title: 'Events by tenant and store',
          description: 'Numbers given out per second, the ten busiest streams, those of gRPC included.',
          rows: [tenant, store],
          columns: { Events: { expr: ask.eventRate, unit: 'eps' } },
        }),
      ]),
      row('Tables', [
        panelForAlert(a.notVacuumed, {
          title: 'Time since the last vacuum',
          description: 'Time since each table was vacuumed, by hand or by itself. Normal: below a month.',
        }),
        timeSeries({
          title: 'Table sizes',
          description: 'Sizes of the tables that only grow, with their indexes. Compare with the space of the volume.',
          queries: [{ expr: ask.tableSize }],
        }),
        timeSeries({
          title: 'Table growth within a day',
          description: 'Growth of each table within 24 hours. It tells when the volume is full, at this pace.',
          queries: [{ expr: ask.tableGrowth }],
          min: 'open',
        }),
      ]),
    ],
  });
}
