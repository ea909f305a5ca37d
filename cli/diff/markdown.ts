/** The difference as a comment of a pull request. */
import { type ChangeKind, KINDS } from '../../stacks/diff/change';
import { type DiffReport, type ReportedChange, sections } from '../../stacks/diff/report';
import { environmentsText, remedyText, subjectsText, unchangedText } from './words';

/** By which a later run finds its comment again. */
export const COMMENT_MARK = '<!-- vedette diff -->';

/** GitHub takes 65 536 characters; the workflow adds some. */
const MOST = 60_000;

/** What a reviewer opens when it is asked for. */
const CLOSED: readonly ChangeKind[] = ['recording', 'dashboard', 'workload', 'rest'];

/** A comment that says first what is dangerous. */
export function diffMarkdown(report: DiffReport): string {
  const { changes, base, head } = report;
  const title = changes.length === 0 ? 'Monitoring does not change' : `Monitoring: ${counted(changes.length)}`;
  const parts = [...sections(changes)].map(([kind, of]) => sectionText(kind, of, report));
  const warning = remedyText(report).map((text) => `> [!CAUTION]\n> ${escaped(text)}`);
  const sides = `${escaped(base)} → ${escaped(head)}`;
  const whole = [COMMENT_MARK, `### ${title}`, sides, ...warning, ...parts, ...unchangedText(report)].join('\n\n');
  return whole.length <= MOST ? whole : shortened(whole);
}

const counted = (count: number): string => `${count} ${count === 1 ? 'change' : 'changes'}`;

function sectionText(kind: ChangeKind, changes: readonly ReportedChange[], report: DiffReport): string {
  const items = changes.map((change) => itemText(change, report)).join('\n');
  return CLOSED.includes(kind)
    ? `<details><summary>${KINDS[kind]} (${changes.length})</summary>\n\n${items}\n\n</details>`
    : `**${KINDS[kind]}**\n\n${items}`;
}

function itemText(change: ReportedChange, report: DiffReport): string {
  const { what, before, after } = change;
  const first = `- **${escaped(subjectsText(change))}**: ${escaped(what + environmentsText(change, report))}`;
  if (before === undefined || after === undefined) return first;
  return `${first}\n\n  \`\`\`diff\n${prefixed('-', before)}\n${prefixed('+', after)}\n  \`\`\`\n`;
}

/** An expression can have several lines, and a fence must stay one. */
const prefixed = (sign: string, text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${sign} ${line.replaceAll('```', "'''")}`)
    .join('\n');

/** Text that means nothing to Markdown, and calls nobody by name. */
const escaped = (text: string): string =>
  text.replace(/[\\`*_{}[\]<>#|~]/g, (character) => `&#${character.charCodeAt(0)};`).replaceAll('@', '@<!-- -->');

function shortened(text: string): string {
  const kept = text.slice(0, MOST);
  const end = kept.lastIndexOf('\n- ');
  const open = kept.slice(0, end).split('<details>').length - kept.slice(0, end).split('</details>').length;
  const left = text.slice(end).split('\n- ').length - 1;
  return `${kept.slice(0, end)}${open > 0 ? '\n\n</details>' : ''}\n\n${left} more: run \`vedette diff\`.`;
}
