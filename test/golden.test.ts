/**
 * What each environment deploys, whole. `npm run golden` writes the files anew; a reviewer reads their difference, for
 * which JSON files, one line as they are deployed, are written out.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../constructs/monitoring/environment';
import { environmentNamed, environmentNames } from '../stacks/environments';
import { manifestText } from '../stacks/manifest';
import { type KubernetesObject, record } from '../stacks/plan/kubernetes-object';
import { synth } from '../stacks/synth';

const FOLDER = join(__dirname, 'golden');
const writing = process.env['VEDETTE_GOLDEN'] === 'write';

function goldenText(environment: Environment): string {
  return manifestText(synth(environment).map(writtenOut));
}

/** The object with every JSON file of a ConfigMap indented. */
function writtenOut(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'ConfigMap') return object;
  const entries = Object.entries(record(object['data'])).map(([name, content]) => {
    const isJson = name.endsWith('.json') && typeof content === 'string';
    return [name, isJson ? JSON.stringify(JSON.parse(content), undefined, 1) : content];
  });
  return { ...object, data: Object.fromEntries(entries) as unknown };
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
    const rendered = goldenText(environmentNamed(name));
    if (writing && process.env['CI'] === undefined) writeFileSync(path, rendered);
    const golden = documents(existsSync(path) ? readFileSync(path, 'utf8') : '');
    const actual = documents(rendered);
    expect(Object.keys(actual)).toStrictEqual(Object.keys(golden));
    for (const [object, document] of Object.entries(actual)) {
      expect({ [object]: document }).toStrictEqual({ [object]: golden[object] });
    }
  });

  it.each(environmentNames)('of %s are the same on every run', (name) => {
    const environment = environmentNamed(name);
    expect(goldenText(environment)).toBe(goldenText(environment));
  });

  it('are there for every environment and nothing else', () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
    expect(files.sort()).toStrictEqual(environmentNames.map((name) => `${name}.yaml`).sort());
  });
});
