/** What is wrong in the sequencer's database when, and who is told. */
import {
  above,
  alert,
  count,
  coveredBy,
  days,
  hours,
  jobAbsent,
  minutes,
  okBecause,
  targetDown,
  text,
  threshold,
  value,
} from '../../model';
import { metrics as m } from './metrics';
import * as ask from './queries';
import * as when from './scenarios';

const { kind } = m.deadLetters.label;
const { table } = m.tableSize.label;
const covered = coveredBy('SequencerDatabaseAbsent');
const exporter = {
  thing: 'Sequencer’s SQL exporter',
  impact: 'gaps, dead letters and tables that nobody maintains go unnoticed',
  severity: 'warning',
} as const;

export const down = targetDown('SequencerDatabaseDown', 'SequencerDatabaseAbsent', m.up, {
  ...exporter,
  for: minutes(5),
});

export const absent = jobAbsent('SequencerDatabaseAbsent', m.up, exporter);

export const sequenceGap = alert('SequencerSequenceGap', {
  kind: 'imminent-loss',
  severity: 'critical',
  for: minutes(2),
  when: above(ask.missingNumbers, count(0)),
  summary: text`A stream of ${kind} events of the sequencer has a gap`,
  description: text`Among the last 10,000 numbers of the streams of ${kind} events, ${value} have no event. It must never
    happen: events may be lost, and the stream cannot be committed any more. Stop its writers and follow the runbook.`,
  noData: covered,
  fires: when.gap,
  quiet: when.noGap,
});

export const deadLetters = alert('SequencerDeadLetters', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.deadLetters, count(0)),
  summary: text`Refused ${kind} events of the sequencer wait for somebody`,
  description: text`The database of the sequencer holds ${value} refused ${kind} events that nobody has dealt with: they
    are in no stream. Look at their reasons first.`,
  noData: covered,
  fires: [when.refused, when.oneRefused],
  quiet: when.noneRefused,
});

export const unanchored = alert('SequencerCommitmentsUnanchored', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.oldestUnanchored, hours(6)),
  summary: text`A commitment of the sequencer has waited for the chain for more than ${threshold}`,
  description: text`The oldest commitment that is not on the chain is ${value} old, limit ${threshold}: nobody outside
    can check what it commits to. See whether the chain answers.`,
  noData: okBecause('where nothing was ever anchored, or nothing waits, there is no age'),
  fires: when.chainAway,
  quiet: when.anchored,
  edge: when.unanchoredAt,
});

export const notVacuumed = alert('SequencerTableNotVacuumed', {
  kind: 'drift',
  severity: 'warning',
  for: hours(1),
  when: above(ask.sinceVacuum, days(45)),
  summary: text`Table ${table} of the sequencer was not vacuumed for more than ${threshold}`,
  description: text`Table ${table} of the sequencer's database was last vacuumed ${value} ago, limit ${threshold}: its
    statistics are old, and queries choose wrong indexes. Vacuum and analyse it once a month.`,
  noData: covered,
  fires: when.forgotten,
  quiet: when.vacuumed,
  edge: when.vacuumedAt,
});

/** All of them, in the order of the runbook. */
export const alerts = [down, absent, sequenceGap, deadLetters, unanchored, notVacuumed] as const;
