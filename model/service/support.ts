/** What a release supports: which expressions it can answer, directly or through recordings. */
import { missingFrom, untrustedIn } from '../dialect';
import type { Absence, Dialect } from '../dialect';
import { readsProbes } from '../probe';
import { probesAskedBy } from '../probe/asked';
import { Problems, suggestion } from '../problem';
import type { Expr } from '../promql';
import type { Recording } from '../recording';

/** A service's recordings under one dialect, and which of its probes are carried out. */
export class Support {
  /** @param probed names of the probes that are carried out; undefined where nothing of the service is watched */
  constructor(
    readonly dialect: Dialect | undefined,
    private readonly recordings: readonly Recording[],
    private readonly probed?: readonly string[],
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
    const reasons = sources(expr, this.recordings).flatMap((one) => [
      ...absent(one).map(({ metric, reason }) => `${metric.name}: ${reason}`),
      ...(this.asksWhatIsNotProbed(one) ? ['probe_success: nothing is probed here'] : []),
    ]);
    return reasons.length === 0 ? undefined : [...new Set(reasons)].join('; ');
  }

  /** It reads probes, and none of those that it names is carried out. */
  private asksWhatIsNotProbed(expr: Expr): boolean {
    const { probed } = this;
    if (probed === undefined || !readsProbes(expr)) return false;
    const named = probesAskedBy(expr);
    return named.length > 0 && !named.some((name) => probed.includes(name));
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
