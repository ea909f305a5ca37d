/** Runs real promtool on rule files and their unit tests, and reads its report. Files are JSON: YAML too, and fast. */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

import { ruleFile } from '../../constructs/prometheus/rules';
import type { RuleGroup } from '../../model/delivery';
import type { Page, RunOptions } from '../../model/proof';
import { requireTool } from './tools';

/** What promtool said of one test file. */
export interface Verdict {
  readonly passed: boolean;
  readonly failures: readonly Failure[];
}

/** One failure of a test file. */
export type Failure =
  /** A query gave another result. */
  | { readonly kind: 'query'; readonly expr: string; readonly got: readonly Sample[]; readonly text: string }
  /** Other alerts fire, or they say something else. */
  | { readonly kind: 'page'; readonly got: readonly Page[]; readonly text: string }
  /** A rule or a query cannot be evaluated, or the file cannot be read. */
  | { readonly kind: 'error'; readonly text: string };

/** One sample of a query's result. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Files of one run: rules by name, and tests by name that refer to them. */
export interface PromtoolJob {
  readonly rules: Readonly<Record<string, readonly RuleGroup[]>>;
  readonly tests: Readonly<Record<string, object>>;
}

/** How a test uses one file of rules. */
export const runOptions = (file: string, groups: readonly RuleGroup[]): RunOptions => ({
  ruleFiles: [file],
  groupOrder: groups.map(({ name }) => name),
});

/** Short-lived processes of many small databases spend a third of their time on collecting garbage by Go's own rule. */
const GO_MEMORY = { GOGC: '400' };

/** No run of one service's proofs takes longer, by far. */
const TIMEOUT_MS = 15 * 60_000;

/** promtool as it is here: the deployed version where it was built, else the machine's. */
export const promtool = (): { readonly path: string; readonly version: string } => requireTool('promtool');

/**
 * Runs every test, in as many processes as there are processors.
 * @returns a verdict for each test, by its name
 * @throws Error when promtool dies, or reports on fewer tests than it was given
 */
export async function runPromtool(
  { rules, tests }: PromtoolJob,
  timeoutMs = TIMEOUT_MS,
): Promise<ReadonlyMap<string, Verdict>> {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-promtool-'));
  try {
    for (const [name, groups] of Object.entries(rules)) {
      writeFileSync(join(folder, name), json(ruleFile(groups)));
    }
    for (const [name, test] of Object.entries(tests)) {
      writeFileSync(join(folder, `${name}.test.yml`), json(test));
    }
    const shares = dealt(Object.keys(tests), availableParallelism());
    const reports = await Promise.all(
      shares.map(async (names) => readReport(await report(folder, names, timeoutMs), names)),
    );
    return new Map(reports.flatMap((each) => [...each]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The names in up to `hands` parts, one in turn to each: neighbours are tests of one alert, and take alike. */
function dealt(names: readonly string[], hands: number): readonly (readonly string[])[] {
  const parts = Array.from({ length: Math.min(hands, names.length) }, (): string[] => []);
  names.forEach((name, i) => parts[i % parts.length]?.push(name));
  return parts;
}

/** @throws Error for a number that JSON cannot hold, and would silently leave out */
const json = (value: unknown): string =>
  JSON.stringify(value, (key, part: unknown) => {
    if (typeof part === 'number' && !Number.isFinite(part)) throw new Error(`${key} is ${part}, must be finite`);
    return part;
  });

/** Both streams in one file: promtool writes names and successes to one, failures to the other. */
async function report(folder: string, names: readonly string[], timeout: number): Promise<string> {
  const path = join(folder, `${names[0] ?? ''}.report.txt`);
  const log = openSync(path, 'a');
  try {
    const args = ['test', 'rules', ...names.map((name) => `${name}.test.yml`)];
    const child = spawn(promtool().path, args, {
      cwd: folder,
      stdio: ['ignore', log, log],
      timeout,
      env: { ...process.env, ...GO_MEMORY },
    });
    await new Promise<void>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        if (code === 0 || code === 1) resolve();
        else reject(new Error(`promtool ended with ${code ?? signal}:\n${readFileSync(path, 'utf8').slice(-2000)}`));
      });
    });
  } finally {
    closeSync(log);
  }
  return readFileSync(path, 'utf8');
}

/**
 * Release 2 writes each file's name above its verdict, release 3 only the verdicts; both in the order of the files.
 * @throws Error when there are not as many verdicts as names
 */
export function readReport(text: string, names: readonly string[]): ReadonlyMap<string, Verdict> {
  const verdicts = text
    .replace(/^Unit Testing: .*\n/gm, '')
    .split(/^(?= {2}(?:SUCCESS|FAILED:)$)/m)
    .filter((part) => /^ {2}(?:SUCCESS|FAILED:)$/m.test(part));
  if (verdicts.length !== names.length) {
    throw new Error(
      `promtool gave ${verdicts.length} verdicts on ${names.length} files; it said:\n${text.slice(0, 2000)}`,
    );
  }
  return new Map(
    verdicts.map((part, i): [string, Verdict] => {
      const passed = part.startsWith('  SUCCESS');
      return [names[i] ?? '', { passed, failures: passed ? [] : failuresIn(part) }];
    }),
  );
}

function failuresIn(body: string): readonly Failure[] {
  const entries = body
    .replace(/^ {2}FAILED:\n/m, '')
    .split(/\n(?= {4}(?:name|expr|rule):)/)
    .map((entry) => entry.trimEnd())
    .filter((entry) => entry.trim() !== '');
  return entries.map((entry): Failure => {
    const text = entry.trim();
    if (text.startsWith('expr:') && !text.includes(', err: ')) return queryFailure(text);
    if (/^\s*alertname: /m.test(text)) return { kind: 'page', got: pagesIn(text), text };
    return { kind: 'error', text };
  });
}

function queryFailure(text: string): Failure {
  const [, quoted = '""'] = /^expr: ("(?:[^"\\]|\\.)*")/.exec(text) ?? [];
  const [, got = ''] = /^\s*got: (.*)$/m.exec(text) ?? [];
  return { kind: 'query', expr: unquote(quoted), got: samplesIn(got), text };
}

/** `{job="x"} 1E+00, {job="y"} 2E+00`, or `nil`. */
function samplesIn(text: string): readonly Sample[] {
  const sample = /(?:^|, )\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\} (\S+?)(?=,|$)/g;
  return [...text.matchAll(sample)].map(([, labels = '', value = '']) => ({
    labels: pairs(labels),
    value: goNumber(value),
  }));
}

function goNumber(text: string): number {
  const infinite: Readonly<Record<string, number>> = { '+Inf': Infinity, '-Inf': -Infinity };
  return infinite[text] ?? Number(text);
}

const LABELS = /([a-zA-Z_][a-zA-Z0-9_]*)=("(?:[^"\\]|\\.)*")/g;

/** The alerts that promtool found, without their name. */
function pagesIn(text: string): readonly Page[] {
  const got = text.slice(text.indexOf('got:['));
  return [...got.matchAll(/^\s*Labels:\{(.*)\}\n\s*Annotations:\{(.*)\},?$/gm)].map(
    ([, labels = '', annotations = '']) => {
      const others = pairs(labels);
      delete others['alertname'];
      return { labels: others, annotations: pairs(annotations) };
    },
  );
}

function pairs(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(LABELS)].map(([, name = '', quoted = '""']) => [name, unquote(quoted)]));
}

/** Go quotes as JSON does, but for bytes and the longest code points. */
function unquote(quoted: string): string {
  const json = quoted
    .replace(/\\x([0-9a-f]{2})/g, '\\u00$1')
    .replace(/\\U([0-9a-f]{8})/g, (_, hex: string) =>
      JSON.stringify(String.fromCodePoint(parseInt(hex, 16))).slice(1, -1),
    )
    .replaceAll('\\a', '\\u0007')
    .replaceAll('\\v', '\\u000b');
  return JSON.parse(json) as string;
}
