/** What stands on one side of a comparison, found from what was typed. */
import { existsSync } from 'node:fs';
import { suggestion } from '../../model/problem';
import { environmentNames } from '../../stacks/environments';
import { describe } from '../../stacks/diff/describe';
import type { KubernetesObject } from '../../stacks/plan/kubernetes-object';
import { synth } from '../../stacks/synth';
import { environmentByName } from '../environment';
import { CliError, EXIT } from '../exit';
import { Checkout } from './checkout';
import { commitOf, isDirty, isShallow, repositoryOf } from './git';
import { readManifests } from './manifests';

/** One or more deployments. */
export interface Side {
  /** How messages name it: `main (517c336)`, `working tree`, `prod`. */
  readonly label: string;
  /** Whether it is a single deployment, and not all environments of some code. */
  readonly isSingle: boolean;
  /** Environments that it has. */
  readonly names: readonly string[];
  objects(environment: string): Promise<readonly KubernetesObject[]>;
}

/** The code that runs, uncommitted changes included: every environment of it. */
export const workingTree: Side = {
  label: 'working tree',
  isSingle: false,
  names: environmentNames,
  objects: (environment) => Promise.resolve(synth(environmentByName(environment))),
};

/**
 * The side of a name: an environment of the code that runs, a commit, or manifests, in this order.
 * @param note - is told what a reader could misunderstand
 * @throws CliError when it is none of them
 */
export async function sideOf(name: string, folder: string, note: (text: string) => void): Promise<Side> {
  if ((environmentNames as readonly string[]).includes(name))
    return { ...workingTree, label: name, isSingle: true, names: [name] };
  const repository = repositoryOf(folder);
  const commit = repository === undefined ? undefined : commitOf(name, repository);
  if (repository !== undefined && commit !== undefined) return committed(name, commit, repository, note);
  if (existsSync(name)) return manifests(name);
  throw new CliError(EXIT.usage, unknownText(name, folder, repository));
}

function unknownText(name: string, folder: string, repository: string | undefined): string {
  const where =
    repository === undefined
      ? `${folder} is not in a git repository, so it cannot be a commit`
      : isShallow(repository)
        ? 'this clone is shallow: fetch more of its history if it is a commit'
        : `for an environment, ${suggestion(name, environmentNames)}`;
  return `no environment, commit or file '${name}'; ${where}`;
}

async function committed(
  name: string,
  commit: string,
  repository: string,
  note: (text: string) => void,
): Promise<Side> {
  const short = commit.slice(0, 7);
  const label = commit.startsWith(name) ? short : `${name} (${short})`;
  if (name === 'HEAD' && isDirty(repository)) {
    note('HEAD is the last commit: what is not committed is left out. Name no HEAD to compare the working tree.');
  }
  note(`building ${label}`);
  const checkout = await Checkout.of(commit, label, repository);
  const names = await checkout.environmentNames();
  return { label, isSingle: false, names, objects: (environment) => checkout.objects(environment) };
}

function manifests(path: string): Side {
  const objects = readManifests(path);
  const { environment } = describe(objects, []);
  const names = [environment === '' ? path : environment];
  return { label: path, isSingle: true, names, objects: () => Promise.resolve(objects) };
}
