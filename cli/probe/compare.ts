/** Compares a page with a catalogue in one release. */
import type { Metric } from '../../model/metric';
import { nearest } from '../../model/problem';
import { countText } from './count-text';
import type { Difference } from './difference';
import { listed } from './difference';
import { formDifferences, typeOf } from './form';
import { labelDifferences } from './label-differences';
import type { Reading } from './reading';
import { unexposedNames } from './reading';
import { unitDifferences } from './unit-differences';

/** Every difference, errors first, each group in the order of the catalogue. */
export function compare(reading: Reading): readonly Difference[] {
  const { expected, found } = reading;
  const all = [
    ...expected.flatMap((metric) => {
      const series = found.get(metric);
      if (series === undefined) return [absence(metric, reading)];
      return [
        ...formDifferences(metric, series),
        ...unitDifferences(metric, series),
        ...labelDifferences(reading, metric, series),
      ];
    }),
    ...unexpected(reading),
    ...duplicates(reading),
    ...tooMany(reading),
  ];
  return (['error', 'warning', 'note'] as const).flatMap((level) => all.filter((each) => each.level === level));
}

function absence(metric: Metric, reading: Reading): Difference {
  const { presence } = metric;
  if (presence === 'optional') return { level: 'note', kind: 'not-yet', metric, what: 'is not collected here' };
  const likely = renamedTo(metric, reading);
  const question = likely === undefined ? undefined : `is it '${likely}' here?`;
  if (presence === 'always') {
    const remedy = question ?? "declare it absent in the release's dialect";
    return { level: 'error', kind: 'missing', metric, what: 'is missing', remedy };
  }
  const what = 'is not there yet: it is born with its first event';
  if (question === undefined) return { level: 'note', kind: 'not-yet', metric, what };
  return { level: 'warning', kind: 'not-yet', metric, what, remedy: question };
}

/** A name that nobody knows, of the same type, such that each of the two is the nearest to the other. */
function renamedTo(metric: Metric, reading: Reading): string | undefined {
  const { unknown, expected, found } = reading;
  const type = typeOf(metric);
  const likely = nearest(
    realName(metric, reading),
    unknown.filter((family) => family.type === type).map(({ name }) => name),
  );
  if (likely === undefined) return undefined;
  const missing = expected.filter((each) => !found.has(each) && typeOf(each) === type);
  const back = nearest(
    likely,
    missing.map((each) => realName(each, reading)),
  );
  return back === realName(metric, reading) ? likely : undefined;
}

const realName = ({ name }: Metric, { dialect }: Reading): string =>
  dialect?.renamed.find((each) => each.metric.name === name)?.realName ?? name;

/** The release is said not to have them. */
function unexpected({ found, dialect }: Reading): readonly Difference[] {
  const unexposed = unexposedNames(dialect);
  const recorded = dialect?.derived.map(({ name }) => name) ?? [];
  return [...found.keys()]
    .filter(({ name }) => unexposed.includes(name))
    .map((metric) => {
      const said = recorded.includes(metric.name) ? 'records it by a rule' : 'has it as absent';
      const what = `is there, and dialect ${dialect?.name ?? ''} ${said}`;
      return { level: 'warning', kind: 'unexpected', metric, what, remedy: 'correct the dialect' };
    });
}

/** Prometheus keeps one of them, and counts the others as faults of the target. */
function duplicates({ found }: Reading): readonly Difference[] {
  return [...found].flatMap(([metric, series]): Difference[] => {
    const seen = new Set<string>();
    const twice = series.filter(({ name, labels }) => {
      const key = JSON.stringify([name, ...Object.entries(labels).sort()]);
      return seen.size === seen.add(key).size;
    });
    if (twice.length === 0) return [];
    const what = `has ${countText(twice.length, 'series')} more than once, as they are stored`;
    return [{ level: 'warning', kind: 'duplicate', metric, what, remedy: 'see which label tells them apart' }];
  });
}

/** From this share of the limit on, little is needed. */
const NEARLY = 0.8;

function tooMany({ service, stored }: Reading): readonly Difference[] {
  const { sampleLimit } = service.spec.scrape;
  if (stored.length <= NEARLY * sampleLimit) return [];
  const what = `${stored.length} samples are stored, and the limit of ${service.id} is ${sampleLimit}`;
  const remedy = `see ${listed(largest(stored), 3)}; or raise 'sampleLimit'`;
  const level = stored.length > sampleLimit ? 'error' : 'warning';
  return [{ level, kind: 'samples', what, remedy }];
}

function largest(stored: Reading['stored']): readonly string[] {
  const counts = new Map<string, number>();
  for (const { family } of stored) counts.set(family.name, (counts.get(family.name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} (${count})`);
}
