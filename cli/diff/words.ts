/** Words that the text and the comment have in common. */
import type { DiffReport, ReportedChange } from '../../stacks/diff/report';

/** More names than these are counted; JSON has all of them. */
const NAMED = 12;

/** Names of what changed alike. */
export function subjectsText({ subjects }: Pick<ReportedChange, 'subjects'>): string {
  const rest = subjects.length - NAMED;
  return rest < 2 ? subjects.join('; ') : `${subjects.slice(0, NAMED).join('; ')}; and ${rest} more`;
}

/** ` [prod, staging]`, where not all environments changed alike. */
export function environmentsText({ environments }: ReportedChange, report: DiffReport): string {
  return environments.length === report.environments.length ? '' : ` [${environments.join(', ')}]`;
}

/** Environments that nothing changed in. */
export function unchangedText({ environments, changes }: DiffReport): readonly string[] {
  const same = environments.filter((name) => !changes.some((change) => change.environments.includes(name)));
  return same.length === 0 ? [] : [`No difference: ${same.join(', ')}`];
}

/** What to do where critical alerts are lost. */
export function remedyText({ lost }: DiffReport): readonly string[] {
  if (lost.length === 0) return [];
  const flags = `--allow-removed-critical ${lost.join(' ')}`;
  return [`A critical alert would be lost: ${lost.join(', ')}. If that is meant, allow it: ${flags}`];
}
