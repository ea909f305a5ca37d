/** What must be known of a cluster that runs the Prometheus Operator. */
import type { DeliverableService } from '../../model/delivery';
import type { GuestEnvironment } from '../guest/environment';
import type { AlertmanagerOptions } from '../monitoring/environment';

export interface OperatorMonitoringProps {
  readonly environment: GuestEnvironment;
  /** What is watched. */
  readonly services: readonly DeliverableService[];
  /** Namespace of the objects, and of the Secrets that scrape jobs and receivers name. */
  readonly namespace: string;
  /** Labels that their Prometheus selects rules and scrape jobs by: `{ release: 'kube-prometheus-stack' }`. */
  readonly selectorLabels: Readonly<Record<string, string>>;
  /** Who is told what. @default - their Alertmanager's own configuration decides */
  readonly routing?: OperatorRouting;
}

/** Routing in their Alertmanager. */
export interface OperatorRouting extends Pick<
  AlertmanagerOptions,
  'receivers' | 'routes' | 'inhibitions' | 'timeIntervals' | 'timing' | 'warningTimes'
> {
  /**
   * `alertmanagerConfigMatcherStrategy` of their Alertmanager. With the operator's default, `OnNamespace`, only alerts
   * whose label `namespace` is this object's would be told, which alerts of services elsewhere never are. The second
   * does for objects in the namespace of their Alertmanager.
   * https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.AlertmanagerConfigMatcherStrategy
   */
  readonly matcherStrategy: 'None' | 'OnNamespaceExceptForAlertmanagerNamespace';
}
