/** Checks of expressions: their sentences are those of the rules themselves. */
import { adviceRules, contextRules, definitionRules } from '../../../model/promql';
import type { Rule } from '../../../model/promql';
import type { Check, Family, Made } from './check';

/** What to do, in general; a message says it for its own case. */
const REMEDIES: Readonly<Record<string, readonly [where: string, remedy: string]>> = {
  'PQ-01': ['types', 'correct the syntax at the caret'],
  'PQ-02': ['names', 'take the metric from a catalogue'],
  'PQ-03': ['names', 'use a label that the metric declares'],
  'PQ-04': ['matchers', 'use one of the values that the label declares'],
  'PQ-05': ['counters', 'rate counters, take deltas of gauges'],
  'PQ-06': ['counters', 'write rate(…) or increase(…)'],
  'PQ-07': ['counters', 'write sum by (…) (rate(…))'],
  'PQ-08': ['ranges', 'write a longer range'],
  'PQ-09': ['ranges', 'shorten the range, or raise the retention'],
  'PQ-10': ['counters', 'write rate(…)'],
  'PQ-11': ['histograms', 'histogram_quantile(φ, sum by (le, …) (rate(….bucket[…])))'],
  'PQ-12': ['histograms', 'write ….atMost(bound)'],
  'PQ-13': ['ratios', 'aggregate first, then divide'],
  'PQ-14': ['ratios', 'write ratioOf(numerator, denominator)'],
  'PQ-15': ['ratios', 'divide by (… > 0)'],
  'PQ-16': ['fallbacks', 'write or 0 * <denominator>'],
  'PQ-17': ['fallbacks', 'compare each side first'],
  'PQ-18': ['matching', 'write on (…), and aggregate the one side'],
  'PQ-19': ['impossible', 'keep the label in the aggregation inside'],
  'PQ-20': ['matchers', 'write what is meant, without a regular expression where none is needed'],
  'PQ-21': ['selectors', 'name one metric'],
  'PQ-22': ['conditions', 'compare with a threshold'],
  'PQ-23': ['conditions', "drop 'bool'"],
  'PQ-24': ['selectors', 'take the metric from the catalogue of its job'],
  'PQ-25': ['types', 'write it without'],
  'PQ-26': ['presence', 'write absent(metric) with an = matcher'],
  'PQ-27': ['presence', 'write absent(…)'],
  'PQ-28': ['units', 'write the number as a quantity: seconds(0.5)'],
  'PQ-29': ['advice', 'bridge a state with max_over_time or min_over_time'],
  'PQ-30': ['advice', 'look back further, and ask for the present value too'],
  'PQ-31': ['advice', 'count changes of process_start_time_seconds'],
};

const SETS: readonly (readonly [Made, readonly Rule[]])[] = [
  ['written', definitionRules],
  ['delivered', contextRules],
  ['checked', adviceRules],
];

function checkOf(id: string): Check {
  const made = SETS.filter(([, rules]) => rules.some((rule) => rule.id === id)).map(([when]) => when);
  const rules = SETS.flatMap(([, all]) => all).filter((rule) => rule.id === id);
  const [file = '', remedy = ''] = REMEDIES[id] ?? [];
  return {
    id,
    // One that is an error in its first form and a warning in another is an error.
    level: rules.some((rule) => rule.level === undefined) ? 'error' : 'warning',
    what: rules[0]?.title ?? '',
    made: id === 'PQ-02' ? [...made, 'checked'] : made,
    where: [`model/promql/rules/${file}.ts`, ...(id === 'PQ-02' ? ['stacks/check/expressions.ts'] : [])],
    remedy,
  };
}

const ids = [...new Set(SETS.flatMap(([, rules]) => rules.map(({ id }) => id)))].sort();

export const expressions: Family = { title: 'Expressions', checks: ids.map(checkOf) };
