/** What happened to things that are known by their facts. */
import type { Change } from './change';
import type { Facts, Things } from './summary';

/** Which kind the changes are, and how dangerous it is that a thing is gone, that it changed, and that it is new. */
export interface Weight {
  readonly kind: Change['kind'];
  readonly gone?: number;
  readonly changed?: number;
  readonly added?: number;
}

/** Every thing that is gone or new, and every fact that differs. */
export function thingChanges(before: Things, after: Things, weight: Weight): readonly Change[] {
  const { kind, gone = 0, changed = 1, added = 2 } = weight;
  const subjects = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return subjects.flatMap((subject): readonly Change[] => {
    const [old, now] = [before[subject], after[subject]];
    if (now === undefined) return [{ kind, rank: gone, subject, what: 'removed' }];
    if (old === undefined) return [{ kind, rank: added, subject, what: 'new' }];
    return factTexts(old, now).map((what) => ({ kind, rank: changed, subject, what }));
  });
}

/** Longer values are named and not shown. */
const SHOWN = 80;

/** A sentence for each fact that can be told in one; the others are only named, together. */
function factTexts(before: Facts, after: Facts): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const different = names.filter((name) => before[name] !== after[name]);
  const told = different.filter((name) =>
    [before[name], after[name]].every((value) => value === undefined || isShown(value)),
  );
  const named = different.filter((name) => !told.includes(name));
  const texts = told.map((name) => {
    const [old, now] = [before[name], after[name]];
    if (now === undefined) return `no ${name}, was ${old}`;
    return old === undefined ? `${name} ${now}, was not set` : `${name} ${now}, was ${old}`;
  });
  return [
    ...texts,
    ...listed(
      'no',
      named.filter((name) => after[name] === undefined),
    ),
    ...listed(
      'new',
      named.filter((name) => before[name] === undefined),
    ),
    ...listed(
      'other',
      named.filter((name) => before[name] !== undefined && after[name] !== undefined),
    ),
  ];
}

const listed = (word: string, names: readonly string[]): readonly string[] =>
  names.length === 0 ? [] : [`${word} ${names.join(', ')}`];

/** Structures and several lines are of no use in a sentence. */
const isShown = (value: string): boolean => value !== '' && value.length <= SHOWN && !/[\n{[]/.test(value);
