/**
 * What becomes of each setting of an environment where somebody else runs the programs. A new setting does not compile
 * until it is decided here, and a test holds that each decision is what happens.
 */
import { type Problem, suggestion } from '../../model/problem';
import type { Quantity } from '../../model/quantity';
import { Report } from '../check/report';
import type { Environment } from '../monitoring/environment';

/** Ways to deliver to programs of somebody else. */
export type GuestDelivery = 'operator' | 'existing';

/**
 * `used`: it is in what is delivered. `theirs`: a setting of a program that they run, and nobody would look for it here.
 * `refused`: it would be believed to hold, and cannot.
 */
export type Fate = 'used' | 'theirs' | 'refused';

/** Fates of one setting. */
export interface OptionFate extends Readonly<Record<GuestDelivery, Fate>> {
  /** Why, or in what form. */
  readonly note?: string;
}

type Path<K extends string, Value> = Value extends string | Quantity
  ? K
  : string extends keyof Value
    ? K
    : `${K}.${keyof Value & string}`;

/** Every setting of an environment by its path: `name`, `prometheus.retention`. */
export type EnvironmentOption = {
  [K in keyof Environment & string]-?: Path<K, NonNullable<Environment[K]>>;
}[keyof Environment & string];

const USED: OptionFate = { operator: 'used', existing: 'used' };
const THEIRS: OptionFate = { operator: 'theirs', existing: 'theirs' };
const refused = (note: string): OptionFate => ({ operator: 'refused', existing: 'refused', note });
const used = (note: string): OptionFate => ({ ...USED, note });
const theirs = (note: string): OptionFate => ({ ...THEIRS, note });
const operatorOnly = (existing: Fate, note: string): OptionFate => ({ operator: 'used', existing, note });

const routing = used('`operator`: where routing is handed over');
const task = operatorOnly('refused', 'only a CronJob is seen by an alert when it is no longer done');
const sidecar = refused('a sidecar of Prometheus, which is theirs');

/** Every setting. */
export const optionFates: Readonly<Record<EnvironmentOption, OptionFate>> = {
  name: USED,
  cluster: USED,
  host: used('links lead there'),
  purpose: theirs('judges replicas and the switch of the Watchdog'),
  services: USED,
  thresholds: USED,
  scrapeInterval: USED,
  scrapeTimeout: USED,
  evaluationInterval: USED,
  'namespaces.monitoring': operatorOnly('theirs', 'of objects and programs; it must be there'),
  'namespaces.node': operatorOnly('theirs', 'of the log shipper; it must be there'),
  'network.apiServer': operatorOnly('theirs', 'which the log shipper asks'),
  'network.clients': THEIRS,
  'network.nodes': THEIRS,
  'paths.prometheus': THEIRS,
  'paths.alertmanager': THEIRS,
  'prometheus.replicas': THEIRS,
  'prometheus.retention': used('no rule looks back further: one that does is refused'),
  'prometheus.retentionSize': THEIRS,
  'prometheus.volume': THEIRS,
  'prometheus.resources': THEIRS,
  'prometheus.externalLabels': used('as labels of every alert'),
  'prometheus.remoteWrite': refused('only the configuration of their Prometheus can say it'),
  'prometheus.targetsConfigMap': theirs('files of targets have absolute paths'),
  'alertmanager.replicas': THEIRS,
  'alertmanager.volume': THEIRS,
  'alertmanager.resources': THEIRS,
  'alertmanager.retention': THEIRS,
  'alertmanager.receivers': used('`deadMansSwitch`: theirs, unless the service `prometheus` is watched'),
  'alertmanager.routes': routing,
  'alertmanager.inhibitions': routing,
  'alertmanager.timeIntervals': routing,
  'alertmanager.warningTimes': routing,
  'alertmanager.timing': routing,
  'alertmanager.silences': used('a Job, or a script; needs `--alertmanager`'),
  'grafana.replicas': THEIRS,
  'grafana.signIn': THEIRS,
  'grafana.database': THEIRS,
  'grafana.adminUser': THEIRS,
  'grafana.adminPassword': THEIRS,
  'grafana.secretKey': THEIRS,
  'grafana.resources': THEIRS,
  'grafana.volume': THEIRS,
  'nginx.replicas': THEIRS,
  'nginx.resources': THEIRS,
  'nginx.tlsSecret': THEIRS,
  'nginx.certificateIssuer': THEIRS,
  'nginx.users': THEIRS,
  'nginx.pathUsers': THEIRS,
  'nginx.signIn': THEIRS,
  'nginx.exposure': THEIRS,
  'nodeExporter.outside': used('targets of the service `node`'),
  'nodeExporter.tls': used('`client`; the rest is of the agents, which are theirs'),
  'nodeExporter.resources': THEIRS,
  'blackboxExporter.authority': used('in the modules; their blackbox exporter must have the file'),
  'blackboxExporter.resources': THEIRS,
  postgresExporters: operatorOnly('refused', 'one of theirs is named under `services`'),
  'kubeStateMetrics.resources': THEIRS,
  'kubeStateMetrics.namespaces': THEIRS,
  'logs.store': USED,
  'logs.retention': USED,
  'logs.shipper': USED,
  'logs.buffer': USED,
  'logs.pods': USED,
  'logs.setup': used('a Job, or a script'),
  'logs.resources': operatorOnly('theirs', 'of the log shipper'),
  'logs.reader': { operator: 'refused', existing: 'used', note: 'their Grafana must have the secret as a file' },
  'jobs.databaseBackup': task,
  'jobs.databaseVacuum': task,
  'jobs.receiverTest': task,
  'jobs.prometheusSnapshot': refused('it mounts the volume of a Prometheus, which is theirs'),
  'jobs.grafanaExport': refused('it leaves out what files of the stack bring, which theirs does not have'),
  'thanos.objectStore': sidecar,
  'thanos.retention': sidecar,
  'thanos.sidecar': sidecar,
  'thanos.query': sidecar,
  'thanos.store': sidecar,
  'thanos.compactor': sidecar,
  'images.registry': operatorOnly('theirs', 'of programs that run there'),
  'images.pins': operatorOnly('theirs', 'of programs that run there'),
};

/** What may be left out of an environment, so that what is refused or not wanted is not asked for. */
export const leavable = [
  'alertmanager.silences',
  'jobs',
  'jobs.databaseBackup',
  'jobs.databaseVacuum',
  'jobs.receiverTest',
  'jobs.prometheusSnapshot',
  'jobs.grafanaExport',
  'logs',
  'logs.reader',
  'postgresExporters',
  'prometheus.remoteWrite',
  'thanos',
] as const;

export type Leavable = (typeof leavable)[number];

/** The environment without what was left out. A name that is none is refused by {@link optionProblems}. */
export function leaveOut(environment: Environment, names: readonly Leavable[]): Environment {
  return names.reduce((kept, name) => {
    const [section = '', option] = name.split('.');
    const { [section]: old, ...others } = kept as unknown as Readonly<Record<string, unknown>>;
    if (option === undefined || old === undefined) return others as unknown as Environment;
    const { [option]: _, ...rest } = old as Readonly<Record<string, unknown>>;
    return { ...others, [section]: rest } as unknown as Environment;
  }, environment);
}

/** Settings that would be believed to hold, and names of none that may be left out. */
export function optionProblems(
  environment: Environment,
  delivery: GuestDelivery,
  without: readonly string[],
): readonly Problem[] {
  const report = new Report(environment.name);
  for (const name of without.filter((each) => !(leavable as readonly string[]).includes(each))) {
    report.refuse(`without names '${name}', which cannot be left out`, suggestion(name, leavable));
  }
  for (const [option, { [delivery]: fate, note }] of Object.entries(optionFates)) {
    if (fate !== 'refused' || !isSet(environment, option)) continue;
    const name = leavable.find((each) => option === each) ?? leavable.find((each) => option.startsWith(`${each}.`));
    report.refuse(
      `${name ?? option} is set, must be left out of this delivery: ${note ?? ''}`,
      `--without ${name ?? option}`,
    );
  }
  return report.problems;
}

function isSet(environment: Environment, option: string): boolean {
  const [section = '', name] = option.split('.');
  const value = (environment as unknown as Readonly<Record<string, unknown>>)[section];
  if (name === undefined || value === undefined) return value !== undefined;
  return (value as Readonly<Record<string, unknown>>)[name] !== undefined;
}
