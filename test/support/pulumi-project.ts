/**
 * The project as an operator's checkout in a folder of its own, with the real Pulumi command line on a file backend.
 * Its source can be edited without touching the project.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { outputOf, run } from './command';
import { ROOT } from './source-file';

/** Longer than any one command of the flow takes on two busy cores. */
const COMMAND_SECONDS = 220;

/** What a command of Pulumi did, or would do in a preview. */
export interface PulumiRun {
  readonly code: number | null;
  /** All that it printed. */
  readonly text: string;
  /** Resources that change, by operation: `update` → `ConfigMap monitoring/prometheus-rules`. Sorted. */
  readonly changes: Readonly<Record<string, readonly string[]>>;
  /** Resources on which an operation failed. */
  readonly failed: readonly string[];
}

/** A checkout with a backend. */
export class PulumiProject {
  readonly #env: Readonly<Record<string, string>>;
  readonly #edited = new Map<string, string>();

  /**
   * @param folder - empty
   * @param env - how to find pulumi and the cluster
   */
  constructor(
    readonly folder: string,
    env: Readonly<Record<string, string>>,
  ) {
    for (const name of ['Pulumi.yaml', 'package.json', 'dist'])
      cpSync(join(ROOT, name), this.#path(name), { recursive: true });
    // Runbooks are read from beside the sources; the program loads its packages from above itself.
    for (const name of ['services', 'node_modules']) symlinkSync(join(ROOT, name), this.#path(name));
    for (const name of ['stacks', 'state', 'home']) mkdirSync(this.#path(name));
    this.#env = {
      PULUMI_HOME: this.#path('home'),
      PULUMI_BACKEND_URL: `file://${this.#path('state')}`,
      PULUMI_CONFIG_PASSPHRASE: 'of a test',
      // Makes --event-log known.
      PULUMI_DEBUG_COMMANDS: 'true',
      PULUMI_SKIP_UPDATE_CHECK: 'true',
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
      PULUMI_ERROR_OUTPUT_STRING: 'true',
      ...env,
    };
  }

  /** What Pulumi has written down: every version of the state, the configuration, and its own folder. */
  written(): readonly { readonly path: string; readonly text: string }[] {
    return ['stacks', 'state', 'home']
      .flatMap((name) => readdirSync(this.#path(name), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ path, text: readFileSync(path, 'latin1') }));
  }

  /** Changes a source file, `stacks/environment/dev.ts`, and compiles it. @throws Error when `from` is not in it */
  edit(path: string, from: string, to: string): void {
    const source = this.#edited.get(path) ?? readFileSync(join(ROOT, path), 'utf8');
    if (!source.includes(from)) throw new Error(`${path} has no ${from}`);
    const edited = source.replace(from, to);
    this.#edited.set(path, edited);
    const { outputText } = ts.transpileModule(edited, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    });
    writeFileSync(this.#path(`dist/${path.replace(/\.ts$/, '.js')}`), outputText);
  }

  /** A command that changes nothing in the cluster: `stack init`, `config set`. @returns what it prints */
  tell(args: readonly string[], input = ''): Promise<string> {
    return outputOf('pulumi', [...args, '--non-interactive'], this.#options(input));
  }

  /** `preview`, `up`, `refresh`, `destroy` or `import`, to its end, whether good or bad. */
  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<PulumiRun> {
    const log = this.#path('events.jsonl');
    writeFileSync(log, '');
    const options = this.#options('', { ...this.#env, ...env });
    const flags = ['--non-interactive', '--color', 'never', '--event-log', log];
    const { code, stdout, stderr } = await run('pulumi', [...args, ...flags], options);
    return { code, text: stdout + stderr, ...read(readFileSync(log, 'utf8')) };
  }

  #options(input: string, env = this.#env) {
    return { cwd: this.folder, env, input, seconds: COMMAND_SECONDS };
  }

  #path(name: string): string {
    return join(this.folder, name);
  }
}

interface StepEvent {
  readonly metadata: { readonly op: string; readonly urn: string; readonly type: string };
}

/** Reading what is there, and leaving it as it is, are no changes. */
const NO_CHANGE: readonly string[] = ['same', 'refresh', 'read'];

function read(log: string): Pick<PulumiRun, 'changes' | 'failed'> {
  const events = log.split('\n').filter((line) => line !== '');
  const steps = events.map((line) => JSON.parse(line) as Readonly<Record<string, StepEvent>>);
  const done = steps.map(({ resOutputsEvent }) => resOutputsEvent).filter((step) => step !== undefined);
  const failed = steps.map(({ resOpFailedEvent }) => resOpFailedEvent).filter((step) => step !== undefined);
  const operations = new Set(done.map(({ metadata }) => metadata.op));
  const changes = [...operations]
    .filter((operation) => !NO_CHANGE.includes(operation))
    .map((operation) => [operation, titles(done.filter(({ metadata }) => metadata.op === operation))] as const);
  return { changes: Object.fromEntries(changes), failed: titles(failed) };
}

/** `ConfigMap monitoring/prometheus-rules`, of a type `kubernetes:core/v1:ConfigMap` and an URN that ends in the name. */
function titles(steps: readonly StepEvent[]): readonly string[] {
  const all = steps.map(({ metadata: { type, urn } }) => `${type.split(':').at(-1)} ${urn.split('::').at(-1)}`);
  return [...new Set(all)].sort();
}
