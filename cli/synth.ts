/** `vedette synth`: what would be deployed, as text. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repeated } from '../constructs/check/repeated';
import type { Leavable } from '../constructs/guest/options';
import type { Environment } from '../constructs/monitoring/environment';
import type { ProgramFile } from '../constructs/program';
import { type Hosts, type OperatorHosts, hostFiles, operatorObjects } from '../stacks/guests';
import { manifestText } from '../stacks/manifest';
import type { KubernetesObject } from '../stacks/plan/kubernetes-object';
import { synth } from '../stacks/synth';
import { CliError, EXIT, type ExitCode } from './exit';
import { environmentByName } from './environment';
import { replaceFiles } from './written-files';

export interface SynthFlags {
  readonly delivery: Delivery;
  readonly out?: string;
  readonly json?: true;
  readonly prober?: string;
  readonly hostFolder?: string;
  readonly namespace?: string;
  /** `key=value` each. */
  readonly selectorLabel?: readonly string[];
  readonly routing?: NonNullable<OperatorHosts['matcherStrategy']>;
  readonly alertmanager?: readonly string[];
  readonly scraped?: readonly string[];
  readonly without?: readonly Leavable[];
}

/** The ways to deliver; docs/deliveries.md says which one is for whom. */
type Delivery = 'standalone' | 'operator' | 'existing';

const ABOUT_HOSTS = ['prober', 'alertmanager', 'scraped', 'without'] as const;

/** Flags that only some deliveries have. */
const FLAGS_OF: Readonly<Record<Delivery, readonly (keyof SynthFlags)[]>> = {
  standalone: ['out', 'json'],
  operator: ['out', 'json', ...ABOUT_HOSTS, 'namespace', 'selectorLabel', 'routing'],
  existing: ['out', ...ABOUT_HOSTS, 'hostFolder'],
};

/** Writes an environment in the form that was asked for. */
export function synthVerb(name: string, flags: SynthFlags): ExitCode {
  const environment = environmentByName(name);
  checkFlags(flags);
  const { delivery, out, json } = flags;
  if (delivery === 'existing') {
    if (out === undefined) throw new CliError(EXIT.usage, '--delivery existing is many files; say where by --out');
    replaceFiles(out, ofHost(environment, flags));
    return EXIT.ok;
  }
  const objects = delivery === 'operator' ? ofOperator(environment, flags) : synth(environment);
  if (out !== undefined) writeObjects(out, objects, json === true);
  else process.stdout.write(json === true ? `${JSON.stringify(objects)}\n` : manifestText(objects));
  return EXIT.ok;
}

/** A flag that changes nothing would be believed to. */
function checkFlags({ delivery, ...flags }: SynthFlags): void {
  const given = (Object.keys(flags) as (keyof typeof flags)[]).filter((flag) => flags[flag] !== undefined);
  const lost = given.find((flag) => !FLAGS_OF[delivery].includes(flag));
  if (lost === undefined) return;
  const option = `--${lost.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new CliError(EXIT.usage, `${option} does nothing with --delivery ${delivery}`);
}

function ofHost(environment: Environment, flags: SynthFlags): readonly ProgramFile[] {
  const { hostFolder: folder } = flags;
  return hostFiles(environment, { ...hostsOf(flags), ...(folder === undefined ? {} : { folder }) });
}

function hostsOf({ prober, alertmanager, scraped, without }: SynthFlags): Hosts {
  return {
    ...(prober === undefined ? {} : { prober }),
    ...(alertmanager === undefined ? {} : { alertmanagers: alertmanager }),
    ...(scraped === undefined ? {} : { scraped }),
    ...(without === undefined ? {} : { without }),
  };
}

function ofOperator(environment: Environment, flags: SynthFlags): readonly KubernetesObject[] {
  const { namespace, selectorLabel = [], routing } = flags;
  return operatorObjects(environment, {
    ...hostsOf(flags),
    selectorLabels: labelsOf(selectorLabel),
    ...(namespace === undefined ? {} : { namespace }),
    ...(routing === undefined ? {} : { matcherStrategy: routing }),
  });
}

/** Of two values of one label the first would be lost without a word. */
function labelsOf(texts: readonly string[]): Readonly<Record<string, string>> {
  const pairs = texts.map(keyAndValue);
  const [key] = repeated(pairs.map(([each]) => each));
  if (key !== undefined) throw new CliError(EXIT.usage, `--selector-label gives '${key}' twice, must be one value`);
  return Object.fromEntries(pairs);
}

function keyAndValue(text: string): readonly [key: string, value: string] {
  const [, key, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (key === undefined || value === undefined) {
    throw new CliError(EXIT.usage, `--selector-label is '${text}', must be KEY=VALUE`);
  }
  return [key, value];
}

/** One file an object. The number keeps the order, which `kubectl apply -f FOLDER` follows; older files of ours go. */
function writeObjects(folder: string, objects: readonly KubernetesObject[], json: boolean): void {
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
