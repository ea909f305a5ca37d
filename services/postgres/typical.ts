/** Tables of an ordinary day, as a demo shows them: a busy one waits for its next vacuum, the others were just done. */
import { hours, holds, minutes, series } from '../../model';
import type { Duration, ScenarioSeries } from '../../model';
import { metrics as m } from './metrics';

const TABLES: readonly (readonly [relname: string, live: number, dead: number, vacuumed: Duration])[] = [
  ['events', 2_400_000, 38_000, hours(3)],
  ['ves_events', 610_000, 4_200, minutes(50)],
  ['ves_commitments', 9_800, 120, minutes(20)],
  ['sequence_counters', 340, 15, hours(9)],
];

export const typical: readonly ScenarioSeries[] = TABLES.flatMap(([relname, live, dead, vacuumed]) => {
  const table = { datname: 'sequencer', schemaname: 'public', relname } as const;
  return [
    series(m.liveRows, table).always(holds(live)),
    series(m.deadRows, table).always(holds(dead)),
    series(m.autovacuumed, table).always(holds(-vacuumed.value)),
  ];
});
