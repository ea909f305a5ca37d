/** `vedette synth`: what would be deployed, as text. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestText } from '../stacks/manifest';
import type { KubernetesObject } from '../stacks/plan/kubernetes-object';
import { synth } from '../stacks/synth';
import { EXIT, type ExitCode } from './exit';
import { environmentByName } from './environment';

export interface SynthFlags {
  readonly out?: string;
  readonly json?: true;
}

/** Writes the objects of an environment. */
export function synthVerb(name: string, { out, json }: SynthFlags): ExitCode {
  const objects = synth(environmentByName(name));
  if (out !== undefined) writeFiles(out, objects, json === true);
  else process.stdout.write(json === true ? `${JSON.stringify(objects)}\n` : manifestText(objects));
  return EXIT.ok;
}

/** One file an object. The number keeps the order, which `kubectl apply -f FOLDER` follows; older files of ours go. */
function writeFiles(folder: string, objects: readonly KubernetesObject[], json: boolean): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (/^\d{3}-.+\.(yaml|json)$/.test(name)) rmSync(join(folder, name));
  }
  objects.forEach((object, index) => {
    const { kind, metadata } = object;
    const base = [String(index).padStart(3, '0'), kind.toLowerCase(), metadata.namespace, metadata.name];
    const name = base
      .filter((part) => part !== undefined)
      .join('-')
      .replace(/[^a-z0-9.-]/g, '-');
    const text = json ? `${JSON.stringify(object, undefined, 2)}\n` : manifestText([object]);
    writeFileSync(join(folder, `${name}.${json ? 'json' : 'yaml'}`), text);
  });
}
