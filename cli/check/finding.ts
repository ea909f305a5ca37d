/** What `vedette check` finds: problems with their level, their environments and their place in the sources. */
import type { Problem } from '../../model/problem';
import { checkOf } from '../../stacks/check/catalogue/all';
import { levelOf } from '../../stacks/check/waive';
import type { Waiver } from '../../stacks/check/waiver';

/** A place in a source file, counted from 1. */
export interface Position {
  /** From the project's folder: `services/rstmdb/alerts.ts`. */
  readonly file: string;
  /** Where the name of what is meant stands; absent where it was not found. */
  readonly line?: number;
  readonly column?: number;
  readonly endColumn?: number;
}

/** A problem, once for all the environments that have it. */
export interface Finding extends Problem {
  readonly severity: 'error' | 'warning';
  /** Names of the environments; none for what is wrong in all of them before any is looked at. */
  readonly environments: readonly string[];
  readonly position?: Position;
  /** Excuses it. */
  readonly waiver?: Waiver;
}

/** What was found in one environment. */
export interface Found {
  readonly environment: string;
  readonly problems: readonly Problem[];
}

/** One finding for each problem, whatever number of environments has it; errors first, then by id. */
export function merged(found: readonly Found[]): readonly Finding[] {
  const byKey = new Map<string, Finding>();
  for (const { environment, problems } of found) {
    for (const problem of problems) {
      const key = JSON.stringify([problem.id, problem.where, problem.what]);
      const known = byKey.get(key) ?? { ...remedied(problem), severity: levelOf(problem), environments: [] };
      byKey.set(key, { ...known, environments: [...new Set([...known.environments, environment])] });
    }
  }
  return inOrder([...byKey.values()]);
}

/** What to do, in general, where the message does not say it for its own case. */
function remedied(problem: Problem): Problem {
  const remedy = problem.remedy ?? checkOf(problem.id ?? '')?.remedy;
  return remedy === undefined ? problem : { ...problem, remedy };
}

/** Errors first; within them by id and place, so that a report is the same each time. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const key = ({ severity, id = '', where, what }: Finding): string => `${severity} ${id} ${where} ${what}`;
  return [...findings].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
