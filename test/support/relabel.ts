/** What Prometheus makes of a page of metrics, for tests without a Prometheus. */
import { readPage } from '../../cli/probe/exposition';
import { relabelling } from '../../cli/probe/relabel';
import type { LabelledSeries } from '../../cli/probe/relabel';
import type { RelabelRule } from '../../model/delivery';

export type { LabelledSeries };

/** A page of metrics in the text format. */
export interface Exposition {
  /** Types by base name, as the TYPE lines tell. */
  readonly types: ReadonlyMap<string, string>;
  readonly series: readonly LabelledSeries[];
  /** The value of each line of `series`, in the same order. */
  readonly values: readonly { readonly name: string; readonly value: number }[];
}

/** @throws VedetteError for a line that is neither a comment nor a sample */
export function readExposition(text: string): Exposition {
  const { families } = readPage(text, 'text 0.0.4', 'page');
  const samples = families.flatMap((family) => family.samples);
  return {
    types: new Map(families.map(({ name, type }) => [name, type])),
    series: samples.map(({ name, labels }) => ({ __name__: name, ...labels })),
    values: samples.map(({ name, value }) => ({ name, value })),
  };
}

/** The series as Prometheus stores them; without any label when they are dropped. */
export const relabelled = (series: LabelledSeries, rules: readonly RelabelRule[]): LabelledSeries =>
  relabelling(rules)(series);
