/** Limits and numbers of alerts: AL-21 and AL-22. */
import type { AlertingRule } from '../../../model/delivery';
import type { Problem } from '../../../model/problem';
import { unitOf } from '../../../model/promql/dimension';
import { excerpt } from '../../../model/promql/lint';
import type { Unit } from '../../../model/quantity';
import { expectedSeries } from '../cost/cardinality';
import type { JudgedRule, Subject } from '../subject';
import { isScaled, limitOf } from '../tree';

/** What differs from one installation to the next: a limit in these is right for one only. */
const RELATIVE: readonly (Unit | undefined)[] = ['bytes', 'bytes/second', 'count/second'];
/** Above that a count is a size, and not a number of events. */
const FEW = 100;

/** A limit is a share of a capacity, a time, or an objective; a size is right for one machine only. */
export function absoluteLimits({ alerts }: Subject): readonly Problem[] {
  return alerts.flatMap(({ rule, root, inference, where }): readonly Problem[] => {
    const limit = limitOf(root);
    // Below a limit there is too little, which is nearly nothing everywhere.
    if (limit === undefined || limit.value === 0 || limit.op.startsWith('<') || isScaled(limit.left)) return [];
    const unit = unitOf(inference.of(limit.left).dimension);
    if (!RELATIVE.includes(unit) && (unit !== 'count' || limit.value <= FEW)) return [];
    const what = `the limit is an absolute ${unit ?? ''}, which fits one installation`;
    return [
      {
        id: 'AL-21',
        where,
        what,
        remedy: 'divide by the capacity, or make an objective of it',
        excerpt: excerpt(rule.expr, root),
      },
    ];
  });
}

/** One outage is one page. */
const MOST_INSTANCES = 50;

/** An alert is not told in fifty copies. */
export function crowds({ alerts }: Subject): readonly Problem[] {
  return alerts.flatMap((alert) => {
    const expected = expectedSeries(alert);
    return expected <= MOST_INSTANCES ? [] : [crowd(alert, expected)];
  });
}

function crowd({ where, rule, root, inference }: JudgedRule<AlertingRule>, expected: number): Problem {
  const labels = [...inference.of(root).labels.keys()].sort().join(', ');
  const what = `a target can fire it ${expected} times at once, once for each of ${labels}; must be at most ${MOST_INSTANCES}`;
  return { id: 'AL-22', where, what, remedy: 'aggregate further', excerpt: excerpt(rule.expr, root) };
}
