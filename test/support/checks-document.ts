/** docs/checks.md, from the rules themselves and, for checks that are no rules, from a sentence each. */
import { adviceRules, contextRules, definitionRules } from '../../model/promql';
import type { Rule } from '../../model/promql';

const HEAD = `# Checks

What Vedette refuses, by the id that a message starts with. This file is written by \`npm run golden\`; a test holds that
it is current and that it has every id in the sources.

An **error** has no excuse. A **warning** is reported the same way, and can have a good reason.

## Expressions

A check is made *when written*, as soon as the module with the expression is loaded, or *when used*, as soon as it is
known whether an alert, a recording rule or a panel uses it, how often its metrics are scraped and how long samples are
kept.
`;

/** Checks that are made where a thing is built, so that no rule carries their sentence. */
const BUILT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Alerts: {
    'AL-01': 'The name is PascalCase, of 4 to 60 letters and digits',
    'AL-04': 'A critical alert is a symptom, an imminent loss, or about the stack itself',
    'AL-05': '`for` fits the kind of alert',
    'AL-11': 'A text prints only labels that the expression or the alert guarantees',
    'AL-17': 'No two alerts of a service have the same name',
    'AL-25': 'An alert has a firing and a quiet scenario, and a boundary case for its threshold',
  },
  'Recording rules': {
    'RR-01': 'The name is level:metric:operation in snake case',
    'RR-04': 'The result keeps the label `job`',
    'RR-11': 'The unit of the result can be told',
  },
  Dashboards: {
    'DB-01': 'The uid is well formed, and no other board has it',
    'DB-02': 'A board has a title `Area / Subject` of its own, a description, tags and a folder',
    'DB-03': 'Everything takes its data source from the variable `datasource`',
    'DB-04': 'There are variables `job` and `instance`, and every query keeps to them',
    'DB-05': 'The range of a rate is `$__rate_interval`',
    'DB-07': 'A panel has a title of its own, and a description that says what is normal and what to do',
    'DB-08': 'A panel has a unit, and it is that of its expressions',
    'DB-09': 'A panel that plots what an alert watches shows its thresholds, in the same unit',
    'DB-10': 'Legends and rows name the labels that tell series apart, and no others',
    'DB-11': 'A graph has at most 20 lines for each target',
    'DB-12': 'Panels have queries, of the kind that they can draw, and ids of their own',
    'DB-13': 'A board is read-only, and the same at every build',
    'DB-14': 'Time range, refresh and time zone are set',
    'DB-15': 'Annotations show the firing alerts and the restarts',
    'DB-16': 'Links lead to the other boards, with time and variables',
    'DB-17': 'Panels fill the grid without overlaps and gaps',
    'DB-18': 'Every query and alert expression on a board parses',
    'DB-19': 'An empty panel says whether that is good, and a gap stays a gap',
  },
};

/** The whole document. */
export function checksDocument(): string {
  const ids = [...new Set([...definitionRules, ...contextRules, ...adviceRules].map((rule) => rule.id))].sort();
  const rows = ids.map((id) =>
    row(id, definitionRules.filter(of(id)), [...contextRules, ...adviceRules].filter(of(id))),
  );
  const built = Object.entries(BUILT).map(
    ([title, checks]) => `## ${title}\n\n${table([['id', 'check'], ...Object.entries(checks)])}`,
  );
  return `${HEAD}\n${[table([['id', 'level', 'made', 'check'], ...rows]), ...built].join('\n\n')}\n`;
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
