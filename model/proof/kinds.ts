/** The kinds of cases that are made from an alert's scenarios. */

/** Kinds that hold for every alert unless it says why not. */
export const EXEMPTABLE_KINDS = [
  /** Silent again once the cause is gone, and `keepFiringFor` kept to the evaluation. */
  'recovery',
  /** One per cent beyond the threshold fires, one per cent short of it does not. */
  'boundary',
  /** Beyond the worse threshold both rules fire; short of it only the first. */
  'escalation',
  /** Each series missing in turn: silent, or firing where the alert is about absence. */
  'no data',
  /** One scrape lost while broken: fires all the same. */
  'missed scrape',
  /** Every counter starts again from zero: no false alert, and none lost. */
  'counter reset',
  /** The same series from a second instance: evaluates, and fires once per instance that the result tells apart. */
  'two replicas',
  /** The same series from another job: silent. */
  'neighbour',
  /** Nothing happens at all: silent, though something is divided by it. */
  'zero traffic',
] as const;

export type ExemptableKind = (typeof EXEMPTABLE_KINDS)[number];

/** Every kind of case; firing and quiet ones are never left out. */
export type CaseKind = 'firing' | 'quiet' | ExemptableKind;

/** Why a kind of case cannot hold for an alert. */
export type Exemptions = Readonly<Partial<Record<ExemptableKind, string>>>;
