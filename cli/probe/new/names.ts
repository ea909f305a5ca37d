/** Names of a new service and of what belongs to it. */
import { CliError, EXIT } from '../../exit';

/** Words that cannot name a constant, and names that the new `index.ts` has already. */
const TAKEN = new Set(
  (
    'alerts arguments await boards break case catch class const continue debugger default delete do else enum eval export ' +
    'extends false finally for function if implements import in instanceof interface let metrics new null package ' +
    'private protected public return static super switch this throw true try typeof undefined var void while ' +
    'with yield'
  ).split(' '),
);

/** With `-overview` behind it, it is the address of a board, which has at most 40 characters. */
const LONGEST = 31;
/** With `Down` behind it, it is the name of an alert. */
const SHORTEST = 2;

/** @throws CliError for a name that no folder, scrape job and constant can have */
export function requireId(id: string, taken: readonly string[]): void {
  const refuse = (why: string): never => {
    throw new CliError(EXIT.usage, `--new is '${id}', ${why}`);
  };
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id)) {
    refuse("must be of small letters and digits, with '-' between words, and begin with a letter");
  }
  if (id.length < SHORTEST || id.length > LONGEST) refuse(`must have ${SHORTEST} to ${LONGEST} characters`);
  if (TAKEN.has(id)) refuse('which is a word of the language or of every service: take another');
  if (taken.includes(id)) refuse('and there is such a service already');
}

const words = (text: string): readonly string[] => text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/** `connectionsActive` */
export const camelCase = (text: string): string =>
  words(text)
    .map((word, i) => (i === 0 ? word.slice(0, 1).toLowerCase() + word.slice(1) : capital(word)))
    .join('');

/** `RedisCache` */
export const pascalCase = (text: string): string => words(text).map(capital).join('');

/** `Connections active` */
export const sentence = (text: string): string => capital(words(text).join(' '));

/** Units that the name of a property need not repeat. */
const UNIT = /_(?:total|seconds|bytes|info|ratio|milliseconds|ms)$/;

/**
 * Short names for metrics, each once: without the word that most begin with, and without their unit.
 * @returns by the metric's name
 */
export function keysOf(names: readonly string[]): ReadonlyMap<string, string> {
  const prefix = commonWord(names);
  const short = (name: string): string => {
    const bare = name.replace(UNIT, '').replace(UNIT, '');
    return camelCase(prefix !== undefined && bare.startsWith(prefix) ? bare.slice(prefix.length) : bare);
  };
  const shorts = names.map(short);
  // `up` is the target's own, and a number cannot begin a name.
  const isFit = (key: string): boolean =>
    /^[A-Za-z]/.test(key) && key !== 'up' && shorts.filter((each) => each === key).length === 1;
  return new Map(names.map((name, i) => [name, isFit(shorts[i] ?? '') ? (shorts[i] ?? '') : camelCase(name)]));
}

/** `rstmdb_`, where at least half of the metrics that are not of the process begin so. */
export function commonWord(names: readonly string[]): string | undefined {
  const own = names.filter((name) => !name.startsWith('process_'));
  const counts = new Map<string, number>();
  for (const name of own) {
    const word = name.slice(0, name.indexOf('_') + 1);
    if (word !== '') counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].find(([, count]) => count * 2 >= own.length)?.[0];
}
