/** Whether names and values on the page fit the declared unit. */
import type { Metric } from '../../model/metric';
import type { Unit } from '../../model/quantity';
import type { Difference } from './difference';
import type { Family } from './page';
import type { StoredSeries } from './reading';

/** Endings of names, and the units that they promise; the usual one first. @see https://prometheus.io/docs/practices/naming/#base-units */
const SUFFIXES: readonly (readonly [RegExp, readonly Unit[]])[] = [
  [/_timestamp_seconds$|_time_seconds$/, ['timestamp', 'seconds']],
  [/_(?:seconds|secs)$/, ['seconds', 'timestamp']],
  [/_(?:milliseconds|millis|ms)$/, ['milliseconds']],
  [/_bytes(?:_|$)/, ['bytes']],
  [/_ratio$/, ['ratio']],
  [/_percent(?:age)?$/, ['percent']],
  [/_celsius$/, ['celsius']],
];

/** The units that a family's UNIT line or the ending of its name promises; none where neither does. */
export function promisedUnits({ name, unit }: Pick<Family, 'name' | 'unit'>): readonly Unit[] {
  const ending = unit === undefined || unit === '' ? name.replace(/_total$/, '') : `_${unit}`;
  return SUFFIXES.find(([pattern]) => pattern.test(ending))?.[1] ?? [];
}

export function unitDifferences(metric: Metric, series: readonly StoredSeries[]): readonly Difference[] {
  const families = [...new Set(series.map(({ family }) => family))];
  const promised = families.flatMap((family): Difference[] => {
    const [usual, ...others] = promisedUnits(family);
    if (usual === undefined || [usual, ...others].includes(metric.unit)) return [];
    const what = `is declared in ${metric.unit}, and ${family.name} sounds like ${usual}`;
    // Whoever declared it under that very name has seen it; another name or a UNIT line says something new.
    const level = family.name === metric.name && family.unit === undefined ? 'note' : 'warning';
    return [{ level, kind: 'unit', metric, what, remedy: 'see what the program measures' }];
  });
  const values = series.filter(({ name }) => name === metric.name).map(({ value }) => value);
  const odd = oddValue(metric, values);
  if (odd === undefined) return promised;
  return [...promised, { level: 'warning', kind: 'value', metric, ...odd }];
}

/** Later than any moment in seconds: the year 5138. */
const LATEST = 1e11;

function oddValue(
  { unit, metricType }: Metric,
  values: readonly number[],
): Pick<Difference, 'what' | 'remedy'> | undefined {
  const find = (isOdd: (value: number) => boolean): number | undefined => values.find(isOdd);
  if (metricType === 'counter') {
    const value = find((each) => each < 0);
    if (value !== undefined) return { what: `is ${value}, and a counter is never negative`, remedy: 'is it a gauge?' };
  }
  if (metricType === 'info') {
    const value = find((each) => each !== 1);
    return value === undefined ? undefined : { what: `is ${value}, and an info is always 1` };
  }
  if (metricType !== 'gauge' && metricType !== 'stateset') return undefined;
  if (unit === 'bool') {
    const value = find((each) => each !== 0 && each !== 1);
    return value === undefined ? undefined : { what: `is ${value}, and is declared to be 0 or 1` };
  }
  if (unit === 'ratio') {
    const value = find((each) => each < 0 || each > 1);
    return value === undefined
      ? undefined
      : { what: `is ${value}, and a ratio is from 0 to 1`, remedy: 'is it in per cent?' };
  }
  const value = unit === 'timestamp' ? find((each) => each > LATEST && Number.isFinite(each)) : undefined;
  return value === undefined
    ? undefined
    : { what: `is ${value}, too late for seconds since 1970`, remedy: 'is it in milliseconds?' };
}
