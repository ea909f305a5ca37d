/**
 * A commit, built and asked for its environments by its own code: rules, constructs and writers as they were. It lies
 * in a temporary worktree of git, so neither the working tree nor its build is touched.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject } from '../../stacks/plan/kubernetes-object';
import { CliError, EXIT } from '../exit';
import { git, run, stopRunning } from './git';

/** A commit that is built. */
export class Checkout {
  private constructor(
    readonly label: string,
    private readonly folder: string,
  ) {}

  /**
   * Checks a commit out and builds it, with the packages of its own lock file.
   * @param label - how messages name it: `main (517c336)`
   * @throws CliError when it does not build
   */
  static async of(commit: string, label: string, repository: string): Promise<Checkout> {
    const folder = worktree(commit, repository);
    await requirePackages(folder, label, repository);
    await run(`building ${label}`, 'npm', ['run', '--silent', 'build'], folder);
    return new Checkout(label, folder);
  }

  /** Names of its environments. */
  async environmentNames(): Promise<readonly string[]> {
    const script = `process.stdout.write(JSON.stringify(require('./dist/stacks/environments.js').environmentNames))`;
    const names = await run(`reading the environments of ${this.label}`, process.execPath, ['-e', script], this.folder);
    return JSON.parse(names) as readonly string[];
  }

  /** What it would deploy. */
  async objects(environment: string): Promise<readonly KubernetesObject[]> {
    const args = ['dist/cli/main.js', 'synth', environment, '--json'];
    const written = await run(`rendering ${environment} of ${this.label}`, process.execPath, args, this.folder);
    return JSON.parse(written) as readonly KubernetesObject[];
  }
}

/** Worktrees that must not stay behind. */
const open = new Map<string, string>();

function worktree(commit: string, repository: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-diff-'));
  if (open.size === 0) for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted);
  open.set(folder, repository);
  if (git(['worktree', 'add', '--quiet', '--detach', folder, commit], repository) === undefined) {
    throw new CliError(EXIT.problems, `git cannot check ${commit} out into ${folder}`);
  }
  return folder;
}

/** Removes the worktrees, whatever came between. */
export function removeCheckouts(): void {
  for (const [folder, repository] of open) {
    git(['worktree', 'remove', '--force', folder], repository);
    rmSync(folder, { recursive: true, force: true });
    git(['worktree', 'prune'], repository);
    open.delete(folder);
  }
}

function interrupted(signal: NodeJS.Signals): void {
  stopRunning();
  removeCheckouts();
  process.kill(process.pid, signal);
}

/** The installed packages serve where the lock files agree; else the commit's own are installed. */
async function requirePackages(folder: string, label: string, repository: string): Promise<void> {
  const installed = join(repository, 'node_modules');
  if (existsSync(installed) && lockedIn(folder) === lockedIn(repository)) {
    symlinkSync(installed, join(folder, 'node_modules'));
    return;
  }
  const args = ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await run(`installing the packages of ${label}`, 'npm', args, folder);
}

/** The packages of a lock file, without the version of this one. */
function lockedIn(folder: string): string {
  const path = join(folder, 'package-lock.json');
  if (!existsSync(path)) return '';
  const { packages = {} } = JSON.parse(readFileSync(path, 'utf8')) as { packages?: Readonly<Record<string, unknown>> };
  return JSON.stringify(Object.entries(packages).filter(([name]) => name !== ''));
}
