/** From manifests to what they mean. The manifests are the truth: whatever made them, and of whichever release. */
import type { Service } from '../../model/service';
import { seriesIndexOf } from '../check/subject';
import { type KubernetesObject, list, record, text } from '../plan/kubernetes-object';
import { alertsOf } from './alerts';
import { argumentsOf, jobsOf, recordingsOf, restOf, retentionOf } from './configuration';
import { dashboardsOf } from './dashboards';
import { type ManifestFile, filesOf } from './manifest-files';
import { AlertRouting } from './routing';
import { rulesOf } from './rules';
import { estimate } from './series';
import type { DeploymentSummary } from './summary';
import { workloadsOf } from './workloads';

/**
 * Describes a deployment.
 * @param services - whose catalogues tell units and numbers of series; one set for both sides of a comparison, because
 *   what a catalogue says of an exporter changes nothing of what it exposes
 * @throws VedetteError for a file of a ConfigMap, or a matcher, that cannot be read
 */
export function describe(rendered: readonly KubernetesObject[], services: readonly Service[]): DeploymentSummary {
  const host = hostOf(rendered);
  const environment = environmentOf(rendered);
  const objects = anonymous(rendered, host, environment);
  const files = filesOf(objects);
  const of = (kind: ManifestFile['kind']): readonly ManifestFile[] => files.filter((file) => file.kind === kind);
  const rules = of('rules').map(rulesOf);
  const index = seriesIndexOf(services, rules);
  const [alertmanager] = of('alertmanager');
  const routing = alertmanager && new AlertRouting(alertmanager.content);
  const prometheus = of('prometheus')[0]?.content ?? {};
  const scrapeConfigs = list(prometheus['scrape_configs']).map(record);
  return {
    environment,
    alerts: alertsOf(rules, index, routing),
    receivers: routing?.receivers ?? {},
    retention: retentionOf(objects, prometheus),
    jobs: jobsOf(scrapeConfigs),
    recordings: recordingsOf(rules),
    ...dashboardsOf(of('dashboard')),
    workloads: workloadsOf(objects),
    rest: { ...(host === undefined ? {} : { 'public address': { host } }), ...restOf(objects, files) },
    series: estimate(scrapeConfigs, rules, services, index),
  };
}

/** The host of the address that Prometheus knows as its own. */
function hostOf(objects: readonly KubernetesObject[]): string | undefined {
  const hosts = argumentsOf(objects).map((arg) => /^--web\.external-url=https?:\/\/([^/:]+)/.exec(arg)?.[1]);
  return hosts.find((host) => host !== undefined);
}

function environmentOf(objects: readonly KubernetesObject[]): string {
  const prometheus = filesOf(objects).find(({ kind }) => kind === 'prometheus')?.content ?? {};
  return text(record(record(prometheus['global'])['external_labels'])['environment']) ?? '';
}

/** Without what differs between environments everywhere and means nothing: links, and names of objects. */
function anonymous(
  objects: readonly KubernetesObject[],
  host: string | undefined,
  environment: string,
): readonly KubernetesObject[] {
  const written = JSON.stringify(objects);
  const unnamed =
    environment === ''
      ? written
      : written.replaceAll(`"${environment}-`, '"ENVIRONMENT-').replaceAll(`-${environment}"`, '-ENVIRONMENT"');
  return JSON.parse(host === undefined ? unnamed : unnamed.replaceAll(host, 'HOST')) as readonly KubernetesObject[];
}
