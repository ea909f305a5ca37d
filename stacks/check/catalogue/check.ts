/** One entry of the catalogue of checks. */

/** When a check is made, which is when a fault is reported. */
export type Made =
  /** As soon as the module with the expression, alert, recording or board is loaded. */
  | 'written'
  /** When a service is delivered to an environment, in `vedette synth` and `pulumi up` too. */
  | 'delivered'
  /** By `vedette check` alone. */
  | 'checked';

/** A check: what must hold, where that is held, and what to do otherwise. */
export interface Check {
  /** What a message starts with: `PQ-05`. */
  readonly id: string;
  /** An error has no excuse; a warning can be waived with a reason, until a day. */
  readonly level: 'error' | 'warning';
  /** What must hold, as a sentence. */
  readonly what: string;
  readonly made: readonly Made[];
  /** The files that report it. */
  readonly where: readonly string[];
  readonly remedy: string;
}

/** A check that is known elsewhere and not made here. */
export interface Unmade {
  readonly id: string;
  readonly what: string;
  readonly reason: string;
}

/** A part of the catalogue, with its heading. */
export interface Family {
  readonly title: string;
  readonly checks: readonly Check[];
}

type Facts = readonly [id: string, made: Made | readonly Made[], where: string, what: string, remedy: string];

/** Checks as rows; `where` is a path, several with spaces between. */
export function checks(level: Check['level'], rows: readonly Facts[]): readonly Check[] {
  return rows.map(([id, made, where, what, remedy]) => ({
    id,
    level,
    what,
    made: typeof made === 'string' ? [made] : made,
    where: where.split(' '),
    remedy,
  }));
}

/** In the order of their ids. */
export const byId = <T extends { readonly id: string }>(all: readonly T[]): readonly T[] =>
  [...all].sort((a, b) => (a.id < b.id ? -1 : 1));
