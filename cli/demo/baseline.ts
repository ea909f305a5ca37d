/**
 * Traffic while all is well: what the scenarios of the alerts call healthy, what the service calls typical, and for
 * everything else of the catalogue what such a metric usually does.
 */
import { Summary } from '../../model/metric';
import type { Metric } from '../../model/metric';
import type { Behaviour, ScenarioSeries } from '../../model/scenario';
import { labelSets } from './label-sets';
import type { LabelSet, Vocabulary } from './label-sets';
import { tellsTrouble, usual } from './usual';

/** Traffic of the series that no scenario names, as a share of the busiest that one does. */
const EXTRA_SHARE = 0.8;
/** Quantiles of a summary, with how far each is from the mean. */
const QUANTILES = [
  ['0.5', 0.8],
  ['0.9', 1.8],
  ['0.99', 3],
] as const;

/** Values of the labels that scenarios use, in the order of their appearance. */
export function vocabularyOf(series: readonly ScenarioSeries[]): Vocabulary {
  const found = new Map<string, string[]>();
  for (const { labels } of series) {
    for (const [name, value] of Object.entries(labels)) {
      const values = found.get(name) ?? [];
      if (!values.includes(value)) found.set(name, [...values, value]);
    }
  }
  return found;
}

/** A healthy series, and whether a scenario names it. */
export interface HealthySeries {
  readonly series: ScenarioSeries;
  readonly named: boolean;
}

/** What a service tells of its series while all is well. */
export interface Told {
  /** Those of the scenarios, the most telling first. */
  readonly named: readonly ScenarioSeries[];
  readonly typical: readonly ScenarioSeries[];
  readonly vocabulary: Vocabulary;
}

/** The healthy series of one metric. */
export function healthySeries(metric: Metric, { named, typical, vocabulary }: Told): readonly HealthySeries[] {
  const isOwn = (each: ScenarioSeries): boolean => each.metric.name === metric.name;
  const own = named.filter(isOwn);
  const known = new Map<string, ScenarioSeries>();
  for (const each of own) {
    if (!known.has(labelKey(each.labels))) known.set(labelKey(each.labels), each);
  }
  const first = [...known.values()];
  const isNew = ({ labels }: { readonly labels: LabelSet }): boolean => !known.has(labelKey(labels));
  const told = typical.filter(isOwn);
  const extras = told.length > 0 ? told.filter(isNew) : invented(metric, first, vocabulary, isNew);
  const withQuantiles = (each: ScenarioSeries): readonly ScenarioSeries[] =>
    metric instanceof Summary ? [each, ...quantiles(metric, each)] : [each];
  return [
    ...first.flatMap(withQuantiles).map((series) => ({ series, named: true })),
    ...extras.flatMap(withQuantiles).map((series) => ({ series, named: false })),
  ];
}

/** A series for the other combinations of labels. */
function invented(
  metric: Metric,
  first: readonly ScenarioSeries[],
  vocabulary: Vocabulary,
  isNew: (set: { readonly labels: LabelSet }) => boolean,
): readonly ScenarioSeries[] {
  const extra = labelSets(metric, vocabulary).filter((labels) => isNew({ labels }));
  const added = extra.map((labels, i) => ({
    ...plain(metric, labels),
    ...behaviours(metric, labels, first, 1 / Math.max(1, extra.length), i),
  }));
  return metric.type === 'stateset' ? withOneState(metric, first, added) : added;
}

const labelKey = (labels: LabelSet): string =>
  JSON.stringify(
    Object.entries(labels)
      .filter(([name]) => name !== 'job' && name !== 'instance')
      .sort(),
  );

function plain(metric: Metric, labels: LabelSet): Omit<ScenarioSeries, 'healthy' | 'broken'> {
  return { metric, labels, start: 0, dispensable: true };
}

type Behaviours = Pick<ScenarioSeries, 'healthy' | 'broken' | 'start'>;

/** Like the scenario's series that is most alike, and no trouble; the usual, where there is none. */
function behaviours(
  metric: Metric,
  labels: LabelSet,
  named: readonly ScenarioSeries[],
  share: number,
  index: number,
): Behaviours {
  const [example] = closest(labels, named);
  if (example === undefined) {
    const healthy = usual(metric, labels, share);
    return { healthy, broken: healthy, start: 0 };
  }
  const isGauge = example.metric.type === 'gauge';
  const factor = isGauge ? gaugeFactor(named, index) : EXTRA_SHARE * share;
  return {
    healthy: scaled(example.healthy, factor),
    // Never played; it tells how far the healthy level may swing.
    broken: scaled(example.broken, factor),
    start: isGauge ? example.start : 0,
  };
}

/** Where high is bad, and low is not, the others are lower, and all of them together as high; else they are the same. */
function gaugeFactor(named: readonly ScenarioSeries[], index: number): number {
  const turns = named.map(({ healthy, broken }) =>
    healthy.kind === 'holds' && broken.kind === 'holds' ? Math.sign(broken.value - healthy.value) : 0,
  );
  return turns.includes(1) && !turns.includes(-1) ? 0.4 * 0.6 ** index : 1;
}

/** Those that share the most label values, the most harmless first. What shares none is an example only if it is there. */
function closest(labels: LabelSet, named: readonly ScenarioSeries[]): readonly ScenarioSeries[] {
  const shared = (each: ScenarioSeries): number =>
    Object.entries(labels).filter(([name, value]) => each.labels[name] === value).length;
  const most = Math.max(0, ...named.map(shared));
  const alike = named.filter((each) => shared(each) === most && (most > 0 || each.healthy.kind !== 'gone'));
  if (alike.some(({ metric }) => metric.type === 'gauge')) return alike;
  return alike.toSorted((a, b) => harm(a.healthy) - harm(b.healthy));
}

/** Nothing at all harms least; of what counts, the slower; of what observes, the lower. */
function harm(behaviour: Behaviour): number {
  switch (behaviour.kind) {
    case 'gone':
      return -1;
    case 'grows':
      return behaviour.perSecond;
    case 'observes':
      return Math.max(...behaviour.at.map(([value]) => value));
    default:
      return behaviour.value;
  }
}

/** A part of a number of things is a number of things. */
const likeWhole = (value: number, part: number): number => (Number.isInteger(value) ? Math.round(part) : part);

function scaled(behaviour: Behaviour, factor: number): Behaviour {
  switch (behaviour.kind) {
    case 'gone':
      return behaviour;
    case 'holds':
      return { ...behaviour, value: likeWhole(behaviour.value, behaviour.value * factor) };
    case 'observes':
      return { ...behaviour, at: behaviour.at.map(([value, perSecond]) => [value, perSecond * factor] as const) };
    default:
      return { ...behaviour, perSecond: behaviour.perSecond * factor };
  }
}

/** Of the states of one thing, one holds: no trouble, and none that a scenario decides on. */
function withOneState(
  metric: Metric,
  named: readonly ScenarioSeries[],
  added: readonly ScenarioSeries[],
): readonly ScenarioSeries[] {
  const state = stateLabel(metric);
  const ownerOf = ({ labels }: ScenarioSeries): string => labelKey({ ...labels, ...(state && { [state]: '' }) });
  const isOn = ({ healthy }: ScenarioSeries): boolean => healthy.kind === 'holds' && healthy.value !== 0;
  const settled = new Set(named.filter(isOn).map(ownerOf));
  return added.map((each) => {
    const isFree = !settled.has(ownerOf(each)) && !tellsTrouble(metric, { state: each.labels[state ?? ''] ?? '' });
    if (isFree) settled.add(ownerOf(each));
    return { ...each, healthy: { kind: 'holds', value: isFree ? 1 : 0 } };
  });
}

/** The last closed label; the others say whose state it is. */
function stateLabel({ labels }: Metric): string | undefined {
  return Object.keys(labels).findLast((name) => labels[name]?.values !== undefined);
}

function quantiles(metric: Summary, { labels, healthy }: ScenarioSeries): readonly ScenarioSeries[] {
  const at = healthy.kind === 'observes' ? healthy.at : [];
  const count = at.reduce((total, [, perSecond]) => total + perSecond, 0);
  const mean = count === 0 ? 0 : at.reduce((total, [value, perSecond]) => total + value * perSecond, 0) / count;
  return QUANTILES.map(([quantile, factor]): ScenarioSeries => {
    const holds: Behaviour = { kind: 'holds', value: mean * factor };
    return {
      metric: metric.quantile,
      labels: { ...labels, quantile },
      healthy: holds,
      broken: holds,
      start: 0,
      dispensable: true,
    };
  });
}
