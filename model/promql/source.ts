/**
 * The text of an expression, and what is known of its parts. An expression is kept as pieces until it is rendered,
 * because a rule and a panel render the same question differently: a rule selects `job="rstmdb"` over a fixed window,
 * a panel selects the job and instance the reader chose, over `$__rate_interval`.
 */
import { Selector, Series } from '../metric';
import type { Label, Matcher } from '../label';
import { quote, targetLabelsOf } from '../label';
import { durationText, minutes } from '../quantity';
import type { Duration, Quantity, Unit } from '../quantity';

/** Where an expression is rendered for. */
export type Target = 'rule' | 'panel';

/** A range whose length depends on where the expression is rendered. */
export class Window {
  readonly kind = 'window';

  constructor(
    readonly rule: Duration,
    readonly panel: string,
  ) {}
}

/** The usual rate window: 5m in rules (four scrapes of 1m, twenty of 15s), `$__rate_interval` in panels (DB-05). */
export const window = new Window(minutes(5), '$__rate_interval');
/** The same length in rules and panels. */
export const fixed = (duration: Duration): Window => new Window(duration, durationText(duration));

/** What may stand in a `${…}` of a `promql` template. */
export type Hole = Series | Selector | Label | Window | Quantity | Composable | number | readonly Label[];

/** An expression that other expressions can contain. */
export interface Composable {
  readonly kind: 'expr';
  readonly source: Source;
  /** It binds looser than a function call, so it needs parentheses inside a larger expression. */
  readonly loose: boolean;
}

/** What a stretch of rendered text stands for. */
export type Mark =
  | { readonly kind: 'series'; readonly from: number; readonly to: number; readonly series: Series }
  | { readonly kind: 'quantity'; readonly from: number; readonly to: number; readonly unit: Unit };

/** Rendered PromQL with its marks. */
export interface Rendered {
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** The pieces of a template: `strings[0] holes[0] strings[1] …`. */
export class Source {
  constructor(
    readonly strings: readonly string[],
    readonly holes: readonly Hole[],
  ) {}

  render(target: Target): Rendered {
    let text = '';
    const marks: Mark[] = [];
    this.strings.forEach((piece, i) => {
      text += piece;
      const hole = this.holes[i];
      if (hole === undefined) return;
      const rendered = renderHole(hole, target, text, this.strings[i + 1] ?? '');
      marks.push(
        ...rendered.marks.map((mark) => ({ ...mark, from: mark.from + text.length, to: mark.to + text.length })),
      );
      text += rendered.text;
    });
    return { text, marks };
  }
}

function renderHole(hole: Hole, target: Target, before: string, after: string): Rendered {
  if (typeof hole === 'number') return plain(numberText(hole));
  if (isLabels(hole)) return plain(hole.map((l) => l.name).join(', '));
  if (hole instanceof Selector) return renderSelector(hole.series, hole.matchers, target);
  if (hole instanceof Series) return renderSelector(hole, [], target);
  if (hole instanceof Window) return plain(target === 'rule' ? durationText(hole.rule) : hole.panel);
  if (!('kind' in hole)) return renderQuantity(hole, before);
  return hole.kind === 'label' ? plain(hole.name) : renderNested(hole, target, before, after);
}

const isLabels = (hole: Hole): hole is readonly Label[] => Array.isArray(hole);
const plain = (text: string): Rendered => ({ text, marks: [] });

/** PromQL prints and reads plain decimals; exponents would be hard on the eye and lezer reads them all the same. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(value);
}

function renderQuantity(quantity: Quantity, before: string): Rendered {
  // Inside `[…]`, after `offset` and after `:` a duration is syntax; elsewhere it is a number of seconds.
  if (quantity.unit === 'seconds' && /(\[|:|\boffset\s+-?)\s*$/.test(before)) {
    return plain(durationText(quantity as Duration));
  }
  const text = numberText(quantity.value);
  return { text, marks: [{ kind: 'quantity', from: 0, to: text.length, unit: quantity.unit }] };
}

function renderNested(expr: Composable, target: Target, before: string, after: string): Rendered {
  const inner = expr.source.render(target);
  const alone = before.trim() === '' && after.trim() === '';
  const isArgument = /[(,]\s*$/.test(before) && /^\s*[),]/.test(after);
  if (!expr.loose || alone || isArgument) return inner;
  return { text: `(${inner.text})`, marks: inner.marks.map((m) => ({ ...m, from: m.from + 1, to: m.to + 1 })) };
}

function renderSelector(series: Series, matchers: readonly Matcher[], target: Target): Rendered {
  const all = [...targetMatchers(series, matchers, target), ...matchers];
  const inside = all.map((m) => `${m.label}${m.op}${quote(m.value)}`).join(', ');
  const text = inside === '' ? series.name : `${series.name}{${inside}}`;
  return { text, marks: [{ kind: 'series', from: 0, to: text.length, series }] };
}

function targetMatchers(series: Series, matchers: readonly Matcher[], target: Target): readonly Matcher[] {
  if (series.job === undefined) return [];
  const has = (name: string): boolean => matchers.some((m) => m.label === name);
  const own: Matcher[] = [];
  if (!has('job')) {
    own.push(
      target === 'rule'
        ? { label: 'job', op: '=', value: series.job, literals: [series.job] }
        : { label: 'job', op: '=~', value: '$job' },
    );
  }
  if (target === 'panel') {
    const chosen = [...targetLabelsOf(series), ...(series.labelNames.includes('instance') ? ['instance'] : [])];
    own.push(
      ...chosen.filter((name) => !has(name)).map((name): Matcher => ({ label: name, op: '=~', value: `$${name}` })),
    );
  }
  return own;
}
