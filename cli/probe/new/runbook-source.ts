/** `runbook.md` of a new service. */
import { RUNBOOK_HEADINGS } from '../../../model/runbook';
import type { RunbookSection } from '../../../model/runbook';
import type { NewFile } from './imports';
import { sentence } from './names';

/** What can be said of any program. The rest of the headings is for those who run it, and `vedette check` asks for it. */
const KNOWN: readonly string[] = ['Meaning', 'Diagnosis'];

/** @param sections by the alert's name */
export function runbookFile(id: string, sections: Readonly<Record<string, RunbookSection>>, address: string): NewFile {
  const texts = Object.entries(sections).map(([name, section]) => {
    const parts = RUNBOOK_HEADINGS.filter((heading) => KNOWN.includes(heading)).map(
      (heading) => `### ${heading}\n\n${section[heading.toLowerCase() as Lowercase<typeof heading>]}\n`,
    );
    return `## ${name}\n\n${parts.join('\n')}`;
  });
  const head = `# ${sentence(id)}\n\nIts page of metrics: \`curl -s '${address}'\`\n`;
  return { path: 'runbook.md', text: [head, ...texts].join('\n') };
}
