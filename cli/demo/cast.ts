/** The targets of a demo: which instances scenarios speak of, and the labels that discovery gives each. */
import { targetLabelsOf } from '../../model/label';
import type { Metric } from '../../model/metric';
import type { ScenarioSeries } from '../../model/scenario';
import type { Story } from './story';

/** Labels of a target beside `job` and `instance`. */
type OwnLabels = Readonly<Record<string, string>>;

/** Series that all name their instance, and none of the labels that discovery gives it. */
export interface Cast {
  readonly stories: readonly Story[];
  readonly typical: readonly ScenarioSeries[];
  /** Targets that are always there: the usual one, and those that an ordinary day speaks of. */
  readonly standing: readonly string[];
  readonly targets: Readonly<Record<string, OwnLabels>>;
}

/** @param usual the instance of series that name none */
export function castOf(told: Pick<Cast, 'stories' | 'typical'>, metrics: readonly Metric[], usual: string): Cast {
  const names = [...new Set(metrics.flatMap(targetLabelsOf))];
  const usualLabels = labelsOfUsual([...told.stories.flatMap(({ series }) => series), ...told.typical], metrics, names);
  const targets: Record<string, OwnLabels> = { [usual]: usualLabels };
  const settled = (series: ScenarioSeries): ScenarioSeries => {
    const { instance: named, ...labels } = series.labels;
    const own = { ...usualLabels, ...pick(labels, names) };
    const isUsual = JSON.stringify(own) === JSON.stringify(usualLabels);
    const instance = named ?? (isUsual ? usual : [usual, ...Object.values(own)].join('-'));
    targets[instance] ??= own;
    const others = Object.entries(labels).filter(([name]) => !names.includes(name));
    return { ...series, labels: { ...Object.fromEntries(others), instance } };
  };
  const stories = told.stories.map((story) => ({ ...story, series: story.series.map(settled) }));
  const typical = told.typical.map(settled);
  const standing = [...new Set([usual, ...typical.map(({ labels }) => labels['instance'] ?? usual)])];
  return { stories, typical, standing, targets };
}

/** What the first series that name no instance say, then the first of the allowed values. */
function labelsOfUsual(
  series: readonly ScenarioSeries[],
  metrics: readonly Metric[],
  names: readonly string[],
): OwnLabels {
  const spoken = series.filter(({ labels }) => labels['instance'] === undefined);
  const value = (name: string): string =>
    spoken.find(({ labels }) => labels[name] !== undefined)?.labels[name] ??
    metrics.find(({ labels }) => labels[name]?.values !== undefined)?.labels[name]?.values?.[0] ??
    `${name}-1`;
  return Object.fromEntries(names.map((name) => [name, value(name)]));
}

const pick = (labels: OwnLabels, names: readonly string[]): OwnLabels =>
  Object.fromEntries(names.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]]])));
