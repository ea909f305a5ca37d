/** Samples of a state that is 1 when all is well: `probe_success`, `up`, or a recorded comparison. */
import { Selector } from '../metric';
import type { Series } from '../metric';
import { VedetteError } from '../problem';
import { promql } from '../promql';
import { holds } from '../scenario';
import { samplesFor } from '../proof/samples-for';
import type { Sli } from './sli';

export interface ProbeSliOptions {
  /** 1 for a good sample and 0 for a bad one. */
  readonly success: Series | Selector;
  /** What a bad sample means, as a clause: `probes that get no answer within 5s`. */
  readonly badIs: string;
}

/**
 * Each sample is one event. A state of its own is recorded first:
 * `record('fusion_health', 'ok', promql`${m.health} == bool 0`).series`.
 * @throws VedetteError for a metric whose unit is not `bool`
 */
export function probeSli({ success, badIs }: ProbeSliOptions): Sli {
  const selector = success instanceof Selector ? success : new Selector(success, []);
  const { series } = selector;
  if (series.unit !== 'bool') {
    const what = `'success' is '${series.name}' in ${series.unit}, must be in bool`;
    throw new VedetteError([{ id: 'SL-02', where: 'sli', what, remedy: 'record a comparison with bool' }]);
  }
  const total: Sli['total'] = (window) => promql`sum(count_over_time(${selector}[${window}])) / ${window.rule.value}`;
  return {
    total,
    bad: (window) => promql`${total(window)} - sum(sum_over_time(${selector}[${window}])) / ${window.rule.value}`,
    meaning: `bad are ${badIs}`,
    bornLate: series.presence === 'after-first-event',
    problems: [],
    series: ({ healthy, broken }) => ({
      // A fraction stands for many probes, of which so many succeed.
      total: samplesFor(promql`${selector}`).map((one) => ({
        ...one,
        healthy: holds(1 - healthy),
        broken: holds(1 - broken),
      })),
      bad: [],
    }),
  };
}
