/** The difference for a person at a terminal. */
import { KINDS } from '../../stacks/diff/change';
import { type DiffReport, type ReportedChange, sections } from '../../stacks/diff/report';
import { environmentsText, remedyText, subjectsText, unchangedText } from './words';

/** Headings with their changes, then what did not change, then what the gate says. */
export function diffText(report: DiffReport): string {
  const parts = [...sections(report.changes)].map(([kind, changes]) =>
    [KINDS[kind], ...changes.flatMap((change) => lines(change, report))].join('\n'),
  );
  return [`${report.base} → ${report.head}`, ...parts, ...unchangedText(report), ...remedyText(report)].join('\n\n');
}

function lines(change: ReportedChange, report: DiffReport): readonly string[] {
  const { what, before, after } = change;
  const first = `  ${subjectsText(change)}: ${what}${environmentsText(change, report)}`;
  return before === undefined || after === undefined ? [first] : [first, lined('-', before), lined('+', after)];
}

const lined = (sign: string, text: string): string => `    ${sign} ${text.replaceAll('\n', '\n      ')}`;
