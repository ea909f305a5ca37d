/**
 * Cases as promtool's unit tests.
 * @see https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/
 */
import type { ProofCase } from './case';
import { check } from './claim';
import type { Claim, Page } from './claim';
import { seriesName, seriesText } from './notation';
import type { Samples } from './timeline';

/** A test file, in promtool's own words. */
export interface PromtoolFile {
  readonly rule_files: readonly string[];
  readonly group_eval_order: readonly string[];
  readonly evaluation_interval: string;
  readonly tests: readonly [PromtoolTest];
}

/** One timeline with its checks. */
export interface PromtoolTest {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly promql_expr_test: readonly PromtoolQuery[];
  readonly alert_rule_test: readonly PromtoolAlerts[];
}

export interface PromtoolQuery {
  readonly expr: string;
  readonly eval_time: string;
  readonly exp_samples: readonly { readonly labels: string; readonly value: number }[];
}

export interface PromtoolAlerts {
  readonly alertname: string;
  readonly eval_time: string;
  readonly exp_alerts: readonly {
    readonly exp_labels: Readonly<Record<string, string>>;
    readonly exp_annotations: Readonly<Record<string, string>>;
  }[];
}

/** How a case is run. */
export interface RunOptions {
  /** Paths of the rule files, as promtool finds them from the test file. */
  readonly ruleFiles: readonly string[];
  /** Names of the groups in the order of evaluation; without it promtool takes any, and an alert may see a recording late. */
  readonly groupOrder: readonly string[];
}

/**
 * The test file of one case. Each query ends with a comment that holds the index of its claim, since promtool reports a
 * failure by the text of the query alone.
 */
export function promtoolFile(alertname: string, one: ProofCase, { ruleFiles, groupOrder }: RunOptions): PromtoolFile {
  const { step, evaluation = step } = one;
  const test: PromtoolTest = {
    name: one.title,
    interval: `${step}s`,
    input_series: inputSeries(one.inputs),
    promql_expr_test: one.claims.flatMap((claim, index) => query(claim, index, alertname, evaluation)),
    alert_rule_test: one.claims.flatMap((claim) => alerts(claim, alertname)),
  };
  return { rule_files: ruleFiles, group_eval_order: groupOrder, evaluation_interval: `${evaluation}s`, tests: [test] };
}

/** Series with their samples in promtool's notation. */
export function inputSeries(inputs: readonly Samples[]): PromtoolTest['input_series'] {
  return inputs.map(({ name, labels, samples }) => ({ series: seriesName(name, labels), values: seriesText(samples) }));
}

/** The claim that a query of {@link promtoolFile} decides. */
export function claimIndex(expr: string): number | undefined {
  const found = / # (\d+)$/.exec(expr)?.[1];
  return found === undefined ? undefined : Number(found);
}

function query(claim: Claim, index: number, alertname: string, step: number): readonly PromtoolQuery[] {
  if (claim.kind === 'page') return [];
  const { expr, at, expected } = check(claim, alertname, step);
  const samples = expected === undefined ? [] : [{ labels: '{}', value: expected }];
  return [{ expr: `${expr} # ${index}`, eval_time: `${at}s`, exp_samples: samples }];
}

function alerts(claim: Claim, alertname: string): readonly PromtoolAlerts[] {
  if (claim.kind !== 'page') return [];
  return [{ alertname, eval_time: `${claim.at}s`, exp_alerts: claim.pages.map(expectedAlert) }];
}

function expectedAlert({ labels, annotations }: Page): PromtoolAlerts['exp_alerts'][number] {
  return { exp_labels: labels, exp_annotations: annotations };
}
