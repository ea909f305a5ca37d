/**
 * What each environment deploys, whole. `npm run golden` writes the files anew; a reviewer reads their difference. For
 * that JSON files, one line as they are deployed, are written out, and a file that is the same in prod but for the host
 * in its links stands there only.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentNamed, environmentNames } from '../stacks/environments';
import type { EnvironmentName } from '../stacks/environments';
import { manifestText } from '../stacks/manifest';
import { type KubernetesObject, record } from '../stacks/plan/kubernetes-object';
import { synth } from '../stacks/synth';
import { writesGoldens } from './support/goldens';

const FOLDER = join(__dirname, 'golden');
const REFERENCE = 'prod';
/** Shorter than two lines, a file is not worth looking up elsewhere. */
const SHORT = 200;
const LINE = 120;
const writing = writesGoldens();

const reference = environmentNamed(REFERENCE);

function goldenText(name: EnvironmentName): string {
  const environment = environmentNamed(name);
  const objects = synth(environment);
  if (name === REFERENCE) return manifestText(objects.map((object) => withFiles(object, writtenOut)));
  const known = new Map(synth(reference).map((object) => [idOf(object), object]));
  return manifestText(
    objects.map((object) => {
      const there = record(known.get(idOf(object))?.['data'] ?? {});
      return withFiles(object, (file, content) => {
        const isShort = content.length < SHORT;
        const isSame = there[file] === content.replaceAll(environment.host, reference.host);
        return isSame && !isShort ? `as in ${REFERENCE}, at ${environment.host}` : writtenOut(file, content);
      });
    }),
  );
}

const idOf = ({ kind, metadata }: KubernetesObject): string => `${kind} ${metadata.name}`;

/** The object with the text of each file of a ConfigMap as `shown` has it. */
function withFiles(object: KubernetesObject, shown: (file: string, content: string) => string): KubernetesObject {
  if (object.kind !== 'ConfigMap') return object;
  const entries = Object.entries(record(object['data'])).map(([file, content]) => [file, shown(file, String(content))]);
  return { ...object, data: Object.fromEntries(entries) as unknown };
}

const writtenOut = (file: string, content: string): string =>
  file.endsWith('.json') ? folded(JSON.parse(content)) : content;

/** JSON in which whatever fits on a line is on one. */
function folded(value: unknown, indent = ''): string {
  const whole = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || indent.length + whole.length <= LINE) return whole;
  const inner = `${indent} `;
  const parts = Array.isArray(value)
    ? value.map((item: unknown) => folded(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${folded(item, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`;
}

/** Documents by `Kind namespace/name`, so that a difference names its object. */
function documents(text: string): Readonly<Record<string, string>> {
  const parts = text.split(/^---\n/m).filter((part) => part !== '');
  return Object.fromEntries(parts.map((part) => [title(part), part]));
}

function title(document: string): string {
  const field = (pattern: RegExp): string => pattern.exec(document)?.[1] ?? '';
  return `${field(/^kind: (.*)$/m)} ${field(/^ {2}namespace: (.*)$/m)}/${field(/^ {2}name: (.*)$/m)}`;
}

describe('golden manifests', () => {
  it('are not written where nobody reviews the difference', () => {
    expect(writing && process.env['CI'] !== undefined).toBe(false);
  });

  it.each(environmentNames)('of %s are what it renders; if that is meant, run: npm run golden', (name) => {
    const path = join(FOLDER, `${name}.yaml`);
    const rendered = goldenText(name);
    if (writing && process.env['CI'] === undefined) writeFileSync(path, rendered);
    const golden = documents(existsSync(path) ? readFileSync(path, 'utf8') : '');
    const actual = documents(rendered);
    expect(Object.keys(actual)).toStrictEqual(Object.keys(golden));
    for (const [object, document] of Object.entries(actual)) {
      expect({ [object]: document }).toStrictEqual({ [object]: golden[object] });
    }
  });

  it.each(environmentNames)('of %s are the same on every run', (name) => {
    expect(goldenText(name)).toBe(goldenText(name));
  });

  it('are there for every environment and nothing else', () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
    expect(files.sort()).toStrictEqual(environmentNames.map((name) => `${name}.yaml`).sort());
  });
});
