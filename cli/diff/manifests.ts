/** Manifests that somebody rendered: what `vedette synth` wrote, or any other tool. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { VedetteError } from '../../model/problem';
import { type KubernetesObject, kubernetesObjects, list, record } from '../../stacks/plan/kubernetes-object';
import { CliError, EXIT } from '../exit';

/**
 * The objects of a file, or of the files directly in a folder.
 * @throws CliError for a folder without manifests, and for text that is neither YAML nor JSON
 * @throws VedetteError for what is no Kubernetes object
 */
export function readManifests(path: string): readonly KubernetesObject[] {
  const files = statSync(path).isDirectory() ? manifestsIn(path) : [path];
  const { objects, problems } = kubernetesObjects(files.flatMap(documentsOf));
  if (problems.length > 0)
    throw new VedetteError(problems.map((each) => ({ ...each, where: `${path}: ${each.where}` })));
  return objects;
}

function manifestsIn(folder: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => /\.(json|ya?ml)$/.test(name));
  if (names.length === 0) throw new CliError(EXIT.usage, `${folder} has no manifests: no .yaml, .yml or .json`);
  return names.sort().map((name) => join(folder, name));
}

/** A document can be an object, a list of them, or an object of kind List. */
function documentsOf(path: string): readonly unknown[] {
  return parsed(path).flatMap((document) => {
    if (Array.isArray(document)) return document as readonly unknown[];
    const { kind, items } = record(document);
    return kind === 'List' ? list(items) : [document];
  });
}

function parsed(path: string): readonly unknown[] {
  const text = readFileSync(path, 'utf8');
  if (path.endsWith('.json')) {
    try {
      return [JSON.parse(text)];
    } catch (cause) {
      throw unreadable(path, (cause as SyntaxError).message, cause);
    }
  }
  return parseAllDocuments(text).flatMap((document): readonly unknown[] => {
    const [error] = document.errors;
    if (error !== undefined) throw unreadable(path, error.message.replace(/:?\n[^]*/, ''), error);
    const value: unknown = document.toJS();
    return value === null ? [] : [value];
  });
}

const unreadable = (path: string, why: string, cause: unknown): CliError =>
  new CliError(EXIT.usage, `${path} cannot be read: ${why}`, { cause });
