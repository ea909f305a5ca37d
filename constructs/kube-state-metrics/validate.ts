/** Checks of kube-state-metrics. */
import { dnsLabel } from '../check/names';
import { Report } from '../check/report';
import type { Identity } from '../kubernetes/identity';
import type { Resources } from '../kubernetes/resources';
import { checkIdentity, checkResources } from '../kubernetes/validate';
import type { KubeStateMetricsSettings } from './settings';

/** What is needed beside the settings to run it in Kubernetes. */
export interface KubeStateMetricsDeployment {
  readonly resources: Resources;
}

/** Every problem of the settings and of how they are to run. */
export function checkKubeStateMetrics(
  { namespaces }: KubeStateMetricsSettings,
  { resources }: KubeStateMetricsDeployment,
  report: Report,
): void {
  if (namespaces.length === 0) {
    report.refuse('namespaces is empty, must have at least one', 'an empty list means all namespaces of the cluster');
  }
  for (const name of namespaces) report.must('namespaces', name, dnsLabel(name));
  checkResources(resources, report);
}

/** Problems of a construct at `where`. */
export function kubeStateMetricsProblems(
  props: KubeStateMetricsDeployment & { readonly identity: Identity; readonly settings: KubeStateMetricsSettings },
  where: string,
): Report['problems'] {
  const report = new Report(where);
  checkIdentity(props.identity, report);
  checkKubeStateMetrics(props.settings, props, report);
  return report.problems;
}
