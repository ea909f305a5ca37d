/** The objects of one environment: the one place where services, constructs and environments meet. */
import { App, Chart } from 'cdk8s';
import { Monitoring } from '../constructs/monitoring/index';
import type { Environment } from '../constructs/monitoring/environment';
import type { ProgramFile } from '../constructs/program';
import { fleet } from '../dashboards';
import type { DashboardFile, DeliverableService } from '../model/delivery';
import { services as registered } from '../services/registry';
import type { KubernetesObject } from './plan/kubernetes-object';
import { ephemeral, plan } from './plan/plan';
import { runbookPages } from './runbook-site';
import { neededSecrets, secretObject } from './secrets';

/** An environment as objects, and what is known of it beside them. */
export interface Synthesis {
  /** Without Secrets, each after those it needs. */
  readonly objects: readonly KubernetesObject[];
  /** Public base URL without a trailing slash. */
  readonly publicUrl: string;
  readonly dashboards: readonly DashboardFile[];
  /** What must exist beside the objects and the Secrets: `ConfigMap monitoring/targets`. */
  readonly existing: readonly string[];
}

/** What an environment watches, and the runbooks that go with it. */
export interface Watched {
  readonly services: readonly DeliverableService[];
  /** Pages below `/runbooks/`. */
  readonly runbooks: readonly ProgramFile[];
}

/** Every service of the registry with its runbook, and the boards of all together. */
export function everything(): Watched {
  return { services: [...registered, fleet(registered)], runbooks: runbookPages(registered) };
}

/**
 * Renders an environment.
 * @throws VedetteError with every problem of the environment, or of the objects: one identity twice, a name that nothing
 *   has, a secret in clear
 */
export function synthesize(environment: Environment, watched: Watched = everything()): Synthesis {
  // Names are set explicitly everywhere; a hash in a name would make every renamed construct a replacement.
  const chart = new Chart(new App(), environment.name, { disableResourceNameHashes: true });
  const monitoring = new Monitoring(chart, 'monitoring', { environment, ...watched });
  const rendered: readonly unknown[] = chart.toJson();
  const secrets = neededSecrets(rendered).map(secretObject);
  const existing = existingObjects(environment);
  const resources = plan([...rendered, ...secrets], { protection: ephemeral, existing });
  return {
    existing,
    objects: resources.map(({ object }) => object).filter(({ kind }) => kind !== 'Secret'),
    publicUrl: monitoring.publicUrl,
    dashboards: monitoring.wiring.deliveries.flatMap(({ dashboards }) => dashboards),
  };
}

/** The objects of an environment alone; see {@link synthesize}. */
export function synth(environment: Environment, watched?: Watched): readonly KubernetesObject[] {
  return synthesize(environment, watched).objects;
}

/** What an environment says is made by somebody else. */
function existingObjects({ namespaces, prometheus }: Environment): readonly string[] {
  const { targetsConfigMap } = prometheus;
  return targetsConfigMap === undefined ? [] : [`ConfigMap ${namespaces.monitoring}/${targetsConfigMap}`];
}
