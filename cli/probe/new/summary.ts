/** What is told of a new folder: what it holds, what it left out, and what its owners have to write. */
import { countText } from '../count-text';
import { listed } from '../difference';
import { camelCase } from './names';
import type { Skeleton } from './skeleton';

export function summaryText(id: string, folder: string, address: string, { files, guesses, red }: Skeleton): string {
  const { metrics, leftOut, runtime } = guesses;
  const helpless = metrics.filter(({ help }) => help === '').length;
  const untyped = metrics.filter(({ isUntyped }) => isUntyped).map(({ name }) => name);
  const rest =
    runtime.length === 0 ? '' : `; ${countText(runtime.length, 'metric')} of its language and libraries left out`;
  const requests =
    red === undefined
      ? 'dashboard.ts: descriptions of the panels; the page does not tell which requests fail'
      : `queries.ts: whether ${red.failed} is what fails`;
  return [
    `${folder}: ${countText(metrics.length, 'metric')} of ${address}${rest}`,
    ...files.map(({ path, text }) => `  ${path} (${countText(text.trimEnd().split('\n').length, 'line')})`),
    ...(leftOut.length === 0 ? [] : ['', 'Left out:', ...leftOut.map(({ name, reason }) => `  ${name}: ${reason}`)]),
    ...(untyped.length === 0 ? [] : ['', `Without a type on the page, so guessed by name: ${listed(untyped)}`]),
    '',
    'To be done by hand; vedette check asks for what is missing:',
    "  index.ts: the owner, which is 'platform' so far; what is promised to its users, or its level",
    `  metrics.ts: values of labels that did not occur yet${helpless === 0 ? '' : `; help of ${countText(helpless, 'metric')}`}`,
    `  ${requests}`,
    '  alerts.ts: alerts of its own, with the scenarios that prove them',
    '  runbook.md: Impact, Mitigation and Escalation of each section',
    '',
    `Then add ${camelCase(id)} to services/registry.ts, and its targets to an environment.`,
  ].join('\n');
}
