/** docs/checks.md, from the catalogue of checks. */
import { families } from '../../stacks/check/catalogue/all';
import { unmade } from '../../stacks/check/catalogue/agreement';
import type { Check, Made } from '../../stacks/check/catalogue/check';
import { cell, table } from './markdown-table';

const HEAD = `# Checks

What Vedette refuses, by the id that a message starts with. This file is written by \`npm run golden\` from the catalogue
in \`stacks/check/catalogue/\`; a test holds that it is current, that every file named here makes its check, and that
every check has a fault that it alone reports.

A check is made *when written*, as soon as the module with the expression, alert or board is loaded; *when delivered*, as
soon as a service or an environment is rendered, so that \`vedette synth\` and \`pulumi up\` refuse it too; or *in check*,
by \`vedette check\` alone.

An **error** has no excuse. A **warning** is right in general, and can be wrong for a good reason: see
[waivers](#waivers).

## Running them

\`vedette check [environments…]\` judges what each environment would run, then has promtool and amtool judge the rendered
files. It ends with 1 when there is an error, with 0 when there are warnings at most; \`--strict\` counts a warning
without a waiver as an error. A finding names its place, the expression with a caret, the remedy, the source file, and
the environments that have it.

\`--json\` writes one object:

| field          | holds                                                                                                  |
| -------------- | ------------------------------------------------------------------------------------------------------ |
| \`version\`      | 1; raised when a field changes its meaning or goes                                                     |
| \`errors\`       | number of errors                                                                                       |
| \`warnings\`     | number of warnings that nothing waives                                                                 |
| \`environments\` | for each: \`environment\`, \`services\`, \`rules\`, \`dashboards\`, \`objects\`, \`checkedBy\`, \`omissions\`        |
| \`findings\`     | for each: \`id\`, \`level\`, \`where\`, \`what\`, \`remedy\`, \`excerpt\`, \`environments\`, \`position\`, \`waiver\` |
| \`notInstalled\` | programs that would have judged files                                                                  |

\`id\`, \`remedy\`, \`excerpt\`, \`position\` and \`waiver\` can be absent. \`position\` has \`file\`, and \`line\`, \`column\`,
\`endColumn\` where the name of what is meant was found, counted from 1.

\`--sarif\` writes SARIF 2.1.0 for code scanning: every check is a rule, every finding a result with its file and line, and
what is waived is suppressed. A message without an id, about a setting that cannot stand, has the rule \`settings\`.
`;

const WAIVERS = `A waiver is one entry in [stacks/waivers.ts](../stacks/waivers.ts): the id, the place that the message names, who answers
for it, why, and the last day on which it holds.

Only ids of checks that warn compile. What is waived is still counted by \`vedette check\`, and suppressed in SARIF.
`;

/** The whole document. */
export function checksDocument(): string {
  const parts = families.map(({ title, checks }) => {
    const text = title === 'Waivers' ? `${WAIVERS}\n` : '';
    return `## ${title}\n\n${text}${table([['id', 'level', 'made', 'what', 'where', 'remedy'], ...checks.map(row)])}`;
  });
  const left = `## Not checked here\n\n${table([['id', 'what', 'reason'], ...unmade.map(({ id, what, reason }) => [id, what, reason].map(cell))])}`;
  return `${HEAD}\n${[...parts, left].join('\n\n')}\n`;
}

const WHEN: Readonly<Record<Made, string>> = {
  written: 'when written',
  delivered: 'when delivered',
  checked: 'in check',
};

function row({ id, level, made, what, where, remedy }: Check): readonly string[] {
  const files = where.map((file) => `\`${file}\``).join(', ');
  return [id, level, made.map((each) => WHEN[each]).join(', '), cell(what), files, cell(remedy)];
}
