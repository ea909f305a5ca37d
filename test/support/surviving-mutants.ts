/** Faults that no proof notices, each with the reason why none needs to. */

/** One such fault, as the run of `make mutants` names it. */
export interface SurvivingMutant {
  readonly alert: string;
  readonly mutant: string;
  /** Why the broken rule does the same as the sound one, or why the difference is none to a person. */
  readonly reason: string;
}

/** By service. Faults of a threshold, of `for` and of the severity must not be among them. */
export const survivingMutants: Readonly<Record<string, readonly SurvivingMutant[]>> = {};
