/** Problems: what is wrong, where, and what to do; collected, so that all of them are reported together. */

/** One thing that is wrong, in the words of the person who must mend it. */
export interface Problem {
  /** The id of the check in docs/checks.md, where there is one: `PQ-05`. */
  readonly id?: string;
  /** A warning can have a good reason, and a dated waiver then silences it; an error when absent. */
  readonly level?: 'warning';
  /** Where: a path such as `prod/prometheus` or `rstmdb/alerts/RstmdbHighLatency`. */
  readonly where: string;
  /** What it is and what it must be: `retention is 30m, must be at least 2h (one TSDB block)`. */
  readonly what: string;
  /** What to do: `raise 'retention'`. */
  readonly remedy?: string;
  /** The source with a caret under the place, on lines of its own. */
  readonly excerpt?: string;
}

/** `[id] where: what; remedy`, then the excerpt on the lines below. */
export function problemText(problem: Problem): string {
  const id = problem.id === undefined ? '' : `[${problem.id}] `;
  const remedy = problem.remedy === undefined ? '' : `; ${problem.remedy}`;
  const excerpt = problem.excerpt === undefined ? '' : `\n${problem.excerpt}`;
  return `${id}${problem.where}: ${problem.what}${remedy}${excerpt}`;
}

/** Thrown where a definition cannot stand. Carries every problem found; the message lists them all. */
export class VedetteError extends Error {
  override readonly name = 'VedetteError';

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(problemText).join('\n'));
  }
}

/** Gathers problems below one place. */
export class Problems {
  readonly #found: Problem[] = [];

  get found(): readonly Problem[] {
    return this.#found;
  }

  add(problem: Problem): void {
    this.#found.push(problem);
  }

  addAll(problems: readonly Problem[]): void {
    this.#found.push(...problems);
  }

  /** @throws VedetteError with every problem, when there is at least one. */
  throwIfAny(): void {
    if (this.#found.length > 0) throw new VedetteError(this.#found);
  }
}

/** The one of `allowed` nearest to `given` by edit distance, if near enough to be a slip of the fingers. */
export function nearest(given: string, allowed: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(given.length / 3)) + 1;
  for (const candidate of allowed) {
    const distance = editDistance(given, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** `did you mean 'x'?`, or the sorted list of what is allowed, or what to do when nothing is. */
export function suggestion(given: string, allowed: readonly string[]): string {
  if (allowed.length === 0) return 'there is none to choose from: define it first, or leave it out';
  const near = nearest(given, allowed);
  const list = [...allowed].sort().join(', ');
  return near === undefined ? `use one of: ${list}` : `did you mean '${near}'? (allowed: ${list})`;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
