/** A report for a person. */
import type { Omission } from '../../model/delivery';
import { problemText } from '../../model/problem';
import type { Candidate } from './choice';
import { countText } from './count-text';
import type { Difference } from './difference';
import { listed } from './difference';
import { sampleCount } from './page';
import { ofLevel } from './report';
import type { ProbeReport } from './report';

/** More names than that are counted by their first word. */
const NAMED = 20;

/** What was compared, where it differs, and what follows from that; the sum at the end. */
export function reportText(report: ProbeReport): string {
  const { address, page, differences, affected, silent, leftOut, chosen } = report;
  const { unknown } = chosen.reading;
  const names = unknown.map(({ name }) => name);
  return [
    `${address}: ${countText(page.families.length, 'metric')}, ${countText(sampleCount(page), 'sample')}, ${page.format}`,
    ...choiceLines(report),
    ...section('', together(differences).map(differenceText)),
    ...section('Reads what is wrong or missing, so it fails or misleads:', affected.map(omissionText)),
    ...section('Silent until what is optional is collected:', silent.map(omissionText)),
    ...section('Left out, because the dialect says that the release cannot have it:', leftOut.map(omissionText)),
    ...section(`Not in the catalogue (${names.length}):`, unknownLines(names)),
    '',
    sum(report),
  ].join('\n');
}

function choiceLines({ chosen, tried, named }: ProbeReport): readonly string[] {
  const { service, dialect, expected } = chosen.reading;
  const release = dialect === undefined ? '' : `, dialect ${dialect.name}`;
  const how = named.service === undefined ? 'the best match of all services' : 'as asked';
  const found = dialect !== undefined && named.service !== undefined && named.dialect === undefined;
  const why = found ? 'its dialect that matches best' : how;
  const head = `compared with ${service.id}${release} (${why}): ${chosen.matched} of ${expected.length} metrics match`;
  return tried.length === 1 ? [head] : [head, ...tried.map((each) => candidateText(each, each === chosen))];
}

function candidateText({ reading, matched, missing }: Candidate, isChosen: boolean): string {
  const name = (reading.dialect?.name ?? '').padEnd(18);
  return `  ${isChosen ? '>' : ' '} ${name} ${String(matched).padStart(3)} match, ${String(missing).padStart(3)} missing`;
}

/** What is the same of several metrics is one line. */
interface Line extends Difference {
  readonly names: readonly string[];
}

function together(differences: readonly Difference[]): readonly Line[] {
  const lines = new Map<string, Line>();
  for (const each of differences) {
    const key = JSON.stringify([each.level, each.what, each.remedy]);
    const names = [...(lines.get(key)?.names ?? []), each.metric?.name ?? 'page'];
    lines.set(key, { ...each, names });
  }
  return [...lines.values()];
}

const differenceText = ({ level, names, what, remedy }: Line): string =>
  `${level} ${problemText({ where: listed(names, 4), what, ...(remedy !== undefined && { remedy }) })}`;

function unknownLines(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  if (names.length <= NAMED) return [`  ${names.join(', ')}`];
  const counts = new Map<string, number>();
  for (const name of names) {
    const word = `${name.split('_')[0] ?? name}_…`;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [`  ${[...counts].map(([word, count]) => `${word} (${count})`).join(', ')}; each by --json`];
}

const omissionText = ({ kind, name, reason }: Omission): string => `  ${kind} ${name}: ${reason}`;

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', ...(title === '' ? [] : [title]), ...lines];

const sum = (report: ProbeReport): string =>
  (['error', 'warning', 'note'] as const).map((level) => countText(ofLevel(report, level).length, level)).join(', ');
