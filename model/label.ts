/** Labels as values, and matchers on them. */

/** What is known of a label of a metric. */
export interface LabelSpec {
  /** Every value the label can have, where the set is closed. A matcher on another value does not compile. */
  readonly values?: readonly string[];
  /** Expected number of distinct values per target, where the set is open. */
  readonly card?: number;
  /**
   * The label is the target's own, as `job` and `instance` are: the scrape puts it on every series, no page of metrics
   * shows it, and whoever reads a board chooses among its values.
   */
  readonly target?: true;
}

export type LabelSpecs = Readonly<Record<string, LabelSpec>>;

/** Names of the labels that are the target's own, beside `job` and `instance`, in the order of their declaration. */
export const targetLabelsOf = ({ labels }: { readonly labels: LabelSpecs }): readonly string[] =>
  Object.keys(labels).filter((name) => labels[name]?.target === true);

/** A label name as a value; it is what `by (${op})` takes, so that a misspelt label is an unknown property. */
export interface Label<N extends string = string> {
  readonly kind: 'label';
  readonly name: N;
}

export function label<N extends string>(name: N): Label<N> {
  return Object.freeze({ kind: 'label', name });
}

/** Labels that Prometheus puts on every scraped series. */
export const job = label('job');
export const instance = label('instance');
/** The upper bound of a histogram's bucket. */
export const le = label('le');
export const TARGET_LABELS = { job: {}, instance: {} } as const satisfies LabelSpecs;
export type TargetLabels = typeof TARGET_LABELS;

export type MatchOp = '=' | '!=' | '=~' | '!~';

/** A condition on a label's value. A bare string means "equals". */
export interface Match<V extends string = string> {
  readonly op: MatchOp;
  /** The values matched; joined with `|` for the regex operators. */
  readonly values: readonly V[];
  /** The value is a regular expression as it stands, not a list of literals. */
  readonly regex: boolean;
}

/** Differs from one value. */
export const not = <V extends string>(value: V): Match<V> => ({ op: '!=', values: [value], regex: false });
/** Equals one of several values. */
export const oneOf = <V extends string>(...values: readonly [V, V, ...V[]]): Match<V> => ({
  op: '=~',
  values,
  regex: false,
});
/** Equals none of several values. */
export const noneOf = <V extends string>(...values: readonly [V, V, ...V[]]): Match<V> => ({
  op: '!~',
  values,
  regex: false,
});
/** Matches a regular expression (RE2, anchored at both ends by Prometheus). */
export const matching = (regex: string): Match<never> => ({ op: '=~', values: [regex as never], regex: true });
/** Does not match a regular expression. */
export const notMatching = (regex: string): Match<never> => ({ op: '!~', values: [regex as never], regex: true });

type ValueOf<S> = S extends { readonly values: readonly (infer V extends string)[] } ? V : string;

/** Matchers by label name, for the labels of one metric and of its target. */
export type Matchers<S extends LabelSpecs> = {
  readonly [K in keyof S & string]?: ValueOf<S[K]> | Match<ValueOf<S[K]>>;
} & { readonly job?: string | Match; readonly instance?: string | Match };

/** A matcher, resolved to its parts. */
export interface Matcher {
  readonly label: string;
  readonly op: MatchOp;
  /** As it stands between the quotes, before escaping. */
  readonly value: string;
  /** The literal values it compares with; absent where it is a free regular expression. */
  readonly literals?: readonly string[];
}

export function resolveMatchers(matchers: Readonly<Record<string, string | Match | undefined>>): readonly Matcher[] {
  return Object.entries(matchers).flatMap(([name, match]): Matcher[] => {
    if (match === undefined) return [];
    if (typeof match === 'string') return [{ label: name, op: '=', value: match, literals: [match] }];
    if (match.regex) return [{ label: name, op: match.op, value: match.values.join('|') }];
    const isRegex = match.op === '=~' || match.op === '!~';
    const value = match.values.map((v) => (isRegex ? escapeRegex(v) : v)).join('|');
    return [{ label: name, op: match.op, value, literals: match.values }];
  });
}

/** A string between double quotes, escaped as PromQL reads it. */
export function quote(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

/** A literal with RE2's special characters escaped. */
export function escapeRegex(literal: string): string {
  return literal.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
