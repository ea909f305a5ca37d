/**
 * PromQL's functions and aggregations: what each takes and gives. The parser's grammar knows their names only.
 * @see https://github.com/prometheus/prometheus/blob/v3.15.0/promql/parser/functions.go
 */

/** What an expression evaluates to. */
export type ValueKind = 'scalar' | 'vector' | 'range' | 'string';

/** The signature of a function. */
export interface FunctionShape {
  readonly args: readonly ValueKind[];
  /** How many arguments may stand beyond all but the last: 0 exactly as listed, -1 any number. */
  readonly variadic: number;
  readonly result: ValueKind;
  /** Prometheus refuses it without `--enable-feature=promql-experimental-functions`. */
  readonly experimental: boolean;
}

const KINDS: Readonly<Record<string, ValueKind>> = { s: 'scalar', v: 'vector', r: 'range', t: 'string' };

/** @param signature argument kinds by letter (s scalar, v vector, r range, t text), then `>` and the result's */
function shapes(signature: string, names: string, variadic = 0, experimental = false): [string, FunctionShape][] {
  const [args = '', result = ''] = signature.split('>');
  const shape: FunctionShape = {
    args: [...args].map((letter) => KINDS[letter] ?? 'vector'),
    variadic,
    result: KINDS[result] ?? 'vector',
    experimental,
  };
  return names.split(' ').map((name) => [name, shape]);
}

/** Every function of Prometheus 3.15, by name. */
export const FUNCTIONS: ReadonlyMap<string, FunctionShape> = new Map([
  ...shapes('v>v', 'abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor ln log10 log2 rad sgn sin'),
  ...shapes('v>v', 'sinh sort sort_desc sqrt tan tanh timestamp'),
  ...shapes('v>v', 'histogram_avg histogram_count histogram_sum histogram_stddev histogram_stdvar'),
  ...shapes('v>v', 'day_of_month day_of_week day_of_year days_in_month hour minute month year', 1),
  ...shapes(
    'r>v',
    'absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta increase',
  ),
  ...shapes('r>v', 'irate last_over_time max_over_time min_over_time present_over_time rate resets stddev_over_time'),
  ...shapes('r>v', 'stdvar_over_time sum_over_time'),
  ...shapes('vss>v', 'clamp'),
  ...shapes('vs>v', 'clamp_max clamp_min'),
  ...shapes('vs>v', 'round', 1),
  ...shapes('ssv>v', 'histogram_fraction'),
  ...shapes('sv>v', 'histogram_quantile'),
  ...shapes('rs>v', 'predict_linear'),
  ...shapes('sr>v', 'quantile_over_time'),
  ...shapes('vtttt>v', 'label_replace'),
  ...shapes('vttt>v', 'label_join', -1),
  ...shapes('>s', 'pi time'),
  ...shapes('v>s', 'scalar'),
  ...shapes('s>v', 'vector'),
  ...shapes('r>v', 'mad_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time', 0, true),
  ...shapes('r>v', 'ts_of_min_over_time', 0, true),
  ...shapes('rss>v', 'double_exponential_smoothing', 0, true),
  ...shapes('vtss>v', 'histogram_quantiles', 9, true),
  ...shapes('vv>v', 'info', 1, true),
  ...shapes('vt>v', 'sort_by_label sort_by_label_desc', -1, true),
  ...shapes('v>v', 'start_timestamp', 0, true),
  ...shapes('>s', 'end range start step', 0, true),
]);

/** What the parameter of an aggregation must be, for those that take one. */
export const AGGREGATION_PARAMETERS: ReadonlyMap<string, ValueKind> = new Map([
  ['topk', 'scalar'],
  ['bottomk', 'scalar'],
  ['quantile', 'scalar'],
  ['limitk', 'scalar'],
  ['limit_ratio', 'scalar'],
  ['count_values', 'string'],
]);

export const AGGREGATIONS: readonly string[] = [
  ...['sum', 'avg', 'count', 'min', 'max', 'group', 'stddev', 'stdvar'],
  ...AGGREGATION_PARAMETERS.keys(),
];

export const EXPERIMENTAL_AGGREGATIONS: ReadonlySet<string> = new Set(['limitk', 'limit_ratio']);

export const SET_OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'unless']);
export const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<=']);

/** Functions that read a counter: they see its growth, and its resets. */
export const COUNTER_FUNCTIONS: ReadonlySet<string> = new Set(['rate', 'irate', 'increase', 'resets']);
/** Functions that a counter's restart makes wrong. */
export const GAUGE_FUNCTIONS: ReadonlySet<string> = new Set([
  'delta',
  'deriv',
  'idelta',
  'predict_linear',
  'double_exponential_smoothing',
  'avg_over_time',
  'min_over_time',
  'max_over_time',
  'sum_over_time',
  'quantile_over_time',
  'stddev_over_time',
  'stdvar_over_time',
  'mad_over_time',
]);
/** Functions that need several scrapes in their range. */
export const RATE_FAMILY: ReadonlySet<string> = new Set([
  ...COUNTER_FUNCTIONS,
  'delta',
  'deriv',
  'idelta',
  'changes',
  'predict_linear',
]);
