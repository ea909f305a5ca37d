/** Negative fixtures: a fault, and everything that is reported of it. */
import { VedetteError } from '../../../../model/problem';
import type { Problem } from '../../../../model/problem';
import { problemsOf } from '../sound';
import type { Change } from '../sound';

export interface Row {
  /** The check that must report it, and no other. */
  readonly id: string;
  /** What is wrong, as a clause. */
  readonly fault: string;
  readonly problems: () => readonly Problem[];
}

/** A fault of the sound deployment. */
export const deployed = (id: string, fault: string, change: Change): Row => ({
  id,
  fault,
  problems: () => problemsOf(change),
});

/** A fault that is refused as soon as it is written. */
export const written = (id: string, fault: string, write: () => unknown): Row => ({
  id,
  fault,
  problems: () => {
    try {
      write();
    } catch (error) {
      if (error instanceof VedetteError) return error.problems;
      throw error;
    }
    return [];
  },
});
