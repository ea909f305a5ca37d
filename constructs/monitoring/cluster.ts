/** What the components stand on: namespaces, their security level, priority, network. */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { INamespace } from 'kubernetes-models/v1/Namespace';
import type { IPriorityClass } from 'kubernetes-models/scheduling.k8s.io/v1/PriorityClass';
import { labels } from '../kubernetes/identity';
import { componentPolicy, denyAll } from '../kubernetes/network';
import { connectionsOf } from './connections';
import type { Environment } from './environment';
import { jobIdentities } from './job-settings';
import { type Identities, identitiesOf, postgresExporterIdentity } from './identities';
import type { Wiring } from './settings';

/** The version of the Pod Security Standards; `latest` would change under us at an upgrade of the cluster. */
const POD_SECURITY_VERSION = 'v1.34';

type Level = 'restricted' | 'baseline' | 'privileged';

/** Both namespaces, each at the strictest level that its pods can keep. */
export function namespaces(scope: Construct, environment: Environment): void {
  const { prometheus, nodeExporter } = identitiesOf(environment);
  namespace(scope, prometheus.namespace, environment.name, 'restricted', 'restricted');
  // An agent of the host breaks even the baseline; the warning keeps that visible.
  namespace(scope, nodeExporter.namespace, environment.name, 'privileged', 'baseline');
}

function namespace(scope: Construct, name: string, environment: string, enforce: Level, warn: Level): void {
  const level = (mode: string, value: Level): Record<string, string> => ({
    [`pod-security.kubernetes.io/${mode}`]: value,
    [`pod-security.kubernetes.io/${mode}-version`]: POD_SECURITY_VERSION,
  });
  const manifest: INamespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: {
        ...labels({ component: 'monitoring', name: 'monitoring', namespace: name, environment }),
        ...level('enforce', enforce),
        ...level('audit', warn),
        ...level('warn', warn),
      },
    },
  };
  new ApiObject(scope, `namespace-${name}`, manifest);
}

/** Name of the environment's priority class. */
export function priorityClassName({ name }: Pick<Environment, 'name'>): string {
  return `vedette-${name}`;
}

/** When a node runs full, what watches it goes last. */
export function priorityClass(scope: Construct, environment: Pick<Environment, 'name'>): void {
  const manifest: IPriorityClass = {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: {
      name: priorityClassName(environment),
      labels: labels({ component: 'monitoring', name: 'monitoring', namespace: '', environment: environment.name }),
    },
    value: 1_000_000,
    preemptionPolicy: 'PreemptLowerPriority',
    description: 'Monitoring: still needed when everything else has to go.',
  };
  new ApiObject(scope, 'priority-class', manifest);
}

/** Denies all traffic, then allows the connections of the stack at both ends. */
export function network(scope: Construct, environment: Environment, wiring: Wiring): void {
  const identities: Identities = identitiesOf(environment);
  const connections = connectionsOf(environment, wiring);
  denyAll(scope, identities.prometheus);
  denyAll(scope, identities.nodeExporter);
  const { prometheus, alertmanager, grafana, nginx, blackboxExporter, kubeStateMetrics } = identities;
  const present = [prometheus, alertmanager, grafana, nginx, blackboxExporter];
  if (wiring.oauth2Proxy !== undefined) present.push(identities.oauth2Proxy);
  if (environment.kubeStateMetrics !== undefined) present.push(kubeStateMetrics);
  if (wiring.silences !== undefined) present.push(identities.alertmanagerSilences);
  if (wiring.logs !== undefined) present.push(identities.logShipper, identities.logStoreSetup);
  if (wiring.thanos !== undefined) {
    present.push(identities.thanosQuery, identities.thanosStore, identities.thanosCompactor);
  }
  present.push(...Object.keys(wiring.postgresExporters).map((name) => postgresExporterIdentity(environment, name)));
  present.push(...jobIdentities(wiring, identities));
  for (const identity of present) {
    componentPolicy(scope, identity, connections);
  }
}
