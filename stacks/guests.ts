/** Environments whose programs somebody else runs: the same services, as objects for an operator or as files. */
import { App, Chart } from 'cdk8s';
import { existingFiles } from '../constructs/existing/files';
import { guestOf } from '../constructs/guest/environment';
import type { Environment } from '../constructs/monitoring/environment';
import { OperatorMonitoring, type OperatorMonitoringProps } from '../constructs/operator/index';
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

/** Where an operator's objects go. */
export interface OperatorHosts extends Hosts, Pick<OperatorMonitoringProps, 'selectorLabels'> {
  /** @default - the environment's own namespace of monitoring */
  readonly namespace?: string;
  /** How their Alertmanager treats routing from objects. @default - no routing is handed over */
  readonly matcherStrategy?: NonNullable<OperatorMonitoringProps['routing']>['matcherStrategy'];
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
  const { receivers, timing, routes, inhibitions } = environment.alertmanager;
  const routing = {
    receivers,
    timing,
    ...(routes === undefined ? {} : { routes }),
    ...(inhibitions === undefined ? {} : { inhibitions }),
  };
  const chart = new Chart(new App(), environment.name, { disableResourceNameHashes: true });
  new OperatorMonitoring(chart, 'monitoring', {
    environment: guestOf(environment, prober),
    services: named(environment).services,
    namespace,
    selectorLabels,
    ...(matcherStrategy === undefined ? {} : { routing: { ...routing, matcherStrategy } }),
  });
  return chart.toJson() as readonly KubernetesObject[];
}

/**
 * The files of an environment for programs that run already; paths are relative to one folder.
 * @throws VedetteError with every problem
 */
export function hostFiles(environment: Environment, { prober }: Hosts = {}): readonly ProgramFile[] {
  return existingFiles({ environment: guestOf(environment, prober), ...named(environment) });
}
