/** What the catalogues and the recording rules know of a series by its name, for expressions that are text again. */
import { Histogram, Summary } from '../../model/metric';
import type { Metric, Series } from '../../model/metric';
import type { AstNode, SelectorNode } from '../../model/promql/ast';
import { walk } from '../../model/promql/ast';
import type { Mark } from '../../model/promql/source';

/** Series by name. One name can stand for several: each job has an `up` of its own. */
export class SeriesIndex {
  readonly #byName = new Map<string, Series[]>();

  addMetric(metric: Metric): void {
    if (metric instanceof Histogram) for (const part of [metric.bucket, metric.sum, metric.count]) this.add(part);
    else if (metric instanceof Summary) for (const part of [metric.quantile, metric.sum, metric.count]) this.add(part);
    else this.add(metric);
  }

  add(series: Series): void {
    this.#byName.set(series.name, [...(this.#byName.get(series.name) ?? []), series]);
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /**
   * The series that a selector stands for.
   * @param job - the one whose series is meant where the selector names none
   */
  find({ name, matchers }: SelectorNode, job: string): Series | undefined {
    const known = this.#byName.get(name ?? '') ?? [];
    const wanted = matchers.find(({ label, op }) => label === 'job' && op === '=')?.value ?? job;
    return known.find((series) => series.job === wanted) ?? known[0];
  }

  /** What inference needs to know of a tree. */
  marksOf(root: AstNode, job: string): readonly Mark[] {
    return walk(root).flatMap((node): readonly Mark[] => {
      if (node.type !== 'selector') return [];
      const series = this.find(node, job);
      return series === undefined ? [] : [{ kind: 'series', from: node.from, to: node.to, series }];
    });
  }
}
