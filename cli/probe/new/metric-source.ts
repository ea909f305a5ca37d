/** The catalogue of a new service as TypeScript. */
import type { Guess, GuessedLabel } from './guess';
import { importOf, moduleIn } from './imports';
import type { NewFile, Place } from './imports';
import { array, block, call, literal, numbers, object, printed, property } from './source-text';
import type { Code, Group } from './source-text';

/** A long file is read by nobody. */
const MOST_LINES = 250;
/** Fewer metrics than that are no file of their own. */
const SMALLEST_GROUP = 5;

/** `metrics.ts`, and the parts in `metrics/` where it would be too long. */
export function metricFiles(
  id: string,
  metrics: readonly Guess[],
  keys: ReadonlyMap<string, string>,
  place: Place,
): readonly NewFile[] {
  const entries = metrics.map((metric) => [`${keys.get(metric.name) ?? ''}: `, metricCode(metric)] as const);
  const whole = catalogueText(
    id,
    [['', 'up'], ...entries],
    importOf(['catalogue', ...formsOf(metrics), 'up'], moduleIn(place, 'model')),
  );
  if (whole.split('\n').length <= MOST_LINES) return [{ path: 'metrics.ts', text: whole }];
  const parts = partsOf(metrics, keys).map(({ name, metrics: own }) => {
    const file = name.replace('Metrics', '');
    const items = own.map((metric) => [`${keys.get(metric.name) ?? ''}: `, metricCode(metric)] as const);
    const body = block(`export const ${name} = {`, items, '};');
    const text = `${importOf(formsOf(own), moduleIn(place, 'model', 1))}\n\n${body}\n`;
    return { name, file, text };
  });
  const lines = parts.map(({ name, file }) => `import { ${name} } from './metrics/${file}';`).sort();
  const head = [importOf(['catalogue', 'up'], moduleIn(place, 'model')), ...lines].join('\n');
  const text = catalogueText(id, [['', 'up'], ...parts.map(({ name }) => ['', `...${name}`] as const)], head);
  return [{ path: 'metrics.ts', text }, ...parts.map(({ file, text }) => ({ path: `metrics/${file}.ts`, text }))];
}

const ABOUT = `/**
 * The metrics of a page as it was at one moment. Values of labels are those that had occurred by then. What has labels is
 * taken to begin with its first event, the rest to be there from the start.
 */
`;

function catalogueText(id: string, items: Group['items'], head: string): string {
  return `${ABOUT}${head}\n\n${block(`export const metrics = catalogue(${literal(id)}, {`, items, '});')}\n`;
}

const formsOf = (metrics: readonly Guess[]): readonly string[] => metrics.map(({ form }) => form);

function metricCode({ name, form, help, unit, labels, presence, buckets }: Guess): Code {
  const isUnitGiven = unit !== 'count' && form !== 'stateSet';
  const items: readonly (readonly [string, Code] | undefined)[] = [
    ['help: ', literal(help)],
    isUnitGiven ? ['unit: ', literal(unit)] : undefined,
    labels.length > 0
      ? ['labels: ', object(labels.map((label) => [`${property(label.name)}: `, labelCode(label)]))]
      : undefined,
    buckets === undefined ? undefined : ['buckets: ', numbers(buckets)],
    presence === 'always' ? undefined : ['presence: ', literal(presence)],
  ];
  return call(form, literal(name), object(items.filter((item) => item !== undefined)));
}

const labelCode = ({ values, card }: GuessedLabel): Code =>
  values === undefined ? object([['card: ', String(card)]]) : object([['values: ', array(values.map(literal))]]);

interface Part {
  readonly name: string;
  readonly metrics: readonly Guess[];
}

/** By the first word of their keys; small groups together, large ones in several files. */
function partsOf(metrics: readonly Guess[], keys: ReadonlyMap<string, string>): readonly Part[] {
  const groups = new Map<string, Guess[]>();
  for (const metric of metrics) {
    const word = /^[a-z][a-z0-9]*/.exec(keys.get(metric.name) ?? '')?.[0] ?? 'other';
    groups.set(word, [...(groups.get(word) ?? []), metric]);
  }
  const small = [...groups.values()].filter(({ length }) => length < SMALLEST_GROUP).flat();
  const large = [...groups].filter(([, { length }]) => length >= SMALLEST_GROUP);
  return [...large, ...(small.length === 0 ? [] : [['other', small] as const])].flatMap(([word, own]) =>
    chunks(word, own),
  );
}

/** The names of the parts are those of constants, so that none is a word of the language. */
function chunks(word: string, metrics: readonly Guess[]): readonly Part[] {
  const parts: Guess[][] = [[]];
  let lines = 0;
  for (const metric of metrics) {
    const length = printed(metricCode(metric), 2, metric.name, 1).split('\n').length;
    if (lines + length > MOST_LINES) {
      parts.push([]);
      lines = 0;
    }
    parts.at(-1)?.push(metric);
    lines += length;
  }
  return parts.map((own, i) => ({ name: `${word}Metrics${parts.length === 1 ? '' : i + 1}`, metrics: own }));
}
