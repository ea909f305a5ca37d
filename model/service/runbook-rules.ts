/** What a runbook repeats of the rules, written from the rules: a copy by hand would be out of date at the first change. */
import type { Alert } from '../alert';
import { durationText } from '../quantity';
import type { ServiceSpec } from './spec';

/** The runbook with, at the head of each alert's section, when the alert fires and where to look first. */
export function withRules({ alerts, board }: Pick<ServiceSpec<string>, 'alerts' | 'board'>, runbook: string): string {
  return alerts.reduce(
    (text, alert) => text.replace(`\n## ${alert.name}\n`, (heading) => `${heading}\n${ruleText(alert, board)}`),
    runbook,
  );
}

/** Thresholds are the alert's own; an environment may have set others. */
function ruleText(alert: Alert, board: string): string {
  const rungs = alert.rungs().map(({ severity, for: wait, condition }) => {
    const after = wait.value === 0 ? 'at once' : `after ${durationText(wait)}`;
    return `Severity **${severity}**, ${after}, when:\n\n\`\`\`promql\n${condition.expr.text()}\n\`\`\`\n`;
  });
  return `${rungs.join('\n')}\nThresholds are those of the service; an environment may set others. See the board [${board}](/d/${board}).\n`;
}
