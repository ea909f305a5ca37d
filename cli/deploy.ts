/** `vedette deploy`: finds all that `pulumi up` would stumble over, says how to get it, and runs it when nothing is left. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suggestion } from '../model/problem';
import { clusterEnvironmentNames, environmentNamed } from '../stacks/environments';
import { checkSettings } from '../stacks/settings';
import { neededSecrets, type NeededSecret } from '../stacks/secrets';
import { synth } from '../stacks/synth';
import { type Check, type Fault, findAll, isReady, type NamedFinding, reportText } from './deploy/check';
import { clusterChecks } from './deploy/cluster-checks';
import { attach, type Variables } from './deploy/command';
import { pulumiChecks } from './deploy/pulumi-checks';
import { programPath, projectDir, readStackFile, type StackFile } from './deploy/stack-file';
import { EXIT } from './exit';

/** How to deploy. */
export interface DeployOptions {
  /** Do not ask before changing anything. */
  readonly yes?: boolean;
  /** Show what would change, and change nothing. */
  readonly preview?: boolean;
  /** Findings and events as JSON, for programs. */
  readonly json?: boolean;
}

/** What surrounds a deployment; replaced in tests. */
export interface DeployHost {
  /** Where the command was called. */
  readonly cwd: string;
  readonly env: Variables;
  /** Environments that run on a cluster. */
  readonly environments: readonly string[];
  /** The Secrets that an environment's pods need. */
  neededSecrets(environment: string): readonly NeededSecret[];
  out(text: string): void;
  err(text: string): void;
}

/**
 * Deploys an environment to its cluster.
 * @returns 0 when deployed; 1 when Pulumi failed; 2 for an unknown environment or options that contradict each other;
 *   3 when something is missing, after all that is missing has been reported
 */
export async function deploy(
  environment: string,
  options: DeployOptions,
  host: DeployHost = thisMachine(),
): Promise<number> {
  const known = host.environments;
  if (!known.includes(environment)) {
    host.err(`deploy: '${environment}' is no environment on a cluster; ${suggestion(environment, known)}`);
    return EXIT.usage;
  }
  if (options.json === true && options.yes !== true && options.preview !== true) {
    host.err('deploy: --json cannot ask for confirmation; add --yes or --preview');
    return EXIT.usage;
  }
  const project = projectDir(host.cwd);
  if (project === undefined) {
    host.err(`deploy: no Pulumi.yaml in ${host.cwd} or above it; run it in the project's folder`);
    return EXIT.environment;
  }
  const findings = await findAll(checksOf(environment, project, host));
  if (!isReady(findings)) {
    if (options.json === true) host.out(JSON.stringify({ environment, ready: false, findings }, undefined, 2));
    else host.err(reportText(environment, findings));
    return EXIT.environment;
  }
  return runPulumi(environment, options, project, host, findings);
}

function checksOf(environment: string, project: string, host: DeployHost): readonly Check[] {
  const { env } = host;
  const stackFile = readStackFile(project, environment);
  const { checked, problems } = checkSettings(stackFile.settings, host.neededSecrets(environment), environment);
  const faults = problems.map(({ what, remedy }) => ({ what, remedy: remedy ?? '' }));
  const configuration = faults.length === 0 ? relative(stackFile, project) : faults;
  const shared = { env, projectDir: project, stack: environment };
  return [
    { name: 'program', needs: [], find: () => Promise.resolve(program(project)) },
    ...pulumiChecks({ ...shared, stackFile, providerVersion: providerVersion() }),
    { name: 'configuration', needs: [], find: () => Promise.resolve(configuration) },
    ...clusterChecks({ ...shared, context: checked.context }),
  ];
}

/** Pulumi runs the compiled program and compiles nothing. */
function program(project: string): string | readonly Fault[] {
  const main = programPath(project);
  return existsSync(join(project, main)) ? main : [{ what: `${main} is not built`, remedy: 'npm run build' }];
}

const relative = ({ path }: StackFile, project: string): string => path.slice(project.length + 1);

/** Version of the Kubernetes SDK, read without loading it. */
function providerVersion(): string {
  const path = require.resolve('@pulumi/kubernetes/package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

async function runPulumi(
  environment: string,
  options: DeployOptions,
  project: string,
  host: DeployHost,
  findings: readonly NamedFinding[],
): Promise<number> {
  if (options.json !== true) host.err(`deploy ${environment}: all ${findings.length} checks passed`);
  const args = [
    options.preview === true ? 'preview' : 'up',
    '--stack',
    environment,
    ...(options.preview === true && options.json !== true ? ['--diff'] : []),
    ...(options.yes === true && options.preview !== true ? ['--yes'] : []),
    ...(options.json === true ? ['--json'] : []),
  ];
  // An output that slips into a string becomes an error, not a sentence in a manifest.
  const env = { ...host.env, PULUMI_ERROR_OUTPUT_STRING: 'true' };
  const code = await attach('pulumi', args, { cwd: project, env });
  return code === 0 ? EXIT.ok : EXIT.problems;
}

function thisMachine(): DeployHost {
  return {
    cwd: process.cwd(),
    env: process.env,
    environments: clusterEnvironmentNames,
    neededSecrets: (environment) => neededSecrets(synth(environmentNamed(environment))),
    out: (text) => console.log(text),
    err: (text) => console.error(text),
  };
}
