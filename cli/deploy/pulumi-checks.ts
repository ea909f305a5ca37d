/** What `pulumi up` needs of Pulumi itself: program, language host, provider, backend, stack, passphrase. */
import { accessSync, constants, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Check, Fault } from './check';
import { ask, executable, isExecutable, type Variables, withoutCredentials } from './command';
import type { StackFile } from './stack-file';

/** The oldest command line that the program was run with; older ones lack calls that the SDK makes. */
const MINIMUM_VERSION = '3.220.0';
const INSTALL = 'curl -fsSL https://get.pulumi.com | sh  (other ways: https://www.pulumi.com/docs/install/)';

/** What the checks must know. */
export interface PulumiContext {
  readonly env: Variables;
  /** Folder of Pulumi.yaml. */
  readonly projectDir: string;
  readonly stack: string;
  readonly stackFile: StackFile;
  /** Version of the installed `@pulumi/kubernetes`, which the provider's must equal. */
  readonly providerVersion: string;
}

/** All checks of Pulumi. */
export function pulumiChecks(context: PulumiContext): readonly Check[] {
  return [
    { name: 'pulumi', needs: [], find: () => cli(context) },
    { name: 'language host', needs: ['pulumi'], find: () => languageHost(context) },
    { name: 'kubernetes provider', needs: ['pulumi'], find: () => provider(context) },
    { name: 'backend', needs: ['pulumi'], find: () => backend(context) },
    { name: 'stack', needs: ['backend'], find: () => stackExists(context) },
    { name: 'passphrase', needs: [], find: () => Promise.resolve(passphrase(context)) },
  ];
}

function pulumi({ env, projectDir }: PulumiContext, ...args: string[]) {
  return ask('pulumi', [...args, '--non-interactive'], { cwd: projectDir, env });
}

async function cli(context: PulumiContext): Promise<string | readonly Fault[]> {
  if (executable('pulumi', context.env) === undefined) return [{ what: 'is not on the PATH', remedy: INSTALL }];
  const { code, stdout, complaint } = await pulumi(context, 'version');
  const version = /^v?(\d+\.\d+\.\d+)/.exec(stdout.trim())?.[1];
  if (code !== 0 || version === undefined)
    return [{ what: `does not tell its version (${complaint})`, remedy: INSTALL }];
  if (version.localeCompare(MINIMUM_VERSION, 'en', { numeric: true }) < 0) {
    return [{ what: `is ${version}, must be at least ${MINIMUM_VERSION}`, remedy: INSTALL }];
  }
  return version;
}

/** The command line looks on the path, beside itself, and in its own folder. */
function beside({ env }: PulumiContext, name: string): string | undefined {
  const found = executable(name, env);
  if (found !== undefined) return found;
  const self = executable('pulumi', env);
  const folders = self === undefined ? [] : [dirname(self), dirname(realpathSync(self))];
  return [...folders, join(pulumiHome(env), 'bin')].map((folder) => join(folder, name)).find(isExecutable);
}

function pulumiHome(env: Variables): string {
  return env['PULUMI_HOME'] ?? join(env['HOME'] ?? homedir(), '.pulumi');
}

function languageHost(context: PulumiContext): Promise<string | readonly Fault[]> {
  const path = beside(context, 'pulumi-language-nodejs');
  const fault = { what: 'pulumi-language-nodejs is neither on the PATH nor beside pulumi', remedy: INSTALL };
  return Promise.resolve(path ?? [fault]);
}

async function provider(context: PulumiContext): Promise<string | readonly Fault[]> {
  const { providerVersion: wanted } = context;
  const path = beside(context, 'pulumi-resource-kubernetes');
  if (path !== undefined) return path;
  const remedy = `pulumi plugin install resource kubernetes ${wanted}`;
  const { code, stdout, complaint } = await pulumi(context, 'plugin', 'ls', '--json');
  if (code !== 0) return [{ what: `cannot be looked up (${complaint})`, remedy }];
  const versions = installedVersions(stdout);
  if (versions.includes(wanted)) return wanted;
  const state = versions.length === 0 ? 'is not installed' : `is installed at ${versions.join(', ')} only`;
  return [{ what: `${state}, must be ${wanted} (the version of @pulumi/kubernetes)`, remedy }];
}

function installedVersions(json: string): readonly string[] {
  return rows(json)
    .filter(({ name, kind }) => name === 'kubernetes' && kind === 'resource')
    .map(({ version }) => String(version));
}

/** A JSON list of records; empty when it is anything else. */
function rows(json: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const parsed: unknown = JSON.parse(json);
    return Array.isArray(parsed) ? parsed.filter((row) => typeof row === 'object' && row !== null) : [];
  } catch {
    return [];
  }
}

async function backend(context: PulumiContext): Promise<string | readonly Fault[]> {
  const { code, stdout, complaint } = await pulumi(context, 'whoami');
  if (code === 0) return stdout.trim();
  const url = context.env['PULUMI_BACKEND_URL'];
  const what = url === undefined ? 'is not logged in' : `${withoutCredentials(url)} does not answer`;
  return [
    {
      what: `${what} (${complaint})`,
      remedy: 'pulumi login, or set PULUMI_BACKEND_URL: s3://BUCKET, gs://BUCKET, azblob://CONTAINER, file:///DIR',
    },
  ];
}

async function stackExists(context: PulumiContext): Promise<string | readonly Fault[]> {
  const { stack } = context;
  const { code, stdout, complaint } = await pulumi(context, 'stack', 'ls', '--json');
  if (code !== 0) return [{ what: `the list of stacks cannot be read (${complaint})`, remedy: 'pulumi stack ls' }];
  // A shared backend puts the owner before the name.
  const names = rows(stdout).map(({ name }) => String(name).split('/').at(-1));
  if (names.includes(stack)) return stack;
  return [{ what: `'${stack}' does not exist`, remedy: `pulumi stack init ${stack}` }];
}

/** Needed only where secrets are encrypted with one: the file tells by its salt. */
function passphrase({ env, stackFile, stack }: PulumiContext): string | readonly Fault[] {
  if (stackFile.secretsProvider !== undefined) return `not needed, secrets are kept by ${stackFile.secretsProvider}`;
  if (!stackFile.hasSalt) return 'not needed, the stack has no salt';
  if (env['PULUMI_CONFIG_PASSPHRASE'] !== undefined) return 'PULUMI_CONFIG_PASSPHRASE';
  const file = env['PULUMI_CONFIG_PASSPHRASE_FILE'];
  const remedy = `export PULUMI_CONFIG_PASSPHRASE_FILE=FILE, a file with the passphrase of stack '${stack}'`;
  if (file === undefined) {
    return [{ what: 'neither PULUMI_CONFIG_PASSPHRASE nor PULUMI_CONFIG_PASSPHRASE_FILE is set', remedy }];
  }
  if (!isReadable(file)) return [{ what: `PULUMI_CONFIG_PASSPHRASE_FILE is '${file}', which cannot be read`, remedy }];
  return file;
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
