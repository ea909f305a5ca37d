/** Environments whose programs somebody else runs: the same services, as objects for an operator or as files. */
import { App, Chart } from 'cdk8s';
import { type ExistingOptions, existingFiles } from '../constructs/existing/files';
import { type GuestHosts, guestOf, guestServices } from '../constructs/guest/environment';
import { type GuestDelivery, type Leavable, leaveOut, optionProblems } from '../constructs/guest/options';
import type { GuestRouting } from '../constructs/guest/routing';
import type { GuestSilences } from '../constructs/guest/silences';
import type { Environment } from '../constructs/monitoring/environment';
import {
  OperatorMonitoring,
  type OperatorMonitoringProps,
  type OperatorPrograms,
  type OperatorRouting,
} from '../constructs/operator/index';
import type { ProgramFile } from '../constructs/program';
import { fleet } from '../dashboards';
import { Problems } from '../model/problem';
import { services as registered } from '../services/registry';
import type { KubernetesObject } from './plan/kubernetes-object';
import { runbookPages } from './runbook-site';
import type { Watched } from './synth';

/** What both need to know of the hosts. */
export interface Hosts extends GuestHosts, Pick<GuestSilences, 'alertmanagers'> {
  /** What the environment asks for and is not delivered. @default - nothing: what cannot be delivered is refused */
  readonly without?: readonly Leavable[];
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
 * The services that the environment names, those that their Prometheus scrapes already, and those of programs that run
 * here all the same. Others that the stack runs itself elsewhere (Prometheus, Grafana, the exporters) are the hosts' own.
 */
function named(environment: Environment, scraped: readonly string[] = [], running: readonly string[] = []): Watched {
  const ids = [...Object.keys(guestServices(environment)), ...scraped, ...running];
  const kept = registered.filter(({ id }) => ids.includes(id));
  return { services: [...kept, fleet(kept)], runbooks: runbookPages(kept) };
}

/**
 * The objects of an environment for a cluster with the Prometheus Operator.
 * @throws VedetteError with every problem
 */
export function operatorObjects(given: Environment, hosts: OperatorHosts): readonly KubernetesObject[] {
  const environment = without(given, 'operator', hosts);
  const { selectorLabels, matcherStrategy, namespace = environment.namespaces.monitoring } = hosts;
  const chart = new Chart(new App(), environment.name, { disableResourceNameHashes: true });
  const running = [
    ...(environment.logs === undefined ? [] : ['log-shipper']),
    ...(environment.postgresExporters === undefined ? [] : ['postgres']),
  ];
  new OperatorMonitoring(chart, 'monitoring', {
    environment: guestOf(environment, hosts),
    services: named(environment, hosts.scraped, running).services,
    namespace,
    selectorLabels,
    programs: programsOf(environment, hosts),
    ...(matcherStrategy === undefined ? {} : { routing: { ...routingOf(environment), matcherStrategy } }),
  });
  return chart.toJson() as readonly KubernetesObject[];
}

/** @throws VedetteError with every setting that this delivery cannot carry out */
function without(environment: Environment, delivery: GuestDelivery, { without: names = [] }: Hosts): Environment {
  const problems = new Problems();
  const kept = leaveOut(environment, names);
  problems.addAll(optionProblems(kept, delivery, names));
  problems.throwIfAny();
  return kept;
}

function programsOf(environment: Environment, { alertmanagers }: Hosts): OperatorPrograms {
  const { alertmanager, jobs, logs, postgresExporters, images, namespaces, network } = environment;
  return {
    ...(alertmanager.silences && { silences: alertmanager.silences }),
    ...(alertmanagers && { alertmanagers }),
    ...(jobs && { jobs }),
    ...(logs && { logs, agents: { namespace: namespaces.node, apiServer: network.apiServer } }),
    ...(postgresExporters && { postgresExporters }),
    ...(images && { images }),
  };
}

/** Without a Prometheus of ours the Watchdog is theirs, and so is the switch that waits for it. */
function routingOf({ alertmanager, services }: Environment): GuestRouting {
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
export function hostFiles(given: Environment, hosts: FileHosts = {}): readonly ProgramFile[] {
  const environment = without(given, 'existing', hosts);
  const { alertmanager, logs } = environment;
  const { alertmanagers, folder, scraped } = hosts;
  return existingFiles({
    environment: guestOf(environment, hosts),
    ...named(environment, scraped),
    routing: routingOf(environment),
    ...(alertmanager.silences && { silences: alertmanager.silences }),
    ...(alertmanagers && { alertmanagers }),
    ...(logs && { logs: withoutResources(logs) }),
    ...(folder === undefined ? {} : { folder }),
  });
}

function withoutResources({
  resources: _,
  ...logs
}: NonNullable<Environment['logs']>): ExistingOptions['logs'] & object {
  return logs;
}
