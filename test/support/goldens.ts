/** What was reviewed by a person: the pages of each service's alerts, who gets them, and what its recording rules give. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Page } from '../../model/proof';
import type { Sample } from './promtool';
import type { ServicePages } from './proving';

/** `annotations`: pages by alert. `receivers`: who is told of it. `recordings`: recorded samples by rule. */
type Kind = 'annotations' | 'receivers' | 'recordings';

const pathOf = (kind: Kind, service: string): string => join(__dirname, '..', 'golden', kind, `${service}.json`);

/**
 * Goldens are being written and not compared.
 * @throws Error in CI, where nobody reviews what is written
 */
export function writesGoldens(environment: NodeJS.ProcessEnv = process.env): boolean {
  if (environment['VEDETTE_GOLDEN'] !== 'write') return false;
  if (environment['CI'] !== undefined && environment['CI'] !== '' && environment['CI'] !== 'false') {
    throw new Error('VEDETTE_GOLDEN=write is refused in CI; write goldens on your machine and review the difference');
  }
  return true;
}

/** The reviewed pages of a service; empty where there are none yet. */
export const readPages = (service: string): ServicePages => read<ServicePages>('annotations', service);

export const writePages = (service: string, pages: ServicePages): void => write('annotations', service, pages);

/** What each recording rule of a service gives from its made-up series; empty where it was not reviewed yet. */
export type Recorded = Readonly<Record<string, readonly Sample[]>>;

export const readRecorded = (service: string): Recorded => read<Recorded>('recordings', service);

export const writeRecorded = (service: string, recorded: Recorded): void => write('recordings', service, recorded);

/** Who is told of each alert of a service, in every environment: `"RstmdbDown (critical)": "oncall,team"`. */
export type Receivers = Readonly<Record<string, string>>;

export const readReceivers = (service: string): Receivers => read<Receivers>('receivers', service);

export const writeReceivers = (service: string, receivers: Receivers): void => write('receivers', service, receivers);

function read<T extends object>(kind: Kind, service: string): T {
  const path = pathOf(kind, service);
  return JSON.parse(existsSync(path) ? readFileSync(path, 'utf8') : '{}') as T;
}

function write(kind: Kind, service: string, content: object): void {
  const path = pathOf(kind, service);
  if (Object.keys(content).length === 0) {
    rmSync(path, { force: true });
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(content, undefined, 2)}\n`);
}

const SUMMARY_LENGTH = 120;

/** What a person would stumble over in a page; empty when there is nothing. */
export function pageFaults({ labels, annotations }: Page): readonly string[] {
  const faults = Object.entries(annotations).flatMap(([name, text]) => textFaults(name, text));
  for (const name of ['summary', 'description', 'runbook_url', 'dashboard_url']) {
    if ((annotations[name] ?? '') === '') faults.push(`annotation '${name}' is missing`);
  }
  for (const name of ['severity', 'service', 'team']) {
    if ((labels[name] ?? '') === '') faults.push(`label '${name}' is missing`);
  }
  return faults;
}

function textFaults(name: string, text: string): readonly string[] {
  const isUrl = name.endsWith('_url');
  const faults: [boolean, string][] = [
    [/\{\{|\}\}|<no value>|<error/.test(text), 'has a template that did not render'],
    [/\bNaN\b|[+-]?\bInf\b/.test(text), 'has a value that is no number'],
    [/\d(\.\d+)?e[+-]\d/.test(text), 'has a number with an exponent'],
    [!isUrl && /\d\.\d+[mµunp](?![a-zA-Z])/.test(text), 'has a number with a prefix that reads like a unit'],
    [!isUrl && / {2}|\(\)|''|""| [.,;:]|^\s|\s$/.test(text), 'has a gap where a value should be'],
    [isUrl && /=(&|$)|\/\/.*\/\/|#$/.test(text), 'has a gap where a value should be'],
    [
      name === 'summary' && text.length > SUMMARY_LENGTH,
      `has ${text.length} characters, must have at most ${SUMMARY_LENGTH}`,
    ],
    [name === 'summary' && text.includes('\n'), 'has more than one line'],
  ];
  return faults.filter(([wrong]) => wrong).map(([, what]) => `${name} ${what}: ${text}`);
}
