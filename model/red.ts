/** RED: the rate of requests, the errors among them, and their duration. What users feel of anything that answers. */
import type { AlertSpec } from './alert';
import { job, le } from './label';
import type { Label } from './label';
import { Selector } from './metric';
import type { Histogram, Series } from './metric';
import { promql, ratioOf, window } from './promql';
import type { Expr } from './promql';
import { quantityText } from './quantity';
import type { Duration, Quantity } from './quantity';
import { scenario } from './scenario';
import type { ScenarioSeries } from './scenario';
import { eventsSli } from './slo';

export interface RedOptions {
  /** Counts requests. */
  readonly requests: Series;
  /** Counts those that failed, and nothing that `requests` does not count. */
  readonly failed: Series | Selector;
  readonly duration: Histogram;
  /** A label of `requests` that tells their kinds apart: status, operation. */
  readonly by: Label;
}

/** Shares of failing requests that prove an alert on {@link Red.errors}. */
export interface FailureShares {
  /** A share at which it fires. */
  readonly fires: Quantity<'ratio'>;
  /** A share that looks alike and must not. */
  readonly quiet: Quantity<'ratio'>;
  /** From the first failure to the first evaluation above the threshold; promtool verifies it. */
  readonly trueFrom: Duration;
}

/** Questions that alerts and panels share. */
export interface Red {
  /** Requests per second by kind. */
  readonly rate: Expr;
  /** Share of the requests that fail, 0 to 1, over the whole job. */
  readonly errors: Expr;
  /** Time within which half of the requests are answered, over the whole job. */
  readonly median: Expr;
  /** Time within which 99 of 100 requests are answered, over the whole job. */
  readonly p99: Expr;
  /** The scenarios of an alert on {@link errors}. */
  proof(shares: FailureShares): Required<Pick<AlertSpec, 'fires' | 'quiet' | 'edge'>>;
}

/** The questions, of a service's own metrics. @throws VedetteError where a metric is of another type or lacks the label */
export function red(options: RedOptions): Red {
  const { requests, failed, duration, by } = options;
  const within = (share: number): Expr =>
    promql`histogram_quantile(${share}, sum by (${[job, le]}) (rate(${duration.bucket}[${window}])))`;
  return {
    rate: promql`sum by (${by}) (rate(${requests}[${window}]))`,
    errors: ratioOf(
      promql`sum by (${job}) (rate(${failed}[${window}]))`,
      promql`sum by (${job}) (rate(${requests}[${window}]))`,
    ),
    median: within(0.5),
    p99: within(0.99),
    proof: (shares) => proofOf(options, shares),
  };
}

const REQUESTS_A_SECOND = 100;

function proofOf(
  { requests, failed }: RedOptions,
  { fires, quiet, trueFrom }: FailureShares,
): ReturnType<Red['proof']> {
  const sli = eventsSli({ bad: failed, total: requests, badIs: 'failures', subset: 'each failure is a request' });
  const playing = (healthy: number, broken: number): readonly ScenarioSeries[] => {
    const { total, bad } = sli.series({ healthy, broken, traffic: REQUESTS_A_SECOND });
    // Of one metric: without the successes everything fails, and the alert fires all the same.
    const isOneMetric = failed instanceof Selector && failed.series.name === requests.name;
    return [...total.map((each) => ({ ...each, dispensable: isOneMetric })), ...bad];
  };
  return {
    fires: scenario(`${quantityText(fires)} of the requests fail`, playing(0, fires.value), { trueFrom }),
    quiet: scenario(`${quantityText(quiet)} of the requests fail`, playing(0, quiet.value)),
    edge: ({ value }) => playing(value, value),
  };
}
