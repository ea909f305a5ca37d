/** Every check there is, by family: docs/checks.md and the rules of a SARIF report are made from it. */
import { alertmanager } from './alertmanager';
import { agreement, cost, waiving } from './agreement';
import { alerts, objectives, recordings } from './alerts';
import type { Check, Family } from './check';
import { dashboards } from './dashboards';
import { expressions } from './expressions';

export const families: readonly Family[] = [
  expressions,
  alerts,
  recordings,
  objectives,
  alertmanager,
  dashboards,
  agreement,
  cost,
  waiving,
];

export const allChecks: readonly Check[] = families.flatMap(({ checks }) => checks);

const byId = new Map(allChecks.map((check) => [check.id, check]));

/** The check that a message's id stands for. */
export function checkOf(id: string): Check | undefined {
  return byId.get(id);
}
