/** What an SLO counts: events, and which of them are bad. */
import type { Problem } from '../problem';
import type { Expr } from '../promql';
import type { Window } from '../promql/source';
import type { ScenarioSeries } from '../scenario';

/** Error ratios of the phases of a made-up timeline, 0 to 1. */
export interface Play {
  readonly healthy: number;
  readonly broken: number;
  /** Events per second. */
  readonly traffic: number;
}

/** A service level indicator: bad events of all events. */
export interface Sli {
  /** Bad events per second over the window, as one sample without labels; may be missing where none ever happened. */
  bad(window: Window): Expr;
  /** All events per second over the window, as one sample without labels. */
  total(window: Window): Expr;
  /** What counts, and what of it is bad: a sentence for a person. */
  readonly meaning: string;
  /** The series of all events exist only from the first event on. */
  readonly bornLate: boolean;
  /** What is wrong with it, by checks that the expressions cannot see. */
  readonly problems: readonly Problem[];
  /** Series with those error ratios; the ones that only count what is bad stand last. */
  series(play: Play): { readonly total: readonly ScenarioSeries[]; readonly bad: readonly ScenarioSeries[] };
}
