/**
 * Inference: what labels, unit and nature each part of an expression has, from the metrics it is made of.
 * A label of a result is guaranteed (every sample carries it), possible, or impossible.
 */
import type { Series } from '../metric';
import type { Unit } from '../quantity';
import type { AggregateNode, AstNode, BinaryNode, CallNode, SelectorNode } from './ast';
import { divide, dimensionOf, perSecond, subtract } from './dimension';
import type { Dimension } from './dimension';
import type { Mark } from './source';

export type Certainty = 'guaranteed' | 'possible';
export type LabelSet = ReadonlyMap<string, Certainty>;

/**
 * What a value is by nature.
 * counter: grows, must be rated first. rated: a rate of a counter. bucket: carries `le`. quantile and ratio: must not be
 * averaged. info: always 1. literal: a number in the text. aggregated: summed over series. time: seconds since 1970.
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
  | 'filtered';

export interface Inferred {
  readonly kind: 'scalar' | 'vector' | 'range' | 'string';
  readonly labels: LabelSet;
  readonly dimension: Dimension | undefined;
  readonly traits: ReadonlySet<Trait>;
  /** The series that the value comes from, while it is still one. */
  readonly series: Series | undefined;
}

const NONE: LabelSet = new Map();
const SCALAR: Inferred = { kind: 'scalar', labels: NONE, dimension: undefined, traits: new Set(), series: undefined };

/** Functions that turn a counter into a rate. */
export const RATES = new Set(['rate', 'irate']);
/** Functions that need a counter. */
export const COUNTER_FUNCTIONS = new Set(['rate', 'irate', 'increase', 'resets']);
const PER_SECOND = new Set(['rate', 'irate', 'deriv']);
const COUNTING = new Set(['count', 'group', 'count_values', 'count_over_time', 'changes', 'resets']);
const PRESENCE = new Set(['present_over_time', 'group']);
const SAME_SERIES = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio']);
const TIMES = new Set(['time', 'timestamp']);
const BOOLEAN = { base: 'bool', perSecond: false } as const;
const COUNT = { base: 'count', perSecond: false } as const;
const TIMESTAMP = { base: 'timestamp', perSecond: false } as const;

/** Inference over one expression; results are kept per node. */
export class Inference {
  readonly #results = new Map<AstNode, Inferred>();

  constructor(readonly marks: readonly Mark[]) {}

  of(node: AstNode): Inferred {
    const known = this.#results.get(node);
    if (known !== undefined) return known;
    const inferred = this.infer(node);
    this.#results.set(node, inferred);
    return inferred;
  }

  /** The series that a selector stands for; undefined where the name was typed by hand. */
  seriesOf(node: SelectorNode): Series | undefined {
    const mark = this.marks.find((m) => m.kind === 'series' && m.from === node.from && m.to === node.to);
    return mark?.kind === 'series' ? mark.series : undefined;
  }

  /** The unit of a literal that was written as a quantity. */
  unitOfLiteral(node: AstNode): Unit | undefined {
    const mark = this.marks.find((m) => m.kind === 'quantity' && m.from === node.from && m.to === node.to);
    return mark?.kind === 'quantity' ? mark.unit : undefined;
  }

  private infer(node: AstNode): Inferred {
    switch (node.type) {
      case 'number': {
        const unit = this.unitOfLiteral(node);
        return { ...SCALAR, dimension: unit && dimensionOf(unit), traits: new Set(['literal']) };
      }
      case 'string':
        return { ...SCALAR, kind: 'string' };
      case 'selector':
        return this.selector(node);
      case 'matrix':
        return { ...this.of(node.selector), kind: 'range' };
      case 'subquery':
        return { ...this.of(node.expr), kind: 'range' };
      case 'offset':
      case 'unary':
        return this.of(node.expr);
      case 'call':
        return this.call(node);
      case 'aggregate':
        return this.aggregate(node);
      case 'binary':
        return this.binary(node);
    }
  }

  private selector(node: SelectorNode): Inferred {
    const series = this.seriesOf(node);
    if (series === undefined) return { ...SCALAR, kind: 'vector' };
    const labels = new Map<string, Certainty>([
      ...Object.keys(series.labels).map((name) => [name, 'guaranteed'] as const),
      ['job', 'guaranteed'],
      ['instance', 'guaranteed'],
    ]);
    for (const m of node.matchers) if (m.op === '=' && m.value === '') labels.delete(m.label);
    const traits = new Set<Trait>();
    if (series.type === 'counter' || series.type === 'bucket') traits.add('counter');
    else traits.add('gauge');
    if (series.type === 'bucket') traits.add('bucket');
    if (series.type === 'quantile') traits.add('quantile');
    if (series.type === 'info') traits.add('info');
    if (series.unit === 'ratio' || series.unit === 'percent') traits.add('ratio');
    // A bucket counts observations; its `unit` is that of what is observed.
    const dimension = series.type === 'bucket' ? COUNT : dimensionOf(series.unit);
    return { kind: 'vector', labels, dimension, traits, series };
  }

  private call(node: CallNode): Inferred {
    const { name, args } = node;
    const inner = args.map((arg) => this.of(arg));
    const vector = inner.find((i) => i.kind === 'vector' || i.kind === 'range');
    if (name === 'absent' || name === 'absent_over_time') return this.absent(args[0]);
    if (TIMES.has(name)) {
      const kind = name === 'time' ? 'scalar' : 'vector';
      return { ...SCALAR, kind, labels: vector?.labels ?? NONE, dimension: TIMESTAMP };
    }
    if (name === 'scalar') return { ...SCALAR, dimension: inner[0]?.dimension };
    if (name === 'vector')
      return { ...SCALAR, kind: 'vector', dimension: inner[0]?.dimension, traits: new Set(['literal']) };
    if (vector === undefined) return SCALAR;
    if (name === 'histogram_quantile') return this.quantile(vector);
    if (name === 'label_replace' || name === 'label_join') return this.relabelled(node, vector);
    return { ...vector, kind: 'vector', ...callResult(name, vector) };
  }

  private absent(arg: AstNode | undefined): Inferred {
    const selector = arg && firstSelector(arg);
    const equal = (selector?.matchers ?? []).filter((m) => m.op === '=' && m.value !== '');
    const direct = arg?.type === 'selector' || arg?.type === 'matrix' || arg?.type === 'offset';
    const labels = new Map(direct ? equal.map((m) => [m.label, 'guaranteed'] as const) : []);
    return { kind: 'vector', labels, dimension: BOOLEAN, traits: new Set(['absent', 'bool']), series: undefined };
  }

  private quantile(vector: Inferred): Inferred {
    const labels = new Map(vector.labels);
    labels.delete('le');
    const dimension = vector.series && dimensionOf(vector.series.unit);
    return { kind: 'vector', labels, dimension, traits: new Set(['quantile']), series: vector.series };
  }

  private relabelled(node: CallNode, vector: Inferred): Inferred {
    const target = node.args[1];
    const labels = new Map(vector.labels);
    if (target?.type === 'string') labels.set(target.value, labels.get(target.value) ?? 'possible');
    return { ...vector, labels };
  }

  private aggregate(node: AggregateNode): Inferred {
    const inner = this.of(node.expr);
    if (SAME_SERIES.has(node.op)) return inner;
    const labels = this.groupedLabels(node, inner);
    const traits = new Set(inner.traits);
    traits.add('aggregated');
    const counting = COUNTING.has(node.op);
    if (counting) for (const t of ['counter', 'ratio', 'quantile', 'info', 'bucket', 'bool'] as const) traits.delete(t);
    const dimension = PRESENCE.has(node.op) ? BOOLEAN : counting ? COUNT : inner.dimension;
    return { kind: 'vector', labels, dimension, traits, series: inner.series };
  }

  private groupedLabels(node: AggregateNode, inner: Inferred): LabelSet {
    const named = new Set(node.grouping?.labels.map((l) => l.name) ?? []);
    const without = node.grouping?.kind === 'without';
    const labels = new Map([...inner.labels].filter(([name]) => named.has(name) !== without));
    if (node.op === 'count_values' && node.param?.type === 'string') labels.set(node.param.value, 'guaranteed');
    return labels;
  }

  private binary(node: BinaryNode): Inferred {
    const [left, right] = [this.of(node.left), this.of(node.right)];
    if (left.kind === 'scalar' && right.kind === 'scalar')
      return { ...SCALAR, dimension: left.dimension ?? right.dimension };
    const set = ['and', 'or', 'unless'].includes(node.op);
    const compares = ['==', '!=', '>', '<', '>=', '<='].includes(node.op);
    const main = left.kind === 'scalar' ? right : left;
    if (node.op === 'or')
      return { ...left, labels: union(left.labels, right.labels), traits: new Set([...left.traits, ...right.traits]) };
    if (set) return left;
    const labels = this.matchedLabels(node, left, right);
    if (compares) {
      if (node.bool) return { ...main, labels, dimension: BOOLEAN, traits: new Set(['bool']) };
      return { ...main, labels, traits: new Set([...main.traits, 'filtered']) };
    }
    const traits = new Set([...main.traits].filter((t) => t !== 'filtered'));
    const dimension = arithmetic(node, left, right);
    if (node.op === '/' && dimension?.base === 'ratio') traits.add('ratio');
    return { ...main, labels, dimension, traits };
  }

  private matchedLabels(node: BinaryNode, left: Inferred, right: Inferred): LabelSet {
    if (left.kind === 'scalar') return right.labels;
    if (right.kind === 'scalar') return left.labels;
    if (node.group !== undefined) {
      const [many, one] = node.group.many === 'left' ? [left, right] : [right, left];
      const labels = new Map(many.labels);
      for (const { name } of node.group.include) labels.set(name, one.labels.get(name) ?? 'possible');
      return labels;
    }
    if (node.matching === undefined) return intersection(left.labels, right.labels);
    const named = new Set(node.matching.labels.map((l) => l.name));
    const keep = node.matching.kind === 'on';
    return new Map([...left.labels].filter(([name]) => named.has(name) === keep));
  }
}

function callResult(name: string, vector: Inferred): Partial<Inferred> {
  const traits = new Set(vector.traits);
  if (COUNTER_FUNCTIONS.has(name)) {
    traits.delete('counter');
    traits.add('rated');
  }
  if (COUNTING.has(name) || name === 'present_over_time') {
    traits.delete('counter');
    return { traits, dimension: PRESENCE.has(name) ? BOOLEAN : COUNT };
  }
  return { traits, dimension: PER_SECOND.has(name) ? perSecond(vector.dimension) : vector.dimension };
}

function arithmetic(node: BinaryNode, left: Inferred, right: Inferred): Dimension | undefined {
  const [a, b] = [left.dimension, right.dimension];
  switch (node.op) {
    case '/':
      return right.kind === 'scalar' && b === undefined ? a : divide(a, b);
    case '-':
      return subtract(a, b);
    case '*':
      if (a?.base === 'ratio') return b ?? a;
      if (b?.base === 'ratio') return a ?? b;
      return a && b ? undefined : (a ?? b);
    case '+':
    case '%':
      return a ?? b;
    default:
      return undefined;
  }
}

function union(a: LabelSet, b: LabelSet): LabelSet {
  const names = new Set([...a.keys(), ...b.keys()]);
  const certain = (n: string): Certainty =>
    a.get(n) === 'guaranteed' && b.get(n) === 'guaranteed' ? 'guaranteed' : 'possible';
  return new Map([...names].map((n) => [n, certain(n)]));
}

function intersection(a: LabelSet, b: LabelSet): LabelSet {
  return new Map([...a].filter(([name]) => b.has(name)));
}

function firstSelector(node: AstNode): SelectorNode | undefined {
  if (node.type === 'selector') return node;
  if (node.type === 'matrix') return firstSelector(node.selector);
  return node.type === 'offset' ? firstSelector(node.expr) : undefined;
}
