/** Environments whose programs somebody else runs: the same services, as objects for an operator or as files. */
import { App, Chart } from 'cdk8s';
import { type ExistingOptions, existingFiles } from '../constructs/existing/files';
import { guestOf } from '../constructs/guest/environment';
import type { Environment } from '../constructs/monitoring/environment';
import { OperatorMonitoring, type OperatorMonitoringProps, type OperatorRouting } from '../constructs/operator/index';
import type { ProgramFile } from '../constructs/program';
import { fleet } from '../dashboards';
import { services as registered } from '../services/registry';
import type { KubernetesObject } from './plan/kubernetes-object';
import { runbookPages } from './runbook-site';
import type { Watched } from './synth';

/** What both need to know of the hosts. */
export interface Hosts {
  /** `host:port` of their blackbox exporter. @default - nothing is probed */
  readonly prober?: string;
}

/** Where files go: their folder on the hosts. */
export type FileHosts = Hosts & Pick<ExistingOptions, 'folder'>;

/** Where an operator's objects go. */
export interface OperatorHosts extends Hosts, Pick<OperatorMonitoringProps, 'selectorLabels'> {
  /** @default - the environment's own namespace of monitoring */
  readonly namespace?: string;
  /** How their Alertmanager treats routing from objects. @default - no routing is handed over */
  readonly matcherStrategy?: OperatorRouting['matcherStrategy'];
}

/**
 * The services that the environment names. Those that the stack runs itself elsewhere (Prometheus, Grafana, the
 * exporters) are the hosts' own here, and are watched only where the environment says where they are.
 */
export function named({ services }: Pick<Environment, 'services'>): Watched {
  const kept = registered.filter(({ id }) => services[id] !== undefined);
  return { services: [...kept, fleet(kept)], runbooks: runbookPages(kept) };
}

/**
 * The objects of an environment for a cluster with the Prometheus Operator.
 * @throws VedetteError with every problem
 */
export function operatorObjects(environment: Environment, hosts: OperatorHosts): readonly KubernetesObject[] {
  const { prober, selectorLabels, matcherStrategy, namespace = environment.namespaces.monitoring } = hosts;
  const chart = new Chart(new App(), environment.name, { disableResourceNameHashes: true });
  new OperatorMonitoring(chart, 'monitoring', {
    environment: guestOf(environment, prober),
    services: named(environment).services,
    namespace,
    selectorLabels,
    ...(matcherStrategy === undefined ? {} : { routing: { ...routingOf(environment), matcherStrategy } }),
  });
  return chart.toJson() as readonly KubernetesObject[];
}

/** Without a Prometheus of ours the Watchdog is theirs, and so is the switch that waits for it. */
function routingOf({ alertmanager, services }: Environment): Omit<OperatorRouting, 'matcherStrategy'> {
  const { timing, routes, inhibitions, timeIntervals, warningTimes } = alertmanager;
  const { deadMansSwitch, ...people } = alertmanager.receivers;
  const isSwitched = services['prometheus'] !== undefined && deadMansSwitch !== undefined;
  return {
    receivers: isSwitched ? { ...people, deadMansSwitch } : people,
    timing,
    ...(routes === undefined ? {} : { routes }),
    ...(inhibitions === undefined ? {} : { inhibitions }),
    ...(timeIntervals === undefined ? {} : { timeIntervals }),
    ...(warningTimes === undefined ? {} : { warningTimes }),
  };
}

/**
 * The files of an environment for programs that run already; paths are relative to one folder.
 * @throws VedetteError with every problem
 */
export function hostFiles(environment: Environment, { prober, folder }: FileHosts = {}): readonly ProgramFile[] {
  return existingFiles({
    environment: guestOf(environment, prober),
    ...named(environment),
    ...(folder === undefined ? {} : { folder }),
  });
}
