/** Recording rules. The name is computed from the result's labels, never typed (RR-01, RR-02). */
import type { LabelSpec } from './label';
import { VedetteError } from './problem';
import type { Metric } from './metric';
import { Series } from './metric';
import type { Expr } from './promql';

/** A recording rule, and the series it makes, for use in other expressions. */
export interface Recording {
  readonly name: string;
  readonly expr: Expr;
  readonly series: Series;
}

/**
 * Records an expression as `level:metric:operation`, where the level is the sorted list of labels of the result.
 * @param of what is recorded, without `_total`: `rstmdb_requests`
 * @param operation what was done to it, newest first, with the window: `rate5m`
 * @throws VedetteError when the labels or the unit of the result cannot be told, or `job` was aggregated away (RR-04)
 */
export function record(of: string, operation: string, expr: Expr): Recording {
  const labels = [...expr.inferred.labels.keys()].sort();
  const name = `${labels.join('_')}:${of}:${operation}`;
  const { unit } = expr;
  const where = `recording rule ${name}`;
  if (!/^[a-z][a-z0-9_]*:[a-zA-Z_][a-zA-Z0-9_]*:[a-z0-9_]+$/.test(name)) {
    throw new VedetteError([
      {
        id: 'RR-01',
        where,
        what: 'name must be level:metric:operation in snake case',
        remedy: "correct 'of' or 'operation'",
      },
    ]);
  }
  if (!labels.includes('job')) {
    throw new VedetteError([
      { id: 'RR-04', where, what: "the result has no label 'job'", remedy: 'keep it: by (${job}, …)' },
    ]);
  }
  if (unit === undefined) {
    throw new VedetteError([
      { id: 'RR-11', where, what: 'the unit of the result cannot be told', remedy: 'record a simpler expression' },
    ]);
  }
  const own = labels.filter((l) => l !== 'job' && l !== 'instance');
  const specs = Object.fromEntries(own.map((l) => [l, targetSpec(l, expr)]));
  const target = (['job', 'instance'] as const).filter((name) => labels.includes(name));
  const series = new Series(name, 'gauge', unit, specs, 'always', soleJob(expr), undefined, target);
  return { name, expr, series };
}

/** A documented metric that a release lacks and that an expression replaces; recorded under the documented name. */
export function derive(metric: Metric, expr: Expr): Recording {
  return { name: metric.name, expr, series: metric };
}

/** A label of the target stays one, so that panels over the recorded series follow the same choice. */
function targetSpec(name: string, expr: Expr): LabelSpec {
  return expr.series.map(({ labels }) => labels[name]).find((spec) => spec?.target === true) ?? {};
}

/** The one job that an expression reads; undefined where it reads several. */
function soleJob(expr: Expr): string | undefined {
  const jobs = new Set(expr.series.map((s) => s.job));
  return jobs.size === 1 ? [...jobs][0] : undefined;
}
