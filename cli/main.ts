#!/usr/bin/env node
/**
 * The command line. A verb loads only what it needs: `--help` loads nothing of the model, `synth` nothing of Pulumi.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckFlags } from './check';
import type { DemoFlags } from './demo-verbs';
import type { DiffFlags } from './diff';
import { CliError, EXIT } from './exit';
import type { ProbeFlags } from './probe';
import type { SynthFlags } from './synth';

const EXIT_CODES = `
Exit codes:
  0  all is well
  1  the verb found something wrong, or what it started does not work
  2  the command line is wrong
  3  the machine lacks something: a program, a cluster, a permission
  4  a critical alert would be lost (diff)
`;

/** Builds the parser. Verbs resolve to the exit code. */
export function commandLine(end: End): Command {
  const program = new Command('vedette')
    .description('Monitoring you can prove: Prometheus, Alertmanager, Grafana and what surrounds them.')
    .version(packageVersion())
    .addHelpText('after', EXIT_CODES)
    .exitOverride();
  addManifestVerbs(program, end);
  addDiff(program, end);
  addLocalVerbs(program, end);
  addDemoVerbs(program, end);
  addProbe(program, end);
  addDeploy(program, end);
  return program;
}

/** Tells the exit code of a verb. */
type End = (code: number) => void;

function addManifestVerbs(program: Command, end: End): void {
  program
    .command('synth')
    .argument('<environment>', 'name of the environment')
    .description('manifests of an environment as YAML, on standard output or as files')
    .addOption(deliveryOption())
    .option('-o, --out <folder>', 'write files into this folder: one an object, or those of the host')
    .option('--json', 'a JSON array instead of YAML')
    .option('--prober <address>', 'host:port of a blackbox exporter that is there (operator, existing)')
    .option('--alertmanager <url>', 'a member of the Alertmanager that is there (operator, existing)', collected)
    .option(
      '--scraped <service>',
      'a service that the Prometheus there scrapes already (operator, existing)',
      collected,
    )
    .option('--without <setting>', 'what the environment asks for and is not delivered (operator, existing)', collected)
    .option('--host-folder <path>', 'where the files will lie on the host (existing; default: /etc/vedette)')
    .option('--selector-label <key=value>', 'a label that the Prometheus there selects by (operator)', collected)
    .option('--namespace <name>', "namespace of the objects (operator; default: the environment's)")
    .addOption(routingOption())
    .action(async (environment: string, options: SynthFlags) => {
      const { synthVerb } = await import('./synth.js');
      end(synthVerb(environment, options));
    });

  program
    .command('check')
    .argument('[environments...]', 'names of environments (default: all)')
    .description('every service, rule and environment; all problems together')
    .addOption(new Option('--json', 'the report as JSON').conflicts('sarif'))
    .option('--sarif', 'the report as SARIF 2.1.0, for code scanning')
    .option('--strict', 'a warning without a waiver counts like an error')
    .action(async (environments: string[], options: CheckFlags) => {
      const { checkVerb } = await import('./check.js');
      end(await checkVerb(environments, options, packageVersion()));
    });
}

function addDiff(program: Command, end: End): void {
  program
    .command('diff')
    .argument('<base>', 'environment, commit, or manifests: a file or folder')
    .argument('[head]', 'the same (default: the working tree, uncommitted changes included)')
    .description('what changes for those on call: alerts, who is told, dashboards, data; the most dangerous first')
    .option('--env <environment...>', 'environments of the commits to compare (default: all)')
    .option('--allow-removed-critical <alert...>', 'critical alerts that may go')
    .addOption(new Option('--markdown', 'as a comment of a pull request').conflicts('json'))
    .option('--json', 'the changes as JSON')
    .action(async (base: string, head: string | undefined, flags: DiffFlags) => {
      const { diffVerb } = await import('./diff.js');
      end(await diffVerb(base, head, flags));
    });
}

function addLocalVerbs(program: Command, end: End): void {
  program
    .command('up')
    .description('run the stack on this machine; a running one is brought to what the code says now')
    .addOption(stateOption())
    .addOption(new Option('--engine <engine>', 'containers, or processes').choices(['docker', 'processes']))
    .option('--speed <times>', 'every wait in rules and notifications is this many times shorter', positiveNumber)
    .option('--deployed-versions', 'the versions that are deployed, where they are installed')
    .option('--no-rstmdb', 'run no rstmdb as something to watch; the demo plays it')
    .option('--no-demo', 'play no services that nothing on this machine serves')
    .option('--any-ports', 'take any free ports at the first start, not the usual ones')
    .option('--new-password', 'make another password')
    .option('--json', 'the result as JSON')
    .action(async (options: UpFlags) => {
      const { upVerb } = await import('./local-verbs.js');
      end(await upVerb(options));
    });

  program
    .command('down')
    .argument('[components...]', 'stop these only, until the next up (default: everything)')
    .description('stop the local stack and remove its state')
    .addOption(stateOption())
    .option('--keep-data', 'keep data, passwords and ports')
    .action(async (components: string[], options: { state: string; keepData?: true }) => {
      const { downVerb } = await import('./local-verbs.js');
      end(await downVerb(components, options));
    });

  program
    .command('status')
    .description('what of the local stack runs, and how it does')
    .addOption(stateOption())
    .option('--json', 'the report as JSON')
    .action(async (options: { state: string; json?: true }) => {
      const { statusVerb } = await import('./local-verbs.js');
      end(await statusVerb(options));
    });
}

function addDemoVerbs(program: Command, end: End): void {
  const demo = program.command('demo').description('break what the local stack plays, and see the alert');
  demo
    .command('list')
    .argument('[service]', 'of one service only')
    .description('what can be broken, which alert it makes fire, and after how long')
    .addOption(stateOption())
    .option('--json', 'the list as JSON')
    .action(async (service: string | undefined, flags: DemoFlags) => {
      const { demoListVerb } = await import('./demo-verbs.js');
      end(demoListVerb(service, flags));
    });
  demo
    .command('break')
    .argument('<service>', 'a service that is played: rstmdb')
    .argument('<incident>', 'what goes wrong: wal-growing')
    .description("play an alert's firing scenario from now on")
    .addOption(stateOption())
    .option('--json', 'the incident as JSON')
    .action(async (service: string, incident: string, flags: DemoFlags) => {
      const { demoBreakVerb } = await import('./demo-verbs.js');
      end(await demoBreakVerb(service, incident, flags));
    });
  demo
    .command('heal')
    .argument('[service]', 'of one service only (default: everything)')
    .argument('[incident]', 'this one only')
    .description('end what was broken')
    .addOption(stateOption())
    .option('--json', 'what was ended as JSON')
    .action(async (service: string | undefined, incident: string | undefined, flags: DemoFlags) => {
      const { demoHealVerb } = await import('./demo-verbs.js');
      end(await demoHealVerb(service, incident, flags));
    });
}

const PROBE_HELP = `
It asks an address once, as Prometheus would, and compares what it gets. It is not one of the probes that an environment
carries out all the time through the blackbox exporter: those are declared by 'probesOf' in a service's folder.
`;

function addProbe(program: Command, end: End): void {
  program
    .command('probe')
    .argument('<url>', 'address of a page of metrics: http://HOST:9100/metrics')
    .description('compare a live page of metrics with the catalogue of a service, or begin a service from it')
    .option('--service <id>', 'compare with this service (default: the one that matches best)')
    .option('--dialect <name>', 'compare with this release (default: the one that matches best)')
    .option('--header <header>', "send 'Name: value' too, never shown; can be given several times", collected)
    .option('--bearer-file <file>', 'send the token in this file; never shown')
    .option('--timeout <seconds>', 'how long the whole answer may take', positiveNumber, 10)
    .option('--json', 'the report as JSON')
    .addOption(
      new Option('--new <name>', 'write the folder of a new service from the page').conflicts([
        'service',
        'dialect',
        'json',
      ]),
    )
    .option('--out <folder>', 'the folder of services that gets it', 'services')
    .addHelpText('after', PROBE_HELP)
    .action(async (url: string, options: ProbeFlags) => {
      const { probeVerb } = await import('./probe.js');
      end(await probeVerb(url, options));
    });
}

function addDeploy(program: Command, end: End): void {
  program
    .command('deploy')
    .argument('<environment>', 'name of the environment')
    .description('check all that `pulumi up` needs, say what is missing and how to get it, then run it')
    .option('-y, --yes', 'do not ask before changing anything')
    .option('--preview', 'show what would change, and change nothing')
    .option('--json', 'findings and events as JSON')
    .action(async (environment: string, options: { yes?: true; preview?: true; json?: true }) => {
      const { deploy } = await import('./deploy.js');
      end(await deploy(environment, options));
    });
}

/** Flags of `up`, as commander gives them. */
export interface UpFlags {
  readonly state: string;
  readonly engine?: 'docker' | 'processes';
  readonly speed?: number;
  readonly deployedVersions?: true;
  readonly rstmdb: boolean;
  readonly demo: boolean;
  readonly anyPorts?: true;
  readonly newPassword?: true;
  readonly json?: true;
}

function deliveryOption(): Option {
  return new Option('--delivery <form>', 'the whole stack, objects for a Prometheus Operator, or files for a host')
    .choices(['standalone', 'operator', 'existing'])
    .default('standalone');
}

function routingOption(): Option {
  const text = 'hand over routing too; how the Alertmanager there matches it (operator)';
  return new Option('--routing <strategy>', text).choices(['None', 'OnNamespaceExceptForAlertmanagerNamespace']);
}

function stateOption(): Option {
  return new Option('--state <folder>', 'where the local stack keeps its files').default('.vedette');
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= 1000)) throw new InvalidArgumentError('It must be a number from 1 to 1000.');
  return value;
}

const collected = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

function packageVersion(): string {
  const path = join(__dirname, __dirname.endsWith(join('dist', 'cli')) ? '../..' : '..', 'package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

/** Runs a command line. What went wrong is told in words; a stack trace is for faults of the program itself. */
export async function main(args: readonly string[]): Promise<number> {
  let code: number = EXIT.ok;
  try {
    await commandLine((ended) => {
      code = ended;
    }).parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (error instanceof CliError) {
      console.error(`vedette: ${error.message}`);
      return error.code;
    }
    if (error instanceof Error && error.name === 'VedetteError') {
      console.error(error.message);
      return EXIT.problems;
    }
    console.error(error);
    return EXIT.problems;
  }
}

if (require.main === module) {
  // The reader of a pipe has gone (`vedette synth prod | head`): there is nobody left to tell.
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.problems),
  );
  void main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
