export { Expr, promql, ratioOf } from './template';
export { fixed, window, Window } from './source';
export type { Composable, Hole, Mark, Rendered, Source, Target } from './source';
export type {
  AggregateNode,
  AstNode,
  BinaryNode,
  CallNode,
  LabelRef,
  MatcherNode,
  MatrixNode,
  NumberNode,
  OffsetNode,
  SelectorNode,
  Span,
  StringNode,
  SubqueryNode,
  UnaryNode,
} from './ast';
export type { Dimension } from './dimension';
export type { ValueKind } from './functions';
export type { Certainty, Inference, Inferred, LabelSet, Trait } from './infer';
export type { FixedLabels } from './label-set';
export type { LintContext, Rule, Scope, Use } from './lint';
export { adviceRules, contextRules, definitionRules } from './rules';
