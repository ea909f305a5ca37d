/** Cases at the thresholds: one per cent beyond and short of each, and between two. */
import type { Rung } from '../alert';
import type { Comparator } from '../condition';
import { quantityText } from '../quantity';
import type { Quantity } from '../quantity';
import type { ScenarioSeries } from '../scenario';
import { ESCALATION } from './case';
import type { ProofCase } from './case';
import type { Claim } from './claim';
import { ending } from './firing-cases';
import type { Plan } from './plan';

type Edge = (at: Quantity) => readonly ScenarioSeries[];

const SHIFT = 0.01;

/** A value near the threshold, and whether the rule fires there. */
interface Near {
  readonly at: Quantity;
  readonly fires: boolean;
  readonly words: string;
}

function nearby(threshold: Quantity, comparator: Comparator): readonly Near[] {
  const by = threshold.value === 0 ? SHIFT : Math.abs(threshold.value) * SHIFT;
  const at = (value: number): Quantity => ({ unit: threshold.unit, value });
  const over = { at: at(threshold.value + by), words: '1% above' };
  const under = { at: at(threshold.value - by), words: '1% below' };
  const exactly = { at: threshold, words: 'exactly' };
  switch (comparator) {
    case '>':
    case '>=':
      return [
        { ...over, fires: true },
        { ...under, fires: false },
      ];
    case '<':
    case '<=':
      return [
        { ...under, fires: true },
        { ...over, fires: false },
      ];
    case '==':
    case '!=':
      return [
        { ...exactly, fires: comparator === '==' },
        { ...over, fires: comparator === '!=' },
        { ...under, fires: comparator === '!=' },
      ];
  }
}

/** Just beyond the threshold the first rule fires; just short of it nothing does. */
export function boundaryCases(plan: Plan, edge: Edge): readonly ProofCase[] {
  return near(plan.base).map(({ at, fires, words }) => {
    const { severity } = plan.base;
    const title = `${fires ? 'fires' : 'stays quiet'} ${words} ${thresholdText(plan.base)}`;
    const settled = plan.settled();
    const claims: readonly Claim[] = fires
      ? [{ kind: 'fires', severity, at: settled.brokenEnd }]
      : [{ kind: 'never fires', severity, until: settled.brokenEnd }];
    return edgeCase(plan, 'boundary', title, edge(at), claims);
  });
}

/** Just beyond the worse threshold both rules fire, with these texts; just short of it only the first does. */
export function escalationCases(plan: Plan, worse: Rung, edge: Edge): readonly ProofCase[] {
  return near(worse).map(({ at, fires, words }) => {
    const { severity } = worse;
    const both = `${plan.base.severity} and ${severity}`;
    const title = `fires as ${fires ? both : `${plan.base.severity} only`} ${words} ${thresholdText(worse)}`;
    const end = plan.settled().brokenEnd;
    const expr = worse.condition.expr.text();
    const claims: readonly Claim[] = fires
      ? [
          { kind: 'fires', severity, at: end },
          { kind: 'waits', expr, severity, lasting: plan.wait(worse), at: end },
          // The series of an edge need not turn: they end, and with them the condition.
          ...ending(plan, worse, end + plan.oblivion),
          { kind: 'page', of: ESCALATION, at: end, pages: plan.pages?.[ESCALATION] ?? [] },
        ]
      : [
          { kind: 'fires', severity: plan.base.severity, at: end },
          { kind: 'never fires', severity, until: end },
        ];
    return edgeCase(plan, 'escalation', title, edge(at), claims);
  });
}

function near({ condition }: Rung): readonly Near[] {
  const { threshold, comparator } = condition;
  return threshold === undefined || comparator === undefined ? [] : nearby(threshold, comparator);
}

function thresholdText({ condition: { threshold } }: Rung): string {
  return threshold === undefined ? '' : quantityText(threshold);
}

function edgeCase(
  plan: Plan,
  kind: 'boundary' | 'escalation',
  title: string,
  series: readonly ScenarioSeries[],
  claims: readonly Claim[],
): ProofCase {
  return {
    kind,
    title,
    step: plan.step,
    inputs: plan.inputs(kind, series, plan.settled().phases),
    claims,
  };
}
