/** Requests that took too long, told by a bucket of their histogram. */
import type { LabelSpecs, Matchers } from '../label';
import { resolveMatchers } from '../label';
import { Selector } from '../metric';
import type { Histogram } from '../metric';
import { VedetteError } from '../problem';
import { promql } from '../promql';
import { quantityText } from '../quantity';
import type { Quantity } from '../quantity';
import { observes } from '../scenario';
import { samplesFor } from '../proof/samples-for';
import type { Sli } from './sli';

export interface LatencySliOptions<S extends LabelSpecs> {
  readonly histogram: Histogram<S>;
  /** The bound that a good request keeps: one of the histogram's buckets, in its unit (SL-11). */
  readonly within: Quantity;
  /** Which requests count. */
  readonly where?: Matchers<S>;
}

/** @throws VedetteError when the histogram has no such bucket, or the bound is in another unit */
export function latencySli<S extends LabelSpecs>({ histogram, within, where = {} }: LatencySliOptions<S>): Sli {
  const bound = boundOf(histogram as unknown as Histogram, within);
  const matchers = resolveMatchers(where);
  const fast = new Selector(histogram.bucket, [...matchers, ...histogram.atMost(bound).matchers]);
  const all = new Selector(histogram.count, matchers);
  const [sample] = samplesFor(promql`${all as unknown as Selector}`);
  const total: Sli['total'] = (window) => promql`sum(rate(${all as unknown as Selector}[${window}]))`;
  return {
    total,
    bad: (window) => promql`${total(window)} - sum(rate(${fast as unknown as Selector}[${window}]))`,
    meaning: `bad is what takes longer than ${quantityText(within)}`,
    bornLate: histogram.presence === 'after-first-event',
    problems: [],
    series: ({ healthy, broken, traffic }) => {
      const at = (share: number): ReturnType<typeof observes> =>
        observes([within, traffic * (1 - share)], [{ ...within, value: 2 * bound }, traffic * share]);
      const labels = sample?.labels ?? {};
      const metric = histogram as unknown as Histogram;
      return {
        total: [{ metric, labels, healthy: at(healthy), broken: at(broken), start: 0, dispensable: false }],
        bad: [],
      };
    },
  };
}

function boundOf(histogram: Histogram, within: Quantity): number {
  const refuse = (what: string, remedy: string): never => {
    throw new VedetteError([{ id: 'SL-11', where: histogram.name, what, remedy }]);
  };
  if (within.unit !== histogram.unit) {
    const what = `'within' is ${quantityText(within)} (${within.unit}), must be in ${histogram.unit}, the histogram's unit`;
    return refuse(what, `write the bound in ${histogram.unit}`);
  }
  if (!histogram.bounds.includes(within.value)) {
    const what = `'within' is ${within.value} ${within.unit}, must be one of the buckets ${histogram.bounds.join(', ')}`;
    return refuse(what, 'choose a bucket that the program has');
  }
  return within.value;
}
