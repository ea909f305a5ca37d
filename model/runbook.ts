/** Runbooks: Markdown with a section `## AlertName` for each alert, and the same headings in each section. */

/** The headings of a section, in order. */
export const RUNBOOK_HEADINGS = ['Meaning', 'Impact', 'Diagnosis', 'Mitigation', 'Escalation'] as const;

/** Sections by their title, each with its headings in order; code blocks are left aside. */
export function runbookSections(runbook: string): ReadonlyMap<string, readonly string[]> {
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of runbook.replace(/^```[^]*?^```/gm, '').split('\n')) {
    const [, marks, title = ''] = /^(##|###) (.+)$/.exec(line) ?? [];
    if (marks === '##') sections.set(title, (current = []));
    if (marks === '###') current.push(title);
  }
  return sections;
}
