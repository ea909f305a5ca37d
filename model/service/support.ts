/** What a release supports: which expressions it can answer, directly or through recordings. */
import { missingFrom, untrustedIn } from '../dialect';
import type { Absence, Dialect } from '../dialect';
import { Problems, suggestion } from '../problem';
import type { Expr } from '../promql';
import type { Recording } from '../recording';

/** A service's recordings under one dialect. */
export class Support {
  constructor(
    readonly dialect: Dialect | undefined,
    private readonly recordings: readonly Recording[],
  ) {}

  /** Why an expression cannot be answered; `undefined` when it can. */
  missing(expr: Expr): string | undefined {
    return this.reason(expr, (one) => missingFrom(this.dialect, one));
  }

  /** Why an alert must not rely on an expression; `undefined` when it may. */
  untrusted(expr: Expr): string | undefined {
    return this.reason(expr, (one) => untrustedIn(this.dialect, one));
  }

  /** Why an expression, or a recording that it reads, lacks something; `undefined` when nothing is absent. */
  private reason(expr: Expr, absent: (one: Expr) => readonly Absence[]): string | undefined {
    const reasons = sources(expr, this.recordings).flatMap((one) =>
      absent(one).map(({ metric, reason }) => `${metric.name}: ${reason}`),
    );
    return reasons.length === 0 ? undefined : [...new Set(reasons)].join('; ');
  }
}

/** The expression, and those of the recordings that it reads. */
function sources(expr: Expr, recordings: readonly Recording[]): readonly Expr[] {
  const names = new Set(expr.series.map(({ name }) => name));
  const read = recordings.filter(({ name }) => names.has(name));
  const others = recordings.filter((recording) => !read.includes(recording));
  return [expr, ...read.flatMap((recording) => sources(recording.expr, others))];
}

/**
 * The dialect of that name; the documents' own when none is named.
 * @throws VedetteError for an unknown name
 */
export function chosenDialect(
  service: string,
  known: readonly Dialect[],
  name: string | undefined,
): Dialect | undefined {
  if (name === undefined) return known.find((d) => d.name === 'documented');
  const found = known.find((d) => d.name === name);
  if (found === undefined) {
    const problems = new Problems();
    const remedy = suggestion(
      name,
      known.map((d) => d.name),
    );
    problems.add({ where: `services.${service}.dialect`, what: `dialect '${name}' is not known`, remedy });
    problems.throwIfAny();
  }
  return found;
}
