/** What Prometheus must be told, whatever the place it runs in. */
import type { Duration, Size } from '../../model/quantity';
import type { RuleGroup, ScrapeJob } from '../../model/delivery';
import type { Endpoint } from '../program';
import type { SubPath } from '../sub-path';
import type { RemoteWrite } from './remote-write';
import type { Shard } from './shard';

/** Settings of one Prometheus server; the replicas of a pair have the same, but for the value of {@link replica}. */
export interface PrometheusSettings {
  /** Public URL with the sub-path: `https://monitoring.example.com/prometheus/`. */
  readonly externalUrl: string;
  readonly subPath: SubPath;
  readonly scrapeInterval: Duration;
  readonly scrapeTimeout: Duration;
  readonly evaluationInterval: Duration;
  /** How long samples are kept. */
  readonly retention: Duration;
  /** How much the stored blocks and the write-ahead log may take; the oldest block goes first. */
  readonly retentionSize: Size;
  /** Labels on everything that leaves the server: `cluster`, `environment`. Not `replica`. */
  readonly externalLabels: Readonly<Record<string, string>>;
  /**
   * How this replica names itself in the label `replica`, which is dropped before Alertmanager: `${POD_NAME}` or a
   * name.
   */
  readonly replica: string;
  readonly scrapeJobs: readonly ScrapeJob[];
  /** Rules by the service they come from; each service has one file. */
  readonly rules: readonly ServiceRules[];
  readonly alertmanagers: AlertmanagerTargets;
  /** Stores that samples are sent on to. */
  readonly remoteWrite?: readonly RemoteWrite[];
  /**
   * Whether it only scrapes and sends on: it keeps nothing, answers no query and evaluates no rule. For many targets
   * whose rules a server elsewhere evaluates.
   * https://prometheus.io/docs/prometheus/latest/prometheus_agent/
   */
  readonly agent?: boolean;
  /** Whether a Thanos sidecar uploads its blocks: a block that is compacted before would not be uploaded. */
  readonly uploadsBlocks?: boolean;
  /** The part of all targets that this one scrapes. Only for agents: a rule must see every target. */
  readonly shard?: Shard;
  /**
   * Version of the Prometheus that reads the files; from 3 on it reloads by itself and reads the retention from its
   * file.
   */
  readonly version: string;
}

/** The rule groups of one service. */
export interface ServiceRules {
  readonly service: string;
  readonly groups: readonly RuleGroup[];
}

/** Every Alertmanager by itself: behind a load balancer a pair would not see the same alerts. */
export interface AlertmanagerTargets {
  readonly instances: readonly Endpoint[];
  readonly subPath: SubPath;
}
