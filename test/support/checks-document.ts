/** docs/checks.md as the rules themselves tell it. */
import { contextRules, definitionRules } from '../../model/promql';
import type { Rule } from '../../model/promql';

const HEAD = `# Checks

What Vedette refuses, by the id that a message starts with. This file is written from the rules in
\`model/promql/rules\` by \`npm run golden\`; a test compares them.

An **error** has no excuse. A **warning** is reported the same way, and can have a good reason.

## Expressions

A check is made *when written*, as soon as the module with the expression is loaded, or *when used*, as soon as it is
known whether an alert, a recording rule or a panel uses it, how often its metrics are scraped and how long samples are
kept.
`;

/** The whole document. */
export function checksDocument(): string {
  const ids = [...new Set([...definitionRules, ...contextRules].map((rule) => rule.id))].sort();
  const rows = ids.map((id) => row(id, definitionRules.filter(of(id)), contextRules.filter(of(id))));
  return `${HEAD}\n${table([['id', 'level', 'made', 'check'], ...rows])}\n`;
}

/** Columns as wide as their widest cell, which is how the formatter wants them. */
function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((cells) => (cells[i] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const of =
  (id: string) =>
  (rule: Rule): boolean =>
    rule.id === id;

function row(id: string, written: readonly Rule[], used: readonly Rule[]): readonly string[] {
  const [first] = [...written, ...used];
  const made = [...(written.length > 0 ? ['when written'] : []), ...(used.length > 0 ? ['when used'] : [])].join(', ');
  return [id, first?.level ?? 'error', made, (first?.title ?? '').replaceAll('|', '\\|')];
}
