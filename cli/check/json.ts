/** A report for programs. Its shape is told in docs/checks.md and changes only with its version. */
import type { Finding } from './finding';
import type { CheckReport } from './report';
import { errorsOf, warningsOf } from './report';

/** Raised when a field changes its meaning or goes; a field that is added raises nothing. */
const VERSION = 1;

export function reportJson(report: CheckReport): string {
  const { environments, findings, notInstalled } = report;
  const body = {
    version: VERSION,
    errors: errorsOf(report).length,
    warnings: warningsOf(report).length,
    environments,
    findings: findings.map(findingJson),
    notInstalled,
  };
  return JSON.stringify(body, undefined, 2);
}

function findingJson({ id, severity, where, what, remedy, excerpt, environments, position, waiver }: Finding): object {
  return { id, level: severity, where, what, remedy, excerpt, environments, position, waiver };
}
