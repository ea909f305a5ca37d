/** Cases of recording rules: what is recorded, and that nothing becomes NaN when nothing happens. */
import type { Recording } from '../recording';
import { idle } from '../scenario';
import type { ScenarioSeries } from '../scenario';
import { memoryOf } from './memory';
import { inputSeries } from './promtool';
import type { PromtoolFile, RunOptions } from './promtool';
import { samplesFor } from './samples-for';
import { isCounter, timeline } from './timeline';

/** A recording rule on a timeline. Promtool only evaluates; the result is compared by whoever asked. */
export interface RecordingCase {
  readonly recording: string;
  /** Completes "the rule …". */
  readonly title: string;
  /** `result`: as the reviewed one, with the inferred labels. `no NaN`: nothing comes back. */
  readonly claim: 'result' | 'no NaN';
  /** Names of the labels that every recorded sample carries. */
  readonly labels: readonly string[];
  readonly expr: string;
  readonly file: PromtoolFile;
}

const STEP = 15;
/** Evaluations after the longest range is full. */
const MARGIN = 4;

/**
 * @param recordings every recording of the service; the rule may read others
 * @throws VedetteError when no series can be made up that the rule selects
 */
export function recordingCases(
  recording: Recording,
  recordings: readonly Recording[],
  { ruleFiles, groupOrder }: RunOptions,
): readonly RecordingCase[] {
  const series = samplesFor(recording.expr);
  const idling = series.map((one) => (isCounter(one) ? { ...one, healthy: idle(), broken: idle() } : one));
  const broken = Math.ceil(memoryOf(recording.expr, recordings) / STEP) + MARGIN;
  const labels = recording.expr.guaranteedLabels;
  const file = (title: string, of: readonly ScenarioSeries[], expr: string): PromtoolFile => ({
    rule_files: ruleFiles,
    group_eval_order: groupOrder,
    evaluation_interval: `${STEP}s`,
    tests: [
      {
        name: title,
        interval: `${STEP}s`,
        input_series: inputSeries(
          timeline(`recording rule ${recording.name}`, of, { step: STEP, healthy: 0, broken, recovery: 0 }),
        ),
        promql_expr_test: [{ expr, eval_time: `${(broken - 1) * STEP}s`, exp_samples: [] }],
        alert_rule_test: [],
      },
    ],
  });
  const made = (
    claim: RecordingCase['claim'],
    title: string,
    of: readonly ScenarioSeries[],
    expr: string,
  ): RecordingCase => ({
    recording: recording.name,
    title,
    claim,
    labels,
    expr,
    file: file(title, of, expr),
  });
  const { name } = recording;
  const result = made('result', `records ${name} with the labels and the value that were reviewed`, series, name);
  if (!series.some(isCounter)) return [result];
  return [result, made('no NaN', `records no NaN as ${name} when nothing happens`, idling, `${name} != ${name}`)];
}
