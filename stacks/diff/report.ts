/** The changes of several deployments as one report: what happened in several of them is told once. */
import { type Change, type ChangeKind, byDanger } from './change';

/** Two deployments that were compared. */
export interface Comparison {
  /** `prod`, or `dev → prod`. */
  readonly name: string;
  /** Whether it is one environment at two times, so that what is gone was removed. */
  readonly isSameEnvironment: boolean;
  readonly changes: readonly Change[];
}

/** The same change of one or more things, in one or more comparisons. */
export interface ReportedChange extends Omit<Change, 'subject' | 'rank'> {
  readonly subjects: readonly string[];
  /** Names of the comparisons. */
  readonly environments: readonly string[];
}

/** Everything that a reader is told. */
export interface DiffReport {
  /** `main (517c336)`. */
  readonly base: string;
  readonly head: string;
  readonly environments: readonly string[];
  /** The most dangerous first. */
  readonly changes: readonly ReportedChange[];
  /** Names of the critical alerts that an environment loses and that nobody allowed to go. */
  readonly lost: readonly string[];
}

/** @param allowed - names of critical alerts that may go */
export function reportOf(
  sides: Pick<DiffReport, 'base' | 'head'>,
  comparisons: readonly Comparison[],
  allowed: readonly string[],
): DiffReport {
  const lost = comparisons
    .filter(({ isSameEnvironment }) => isSameEnvironment)
    .flatMap(({ changes }) => changes.filter(({ kind }) => kind === 'lost').map(({ subject }) => alertOf(subject)));
  return {
    ...sides,
    environments: comparisons.map(({ name }) => name),
    changes: bySubjects(byEnvironments(comparisons)),
    lost: [...new Set(lost)].filter((name) => !allowed.includes(name)).sort(),
  };
}

/** The name alone, without the labels that tell it from others of that name. */
const alertOf = (subject: string): string => subject.replace(/ .*$/, '');

type Placed = Change & { readonly environments: readonly string[] };

/** The same in several environments. */
function byEnvironments(comparisons: readonly Comparison[]): readonly Placed[] {
  const found = new Map<string, Placed>();
  for (const { name, changes } of comparisons) {
    for (const change of changes) {
      const key = JSON.stringify([change.kind, change.subject, change.what, change.before, change.after]);
      const environments = found.get(key)?.environments ?? [];
      found.set(key, { ...change, environments: [...environments, name] });
    }
  }
  return [...found.values()].toSorted(byDanger);
}

/** The same of several things. What is lost stands alone. */
function bySubjects(changes: readonly Placed[]): readonly ReportedChange[] {
  const found = new Map<string, ReportedChange>();
  for (const { subject, rank: _rank, ...change } of changes) {
    const key = JSON.stringify([change, change.kind === 'lost' ? subject : '']);
    found.set(key, { ...change, subjects: [...(found.get(key)?.subjects ?? []), subject] });
  }
  return [...found.values()];
}

/** The changes below their headings. */
export function sections(changes: readonly ReportedChange[]): ReadonlyMap<ChangeKind, readonly ReportedChange[]> {
  const found = new Map<ChangeKind, ReportedChange[]>();
  for (const change of changes) found.set(change.kind, [...(found.get(change.kind) ?? []), change]);
  return found;
}
