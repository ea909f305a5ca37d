/** The series that prove the alerts. */
import { days, grows, holds, hours, scenario, series } from '../../model';
import type { Quantity, ScenarioSeries } from '../../model';
import { metrics as m } from './metrics';

export const gap = scenario('a number of a stream has no event', [
  series(m.missingNumbers, { kind: 'signed' }).turns(holds(0), holds(1)),
]);
export const noGap = scenario('streams are whole', [series(m.missingNumbers, { kind: 'signed' }).always(holds(0))]);

export const refused = scenario('events were refused', [
  series(m.deadLetters, { kind: 'plain' }).turns(holds(0), holds(12)),
]);
export const oneRefused = scenario('one event was refused', [
  series(m.deadLetters, { kind: 'plain' }).turns(holds(0), holds(1)),
]);
export const noneRefused = scenario('none is refused', [series(m.deadLetters, { kind: 'plain' }).always(holds(0))]);

export const chainAway = scenario('the chain does not answer', [
  series(m.oldestUnanchored).turns(holds(hours(1)), holds(hours(7))),
]);
export const anchored = scenario('commitments wait for the next hour', [
  series(m.oldestUnanchored).always(holds(hours(2))),
]);
export const unanchoredAt = (age: Quantity): readonly ScenarioSeries[] => [
  series(m.oldestUnanchored).always(holds(age)),
];

export const forgotten = scenario('a table is forgotten', [
  series(m.sinceVacuum, { table: 'ves_events' }).turns(holds(days(20)), holds(days(60))),
]);
export const vacuumed = scenario('tables are vacuumed once a month', [
  series(m.sinceVacuum, { table: 'ves_events' }).from(days(28)).always(grows(1)),
]);
export const vacuumedAt = (age: Quantity): readonly ScenarioSeries[] => [
  series(m.sinceVacuum, { table: 'ves_events' }).always(holds(age)),
];
