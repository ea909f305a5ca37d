/** What kube-state-metrics must be told, whatever the place it runs in. */

export interface KubeStateMetricsSettings {
  /** Namespaces whose objects it shows. Nodes belong to none, and are always shown. */
  readonly namespaces: readonly string[];
}
