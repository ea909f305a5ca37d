/** What two deployments are compared by: the meaning of their manifests, as values that are equal or not. */
import type { Estimate } from './series';

/** Named values as text. */
export type Facts = Readonly<Record<string, string>>;

/** Facts of named things: `StatefulSet monitoring/prometheus` → `memory limit` → `4Gi`. */
export type Things = Readonly<Record<string, Facts>>;

/** Everything that somebody could notice of a deployment. */
export interface DeploymentSummary {
  /** The external label `environment`; empty where no Prometheus has one. */
  readonly environment: string;
  readonly alerts: readonly AlertSummary[];
  /** By name; one fact for each way to be reached. */
  readonly receivers: Things;
  /** How long data are kept, by program. */
  readonly retention: Things;
  /** Scrape jobs by name. */
  readonly jobs: Things;
  /** Recorded series by name and labels. */
  readonly recordings: Things;
  /** Dashboards by uid, without their panels. */
  readonly dashboards: Things;
  /** Panels by dashboard: `rstmdb-overview`, then the title. */
  readonly panels: Readonly<Record<string, Things>>;
  /** Workloads and claims: images, replicas, resources. */
  readonly workloads: Things;
  /** What none of the above tells: other objects, other files, other settings of those files. */
  readonly rest: Things;
  readonly series: Estimate;
}

/** An alerting rule, and who hears of it. */
export interface AlertSummary {
  readonly name: string;
  /** Of the rule, the severity included. */
  readonly labels: Facts;
  readonly severity: string;
  readonly expr: string;
  /** The expression without its limit, spaces and parentheses: equal where the limit alone differs. */
  readonly form: string;
  readonly limit?: AlertLimit;
  /** Seconds. */
  readonly for: number;
  readonly keepFiringFor: number;
  readonly annotations: Facts;
  /** In the order of the routes; receivers that reach nobody are left out. */
  readonly tells: readonly Told[];
  /** Alerts that mute it: `RstmdbDown (critical)`. */
  readonly mutedBy: readonly string[];
}

/** What a condition compares with. */
export interface AlertLimit {
  readonly op: string;
  readonly value: number;
  /** `> 500ms`. */
  readonly text: string;
}

/** A receiver that hears of an alert, and when. */
export interface Told {
  readonly receiver: string;
  /** `again every` → `1h`. */
  readonly timing: Facts;
}
