/** Inference: what labels, unit and nature each part of an expression has, from the metrics it is made of. */
import { Histogram, Summary } from '../metric';
import type { Series } from '../metric';
import type { Unit } from '../quantity';
import type { AggregateNode, AstNode, BinaryNode, CallNode, SelectorNode } from './ast';
import { add, BOOLEAN, COUNT, dimensionOf, divide, multiply, perSecond, RATIO, subtract, TIMESTAMP } from './dimension';
import type { Dimension } from './dimension';
import { COMPARISONS, COUNTER_FUNCTIONS, FUNCTIONS, SET_OPERATORS } from './functions';
import type { ValueKind } from './functions';
import { absentLabels, eitherLabels, groupedLabels, matchedLabels, relabelledLabels } from './label-set';
import { NO_LABELS, NOTHING_FIXED, selectedLabels, stillFixed } from './label-set';
import type { FixedLabels, LabelSet } from './label-set';
import type { Mark } from './source';

export type { Certainty, LabelSet } from './label-set';

/**
 * What a value is by nature.
 * counter: grows, must be rated first. rated: a rate of a counter. bucket: counts up to `le`. quantile and ratio: must
 * not be averaged. info: always 1. literal: a number in the text. aggregated: summed over series. filtered: samples for
 * which a comparison does not hold are gone. unknown: read from a metric that no catalogue has, so nothing can be told.
 */
export type Trait =
  | 'counter'
  | 'gauge'
  | 'rated'
  | 'bucket'
  | 'quantile'
  | 'ratio'
  | 'info'
  | 'literal'
  | 'aggregated'
  | 'bool'
  | 'absent'
  | 'filtered'
  | 'unknown';

export interface Inferred {
  readonly kind: ValueKind;
  readonly labels: LabelSet;
  readonly fixed: FixedLabels;
  readonly dimension: Dimension | undefined;
  readonly traits: ReadonlySet<Trait>;
  /** The series that the value comes from, while it is still one. */
  readonly series: Series | undefined;
}

const NOTHING: Inferred = {
  kind: 'scalar',
  labels: NO_LABELS,
  fixed: NOTHING_FIXED,
  dimension: undefined,
  traits: new Set(),
  series: undefined,
};

const SAME_SERIES = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio']);
const COUNTING = new Set(['count', 'group', 'count_values', 'count_over_time', 'changes', 'resets']);
const PRESENCE = new Set(['present_over_time', 'group']);
const PER_SECOND = new Set(['rate', 'irate', 'deriv']);
const CALENDAR = /^(day_of_|days_in_|hour$|minute$|month$|year$)/;
/** Functions whose result has the unit of what they take; of those not listed anywhere, nothing can be told. */
const SAME_UNIT =
  /^(abs|ceil|floor|round|clamp(_max|_min)?|sort(_desc)?|scalar|vector|increase|delta|idelta|predict_linear|label_(replace|join)|(avg|min|max|sum|quantile|stddev|mad|first|last)_over_time)$/;
/** What a count of samples or series has no more. */
const COUNTED_AWAY = ['counter', 'ratio', 'quantile', 'info', 'bucket', 'bool', 'rated'] as const;

/** Inference over one expression; results are kept per node. */
export class Inference {
  readonly #results = new Map<AstNode, Inferred>();

  readonly #markAt: ReadonlyMap<number, Mark>;

  constructor(readonly marks: readonly Mark[]) {
    this.#markAt = new Map(marks.map((mark) => [mark.from, mark]));
  }

  of(node: AstNode): Inferred {
    const known = this.#results.get(node);
    if (known !== undefined) return known;
    const inferred = this.infer(node);
    this.#results.set(node, inferred);
    return inferred;
  }

  /** The series that a selector stands for; undefined where the name was typed by hand. */
  seriesOf(node: SelectorNode): Series | undefined {
    const mark = this.markOf(node);
    return mark?.kind === 'series' ? mark.series : undefined;
  }

  /** The unit of a literal that was written as a quantity. */
  unitOfLiteral(node: AstNode): Unit | undefined {
    const mark = this.markOf(node);
    return mark?.kind === 'quantity' ? mark.unit : undefined;
  }

  private markOf(node: AstNode): Mark | undefined {
    const mark = this.#markAt.get(node.from);
    return mark?.to === node.to ? mark : undefined;
  }

  private infer(node: AstNode): Inferred {
    switch (node.type) {
      case 'number':
        return this.literal(node);
      case 'string':
        return { ...NOTHING, kind: 'string' };
      case 'selector':
        return this.selector(node);
      case 'matrix':
        return { ...this.of(node.selector), kind: 'range' };
      case 'subquery':
        return { ...this.of(node.expr), kind: 'range' };
      case 'offset':
        return this.of(node.expr);
      case 'unary':
        return this.unitOfLiteral(node) === undefined ? this.of(node.expr) : this.literal(node);
      case 'call':
        return this.call(node);
      case 'aggregate':
        return this.aggregate(node);
      case 'binary':
        return this.binary(node);
    }
  }

  private literal(node: AstNode): Inferred {
    const unit = this.unitOfLiteral(node);
    return { ...NOTHING, dimension: unit && dimensionOf(unit), traits: new Set(['literal']) };
  }

  private selector(node: SelectorNode): Inferred {
    const series = this.seriesOf(node);
    // A histogram or summary as a whole has no series of its own, which PQ-02 reports.
    if (series === undefined || series instanceof Histogram || series instanceof Summary) {
      return { ...NOTHING, kind: 'vector', traits: new Set(['unknown']) };
    }
    const { labels, fixed } = selectedLabels(series.labelNames, node);
    const traits = new Set<Trait>();
    if (series.type === 'counter' || series.type === 'bucket') traits.add('counter');
    else traits.add('gauge');
    if (series.type === 'bucket' || series.type === 'quantile' || series.type === 'info') traits.add(series.type);
    if (series.unit === 'ratio' || series.unit === 'percent') traits.add('ratio');
    // A bucket counts observations; its `unit` is that of what is observed. An info is a flag that is always up.
    const dimension = series.type === 'bucket' ? COUNT : series.type === 'info' ? BOOLEAN : dimensionOf(series.unit);
    return { kind: 'vector', labels, fixed, dimension, traits, series };
  }

  private call(node: CallNode): Inferred {
    const { name, args } = node;
    const kind = FUNCTIONS.get(name)?.result ?? 'vector';
    const inner = args.map((arg) => this.of(arg));
    const vector = inner.find((i) => i.kind === 'vector' || i.kind === 'range');
    if (name === 'absent' || name === 'absent_over_time') {
      return {
        ...NOTHING,
        kind,
        labels: absentLabels(args[0]),
        dimension: BOOLEAN,
        traits: new Set(['absent', 'bool']),
      };
    }
    if (name === 'vector') return { ...(inner[0] ?? NOTHING), kind, traits: new Set(['literal']) };
    if (vector === undefined) {
      const dimension = name === 'time' ? TIMESTAMP : CALENDAR.test(name) ? COUNT : undefined;
      return { ...NOTHING, kind, dimension };
    }
    if (name === 'scalar') return { ...NOTHING, kind, dimension: vector.dimension };
    if (name === 'histogram_quantile' || name === 'histogram_fraction') return quantile(name, vector);
    const labels = name.startsWith('label_') ? relabelledLabels(node, vector.labels) : vector.labels;
    return { ...vector, ...callResult(name, vector), kind, labels };
  }

  private aggregate(node: AggregateNode): Inferred {
    const inner = this.of(node.expr);
    if (SAME_SERIES.has(node.op)) return { ...inner, kind: 'vector' };
    const labels = groupedLabels(node, inner.labels);
    const traits = new Set<Trait>([...inner.traits, 'aggregated']);
    if (COUNTING.has(node.op)) for (const trait of COUNTED_AWAY) traits.delete(trait);
    const fixed = stillFixed(inner.fixed, labels);
    return { kind: 'vector', labels, fixed, traits, dimension: aggregated(node.op, inner), series: inner.series };
  }

  private binary(node: BinaryNode): Inferred {
    const [left, right] = [this.of(node.left), this.of(node.right)];
    if (left.kind === 'scalar' && right.kind === 'scalar') {
      return { ...NOTHING, dimension: arithmetic(node.op, left, right), traits: both(left, right) };
    }
    const main = left.kind === 'scalar' || (node.group?.many === 'right' && right.kind !== 'scalar') ? right : left;
    const unknown: readonly Trait[] = left.traits.has('unknown') || right.traits.has('unknown') ? ['unknown'] : [];
    const whole = { ...main, kind: 'vector' as const, traits: new Set([...main.traits, ...unknown]) };
    if (node.op === 'or') return either(left, right);
    if (SET_OPERATORS.has(node.op)) return { ...whole, traits: new Set([...whole.traits, 'filtered']) };
    const labels =
      left.kind === 'scalar' || right.kind === 'scalar' ? main.labels : matchedLabels(node, left.labels, right.labels);
    const fixed = stillFixed(main.fixed, labels);
    if (!COMPARISONS.has(node.op)) {
      const dimension = arithmetic(node.op, left, right);
      return { ...whole, labels, fixed, dimension, traits: arithmeticTraits(node.op, whole, dimension) };
    }
    if (node.bool) return { ...whole, labels, fixed, dimension: BOOLEAN, traits: new Set(['bool', ...unknown]) };
    return { ...whole, labels, fixed, traits: new Set([...whole.traits, 'filtered']) };
  }
}

function both(left: Inferred, right: Inferred): ReadonlySet<Trait> {
  return left.traits.has('literal') && right.traits.has('literal') ? new Set(['literal']) : new Set();
}

function either(left: Inferred, right: Inferred): Inferred {
  const traits = new Set([...left.traits, ...right.traits]);
  if (!left.traits.has('filtered') || !right.traits.has('filtered')) traits.delete('filtered');
  if (!left.traits.has('literal') || !right.traits.has('literal')) traits.delete('literal');
  const labels = eitherLabels(left.labels, right.labels);
  const fixed = new Map([...left.fixed].filter(([name, value]) => right.fixed.get(name) === value));
  return { ...left, labels, fixed, traits, dimension: left.dimension ?? right.dimension };
}

function quantile(name: string, vector: Inferred): Inferred {
  const labels = new Map(vector.labels);
  labels.delete('le');
  const unknown: readonly Trait[] = vector.traits.has('unknown') ? ['unknown'] : [];
  const base = { kind: 'vector', labels, fixed: stillFixed(vector.fixed, labels), series: vector.series } as const;
  if (name === 'histogram_fraction') return { ...base, dimension: RATIO, traits: new Set(['ratio', ...unknown]) };
  // Of buckets under a recorded name the unit of what they counted is lost.
  const dimension = vector.series && vector.traits.has('bucket') ? dimensionOf(vector.series.unit) : undefined;
  return { ...base, dimension, traits: new Set(['quantile', ...unknown]) };
}

function callResult(name: string, vector: Inferred): Pick<Inferred, 'traits' | 'dimension'> {
  const traits = new Set(vector.traits);
  if (COUNTER_FUNCTIONS.has(name)) {
    traits.delete('counter');
    traits.add('rated');
  }
  if (COUNTING.has(name) || PRESENCE.has(name)) for (const trait of COUNTED_AWAY) traits.delete(trait);
  return { traits, dimension: resultDimension(name, vector) };
}

function resultDimension(name: string, { dimension }: Inferred): Dimension | undefined {
  if (PRESENCE.has(name)) return BOOLEAN;
  if (COUNTING.has(name) || name === 'sgn' || CALENDAR.test(name)) return COUNT;
  if (name === 'timestamp') return TIMESTAMP;
  if (PER_SECOND.has(name)) return perSecond(dimension);
  if (/^i?delta$/.test(name) && dimension?.base === 'timestamp') return subtract(TIMESTAMP, TIMESTAMP);
  if (/^(sum|avg)_over_time$/.test(name)) return aggregated(name.slice(0, 3), { dimension });
  return SAME_UNIT.test(name) ? dimension : undefined;
}

/** Of a sum, an average, … Sums of states count those that are on, and their average is the share of those. */
function aggregated(op: string, { dimension }: Pick<Inferred, 'dimension'>): Dimension | undefined {
  if (PRESENCE.has(op)) return BOOLEAN;
  if (COUNTING.has(op)) return COUNT;
  if (op === 'stdvar') return undefined;
  if (dimension?.base === 'bool' && op === 'sum') return COUNT;
  return dimension?.base === 'bool' && op === 'avg' ? RATIO : dimension;
}

function arithmetic(op: string, left: Inferred, right: Inferred): Dimension | undefined {
  const [a, b] = [left.dimension, right.dimension];
  // A plain number scales; a vector whose unit is not known could be anything.
  const untold = (side: Inferred): boolean => side.dimension === undefined && !side.traits.has('literal');
  switch (op) {
    case '/':
      return b === undefined && right.traits.has('literal') ? a : divide(a, b);
    case '*':
      return untold(left) || untold(right) ? undefined : multiply(a, b);
    case '-':
      return subtract(a, b);
    case '+':
      return add(a, b);
    case '%':
      return a ?? b;
    default:
      return undefined;
  }
}

function arithmeticTraits(op: string, whole: Inferred, dimension: Dimension | undefined): ReadonlySet<Trait> {
  const traits = new Set(whole.traits);
  const share = dimension?.base === 'ratio' || dimension?.base === 'percent';
  if (op === '/' && dimension?.base === 'ratio') traits.add('ratio');
  if (dimension !== undefined && !share) traits.delete('ratio');
  return traits;
}
