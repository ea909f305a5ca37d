/** Events counted by counters: requests and failed requests, say. */
import { resolveMatchers } from '../label';
import type { Matcher } from '../label';
import { noneOf, not } from '../label';
import { Selector } from '../metric';
import type { Series } from '../metric';
import type { Problem } from '../problem';
import { promql } from '../promql';
import type { Expr } from '../promql';
import type { Window } from '../promql/source';
import { samplesFor } from '../proof/samples-for';
import { grows } from '../scenario';
import type { ScenarioSeries } from '../scenario';
import { contrast } from './contrast';
import type { Sli } from './sli';
import { summed } from './summed';

/** Counters of events: a metric, a narrowed one, or several that are added. */
export type Counted = Series | Selector | readonly (Series | Selector)[];

export interface EventsSliOptions {
  readonly bad: Counted;
  /** All events, the bad ones included. */
  readonly total: Counted;
  /** What is bad, as a clause: `answers with a 5xx code`. */
  readonly badIs: string;
  /** Values of labels that do not count at all, on both sides: health checks, probes (SL-12). */
  readonly excludes?: Readonly<Record<string, readonly string[]>>;
  /** Why every bad event is counted in `total` too; needed where that is another metric (SL-02). */
  readonly subset?: string;
}

/** @throws VedetteError for metrics that are no counters */
export function eventsSli(options: EventsSliOptions): Sli {
  const { badIs, excludes = {} } = options;
  const bad = narrowed(options.bad, excludes);
  const total = narrowed(options.total, excludes);
  const rates = (of: readonly Selector[], window: Window): Expr =>
    summed(of.map((one) => promql`sum(rate(${one}[${window}]))`));
  return {
    bad: (window) => rates(bad, window),
    total: (window) => rates(total, window),
    meaning: `bad are ${badIs}${excluded(excludes)}`,
    bornLate: total.every(({ series }) => series.presence === 'after-first-event'),
    problems: [...excludeProblems([...bad, ...total], excludes), ...subsetProblems(bad, total, options.subset)],
    series: ({ healthy, broken, traffic }) => {
      const growing = (series: ScenarioSeries, of: (share: number) => number): ScenarioSeries => ({
        ...series,
        healthy: grows(traffic * of(healthy)),
        broken: grows(traffic * of(broken)),
      });
      const [firstBad] = bad;
      const [firstTotal] = total;
      if (firstBad === undefined || firstTotal === undefined) return { total: [], bad: [] };
      const failing = one(firstBad);
      // Within one metric a bad event is one of all; else it is counted on its own, beside all.
      const within = total.find((other) => other.series.name === firstBad.series.name);
      const rest = within === undefined ? one(firstTotal) : contrast(within, firstBad, failing);
      return {
        total: [growing(rest, (share) => (within === undefined ? 1 : 1 - share))],
        bad: [growing(failing, (share) => share)],
      };
    },
  };
}

/** One series that the selector selects. */
function one(selector: Selector): ScenarioSeries {
  const [first] = samplesFor(promql`${selector}`);
  if (first === undefined) throw new Error(`${selector.series.name}: no series can be made up`);
  return first;
}

function narrowed(of: Counted, excludes: Readonly<Record<string, readonly string[]>>): readonly Selector[] {
  const all = Array.isArray(of) ? (of as readonly (Series | Selector)[]) : [of as Series | Selector];
  const matchers = resolveMatchers(
    Object.fromEntries(
      Object.entries(excludes).map(([name, [first = '', second, ...more]]) => [
        name,
        second === undefined ? not(first) : noneOf(first, second, ...more),
      ]),
    ),
  );
  return all.map((each) =>
    each instanceof Selector
      ? new Selector(each.series, [...each.matchers, ...matchers])
      : new Selector(each, matchers),
  );
}

function excluded(excludes: Readonly<Record<string, readonly string[]>>): string {
  const parts = Object.entries(excludes).map(([name, values]) => `${name} ${values.join(', ')}`);
  return parts.length === 0 ? '' : `; not counted at all: ${parts.join('; ')}`;
}

function excludeProblems(
  of: readonly Selector[],
  excludes: Readonly<Record<string, readonly string[]>>,
): readonly Problem[] {
  return Object.keys(excludes).flatMap((name) =>
    [...new Set(of.map(({ series }) => series))]
      .filter((series) => !series.labelNames.includes(name))
      .map((series) => ({
        id: 'SL-12',
        where: 'sli',
        what: `'excludes' has label '${name}', which '${series.name}' lacks: it would be left out on one side only`,
        remedy: 'exclude by a label that both sides have',
      })),
  );
}

/** Every bad event must be one of all, or the ratio passes 1 and means nothing (SL-02). */
function subsetProblems(
  bad: readonly Selector[],
  total: readonly Selector[],
  reason: string | undefined,
): readonly Problem[] {
  return bad.flatMap((one): Problem[] => {
    const same = total.filter(({ series }) => series.name === one.series.name);
    const problem = (what: string, remedy: string): Problem[] => [{ id: 'SL-02', where: 'sli', what, remedy }];
    if (same.some((other) => other.matchers.length === one.matchers.length && contains(other, one))) {
      return problem(`'bad' and 'total' are both ${text(one)}`, "narrow 'bad' to the events that failed");
    }
    if (same.some((other) => contains(other, one))) return [];
    if (same.length > 0) {
      const totals = same.map(text).join(', ');
      const what = `'bad' is ${text(one)}, must be a part of 'total', which is ${totals}`;
      return problem(what, "give 'bad' every matcher of 'total', and more");
    }
    if (reason !== undefined && reason.trim() !== '') return [];
    const what = `'bad' is ${text(one)}, and 'total' counts another metric`;
    return problem(what, "say in 'subset' why every bad event is counted in 'total' too");
  });
}

const key = ({ label, op, value }: Matcher): string => `${label}${op}"${value}"`;

/** Everything that the narrow one selects, the wide one selects too. */
function contains(wide: Selector, narrow: Selector): boolean {
  const own = new Set(narrow.matchers.map(key));
  return wide.matchers.every((matcher) => own.has(key(matcher)));
}

function text({ series, matchers }: Selector): string {
  return matchers.length === 0 ? series.name : `${series.name}{${matchers.map(key).join(', ')}}`;
}
