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

/** Text below each heading of a section, in Markdown. */
export interface RunbookSection {
  /** What the alert says. */
  readonly meaning: string;
  /** What users feel. */
  readonly impact: string;
  /** How to find the cause. */
  readonly diagnosis: string;
  /** How to end it. */
  readonly mitigation: string;
  /** Whom to call, and when. */
  readonly escalation: string;
}

/** A section with all its headings. */
export function sectionText(title: string, section: RunbookSection): string {
  const { meaning, impact, diagnosis, mitigation, escalation } = section;
  const texts = [meaning, impact, diagnosis, mitigation, escalation];
  const body = RUNBOOK_HEADINGS.map((heading, i) => `### ${heading}\n\n${texts[i] ?? ''}\n`);
  return `\n## ${title}\n\n${body.join('\n')}`;
}

/**
 * A runbook for a service's `runbook`, where it is short enough to stand in code.
 * @param sections by the alert's name
 */
export function runbook(title: string, sections: Readonly<Record<string, RunbookSection>>): () => string {
  return () =>
    `# ${title}\n${Object.entries(sections)
      .map(([name, section]) => sectionText(name, section))
      .join('')}`;
}
