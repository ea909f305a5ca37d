/** Evaluates expressions by the real engine, over samples of every metric of the tests, and tells the labels it gives. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boundText } from '../../../model/bucket';
import { Histogram, Summary } from '../../../model/metric';
import type { Metric, Series } from '../../../model/metric';

/** What the engine made of an expression. */
export interface Evaluated {
  readonly expr: string;
  /** Label names of each sample. */
  readonly samples: readonly (readonly string[])[];
  /** Why it could not be evaluated. */
  readonly error?: string;
}

const MINUTES = 400;
const AT = '6h';
/** No expression gives this value, so that promtool reports what it got for each. */
const NEVER = -12_345.678;

/**
 * Two targets of each job, every closed label value and two of every open one, counters that grow and gauges that move.
 * @throws Error when promtool does not report on every expression
 */
export function evaluate(promtool: string, metrics: readonly Metric[], exprs: readonly string[]): readonly Evaluated[] {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-engine-'));
  try {
    writeFileSync(join(folder, 'e.test.yml'), JSON.stringify(testFile(metrics, exprs)));
    const args = ['test', 'rules', 'e.test.yml'];
    const { stdout, stderr } = spawnSync(promtool, args, {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      timeout: 60_000,
    });
    const results = readResults(stdout + stderr);
    if (results.length !== exprs.length)
      throw new Error(`promtool reports on ${results.length} of ${exprs.length}: ${stderr.slice(0, 500)}`);
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function testFile(metrics: readonly Metric[], exprs: readonly string[]): object {
  const exp_samples = [{ labels: '{}', value: NEVER }];
  return {
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: metrics.flatMap(seriesOf).flatMap(samplesOf),
        promql_expr_test: exprs.map((expr) => ({ expr, eval_time: AT, exp_samples })),
      },
    ],
  };
}

function seriesOf(metric: Metric): readonly Series[] {
  if (metric instanceof Histogram) return [metric.bucket, metric.sum, metric.count];
  return metric instanceof Summary ? [metric.quantile, metric.sum, metric.count] : [metric];
}

function samplesOf(series: Series): readonly object[] {
  let labelSets: Record<string, string>[] = ['a:1', 'b:1'].map((instance) => ({ job: series.job ?? 'any', instance }));
  for (const [name, { values }] of Object.entries(series.labels)) {
    const several =
      name === 'le' ? [...(series.buckets ?? []), Infinity].map(boundText) : (values ?? open(series, name));
    labelSets = labelSets.flatMap((labels) => several.map((value) => ({ ...labels, [name]: value })));
  }
  return labelSets.map((labels) => {
    const inside = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
    return { series: `${series.name}{${inside.join(',')}}`, values: valuesOf(series, labels['le']) };
  });
}

/** An info metric has one series for each target. */
const open = (series: Series, name: string): readonly string[] =>
  series.type === 'info' ? [`${name}1`] : [`${name}1`, `${name}2`];

function valuesOf(series: Series, le: string | undefined): string {
  if (series.type === 'counter') return `0+3x${MINUTES}`;
  if (series.type === 'bucket') return `0+${le === '+Inf' ? 10 : Math.ceil(Number(le) * 3)}x${MINUTES}`;
  return series.type === 'gauge' && series.unit !== 'bool' ? `5+1x${MINUTES}` : `1x${MINUTES}`;
}

function readResults(report: string): readonly Evaluated[] {
  return report
    .split(/\n(?=\s+expr: ")/)
    .slice(1)
    .map((part): Evaluated => {
      const [, quoted = '""'] = /expr: ("(?:[^"\\]|\\.)*")/.exec(part) ?? [];
      const expr = JSON.parse(quoted) as string;
      const error = /err: ?(.*)/.exec(part)?.[1];
      const got = part.slice(part.indexOf('got:'));
      const sets = got.matchAll(/\{((?:[a-zA-Z_]\w*="(?:[^"\\]|\\.)*"(?:, )?)*)\} \S/g);
      const samples = [...sets].map(([, inside = '']) => labelNames(inside));
      return { expr, samples, ...(error !== undefined && { error }) };
    });
}

function labelNames(inside: string): readonly string[] {
  const names = [...inside.matchAll(/([a-zA-Z_]\w*)="(?:[^"\\]|\\.)*"/g)].map(([, name = '']) => name);
  return names.filter((name) => name !== '__name__');
}
