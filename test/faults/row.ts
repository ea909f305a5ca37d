/** The rows of the table of faults. */
import type { Stage } from './stage';

interface Named {
  /** `F6`. */
  readonly id: `F${number}`;
  readonly fault: string;
  /** What must happen. */
  readonly expected: string;
}

/** A fault that is played with real processes. */
export interface Played extends Named {
  /** Why it cannot be played on this machine, where it cannot. */
  readonly unless?: () => string | undefined;
  /**
   * Steady state, fault, what must hold during it, the end of the fault, what must hold after.
   * @returns what happened, in one line with numbers
   * @throws Error when something else happened
   */
  play(stage: Stage): Promise<string>;
}

/** A fault that another test holds. */
export interface Held extends Named {
  /** Path of the test, from the root. */
  readonly heldBy: string;
  /** By what means, and what of it is not held. */
  readonly how: string;
}

/** A fault that nothing plays. */
export interface Unplayed extends Named {
  readonly reason: string;
}

export type Row = Played | Held | Unplayed;

export const isPlayed = (row: Row): row is Played => 'play' in row;
export const isHeld = (row: Row): row is Held => 'heldBy' in row;
