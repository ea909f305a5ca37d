/** A report for a person. */
import { problemText } from '../../model/problem';
import type { Finding, Position } from './finding';
import type { CheckReport, EnvironmentReport } from './report';
import { errorsOf, waivedOf, warningsOf } from './report';

/** Findings first, errors before warnings; then each environment in numbers, and the sum. */
export function reportText(report: CheckReport): string {
  const [errors, warnings, waived] = [errorsOf(report), warningsOf(report), waivedOf(report)];
  return [
    ...[...errors, ...warnings].map(findingText),
    ...report.environments.flatMap((each) => environmentLines(each, report)),
    ...(waived.length === 0
      ? []
      : [`waived: ${waived.length}, until ${firstEnd(waived)} at the earliest (stacks/waivers.ts)`]),
    ...report.notInstalled.map(
      (name) => `not checked by ${name}: it is not installed ('tools/install.sh up' installs it)`,
    ),
    ...(errors.length + warnings.length === 0 ? [] : [`${count(errors, 'error')}, ${count(warnings, 'warning')}`]),
  ].join('\n');
}

/** `error [PQ-05] where: what; remedy`, the expression with its caret, and where to go. */
function findingText(finding: Finding): string {
  const { severity, environments, position } = finding;
  const place = position === undefined ? '' : ` at ${positionText(position)}`;
  const names = environments.length === 0 ? '' : ` in ${[...environments].sort().join(', ')}`;
  const last = `${place}${names}`.trim();
  return `${severity} ${problemText(finding)}${last === '' ? '' : `\n    ${last}`}\n`;
}

/** As terminals and editors understand it: `services/rstmdb/alerts.ts:42:30`. */
function positionText({ file, line, column }: Position): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

function environmentLines(environment: EnvironmentReport, report: CheckReport): readonly string[] {
  const { environment: name, services, rules, dashboards, objects, checkedBy, omissions } = environment;
  const own = (findings: readonly Finding[]): readonly Finding[] =>
    findings.filter(({ environments }) => environments.includes(name));
  const [errors, warnings] = [own(errorsOf(report)), own(warningsOf(report))];
  const by = checkedBy.length === 0 ? '' : `; checked by ${checkedBy.join(', ')}`;
  const state = errors.length > 0 ? count(errors, 'error') : warnings.length > 0 ? count(warnings, 'warning') : 'ok';
  // Nothing could be rendered.
  if (objects === 0) return [`${name}: ${state}`];
  return [
    `${name}: ${state}, ${services} services watched, ${rules} rules, ${dashboards} dashboards, ${objects} objects${by}`,
    ...omissions.map(({ service, kind, name: what, reason }) => `  left out: ${service} ${kind} ${what}: ${reason}`),
  ];
}

const count = (findings: readonly Finding[], noun: string): string =>
  `${findings.length} ${noun}${findings.length === 1 ? '' : 's'}`;

function firstEnd(waived: readonly Finding[]): string {
  return waived.map(({ waiver }) => waiver?.expires ?? '').sort()[0] ?? '';
}
