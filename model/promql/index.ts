export { Expr, promql, ratioOf } from './template';
export { fixed, window, Window } from './source';
export type { Hole, Target } from './source';
export type { Inferred, LabelSet } from './infer';
export type { LintContext, Rule, Scope, Use } from './lint';
export { adviceRules, contextRules, definitionRules } from './rules';
