/**
 * What a service delivers, as plain data: scrape jobs, rule groups, dashboards, alerts to route.
 * It is all that `constructs/` knows of a service. Field names follow Prometheus' own configuration, in camel case.
 */
import type { ServiceLogs } from './log';
import type { ProbeModule } from './probe/module';
import type { Duration, Size } from './quantity';

/** One step of `relabel_configs` or `metric_relabel_configs`. */
export interface RelabelRule {
  readonly sourceLabels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly targetLabel?: string;
  readonly replacement?: string;
  readonly modulus?: number;
  readonly action?: 'replace' | 'keep' | 'drop' | 'labelmap' | 'labeldrop' | 'labelkeep' | 'hashmod';
}

/** How a scrape job finds its targets. */
export type Discovery =
  | { readonly kind: 'static'; readonly targets: readonly string[]; readonly labels?: Readonly<Record<string, string>> }
  | { readonly kind: 'dns'; readonly names: readonly string[]; readonly type: 'SRV' }
  | { readonly kind: 'dns'; readonly names: readonly string[]; readonly type: 'A' | 'AAAA'; readonly port: number }
  | {
      readonly kind: 'kubernetes';
      readonly role: 'pod' | 'endpointslice' | 'service' | 'node' | 'ingress';
      readonly namespaces: readonly string[];
      /** Labels that the discovered object (pod or service) must carry. */
      readonly matchLabels: Readonly<Record<string, string>>;
      /** Name of the port to scrape. */
      readonly portName: string;
    }
  | { readonly kind: 'file'; readonly files: readonly string[] };

/** A secret value by name: it becomes a mounted file, never text. */
export interface SecretRef {
  /** Name of the Kubernetes Secret. */
  readonly secret: string;
  readonly key: string;
}

/** How Prometheus proves itself to a target; at most one. */
export type ScrapeAuth =
  | { readonly kind: 'basic'; readonly username: string; readonly password: SecretRef }
  | { readonly kind: 'authorization'; readonly type: string; readonly credentials: SecretRef };

/** Who a target must be, and how Prometheus proves who it is by a certificate. */
export interface ScrapeTls {
  /** Certificate of the authority that the target's must come from. */
  readonly authority: SecretRef;
  /** Prometheus' own certificate and key, where the target asks for one. */
  readonly certificate?: SecretRef;
  readonly key?: SecretRef;
  /** Name in the target's certificate, where that is not what it is reached by: targets that are found by address. */
  readonly serverName?: string;
}

/** One scrape job. */
export interface ScrapeJob {
  readonly job: string;
  readonly discovery: readonly Discovery[];
  readonly scheme: 'http' | 'https';
  /** Path of the metrics page, with its leading slash. */
  readonly metricsPath: string;
  readonly interval: Duration;
  readonly timeout: Duration;
  /** Samples of one scrape above which the scrape fails: a guard against a cardinality bomb. */
  readonly sampleLimit: number;
  readonly labelLimit?: number;
  readonly bodySizeLimit?: Size;
  readonly auth?: ScrapeAuth;
  /** With scheme `https`. @default - any public authority, and no certificate of one's own */
  readonly tls?: ScrapeTls;
  readonly params?: Readonly<Record<string, readonly string[]>>;
  readonly relabelings?: readonly RelabelRule[];
  readonly metricRelabelings?: readonly RelabelRule[];
  /** Set where a blackbox exporter asks the targets in Prometheus' place: what it connects to. */
  readonly probes?: {
    readonly protocol: 'TCP' | 'UDP';
    /** Port in place of the targets' own. */
    readonly port?: number;
  };
}

/** Severities, and what they mean to a person. critical: a human now. warning: a ticket, next working day. info: context, never notifies. none: plumbing. */
export const SEVERITIES = ['critical', 'warning', 'info', 'none'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A rendered alerting rule. */
export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  /** Absent only on the Watchdog, which fires from the first evaluation. */
  readonly for?: Duration;
  readonly keepFiringFor?: Duration;
  readonly labels: Readonly<Record<string, string>> & { readonly severity: Severity };
  readonly annotations: Readonly<Record<string, string>>;
}

/** A rendered recording rule. */
export interface RecordedRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Rules evaluated together, in order. */
export interface RuleGroup {
  /** `<service>.<purpose>`. */
  readonly name: string;
  readonly interval: Duration;
  readonly rules: readonly (AlertingRule | RecordedRule)[];
}

/** A dashboard as Grafana reads it. */
export interface DashboardFile {
  readonly uid: string;
  readonly title: string;
  readonly folder: string;
  /** The dashboard's model as an object; serialised once, with sorted keys, by whoever writes the file. */
  readonly model: Readonly<Record<string, unknown>>;
}

/** A label set that an alert can carry, for the checks of routes and inhibitions. */
export interface AlertShape {
  readonly alertname: string;
  /** Labels with a fixed value. */
  readonly labels: Readonly<Record<string, string>>;
  /** Labels that every instance of the alert carries, whatever their value. */
  readonly guaranteed: readonly string[];
}

/** Something of a service that the release's metrics cannot support, and why. */
export interface Omission {
  readonly kind: 'alert' | 'panel' | 'slo';
  readonly name: string;
  readonly reason: string;
}

/** Everything that one service delivers in one environment. */
export interface ServiceDelivery {
  readonly service: string;
  readonly scrapeJobs: readonly ScrapeJob[];
  /** What the blackbox exporter must know to carry out its probes. */
  readonly probeModules?: readonly ProbeModule[];
  readonly ruleGroups: readonly RuleGroup[];
  readonly dashboards: readonly DashboardFile[];
  readonly alerts: readonly AlertShape[];
  /** The runbook as Markdown, one `## AlertName` section an alert. */
  readonly runbook: string;
  /** What this release cannot support; shown by `vedette check` and on the board. */
  readonly omissions: readonly Omission[];
  /** How its log is written, where the service says. */
  readonly logs?: ServiceLogs;
}

/** The blackbox exporter of an environment. */
export interface Prober {
  /** `host:port`, as Prometheus reaches it. */
  readonly address: string;
  /** `host:port` at which the exporter reaches the public URL, where the URL's own host leads elsewhere from there. */
  readonly publicAddress?: string;
}

/** What an environment tells a service when it asks for its delivery. */
export interface DeliveryContext {
  /** Name of the environment: `prod`. */
  readonly environment: string;
  /** Where the service's targets are. Empty: the service is watched nowhere in this environment, and delivers no scrape job and no rules. */
  readonly discovery: readonly Discovery[];
  /** Who carries out the service's probes; absent where nobody does. */
  readonly prober?: Prober;
  /** Targets of probes, `host:port` by the probe's name, where they are others than the service's; empty: not probed. */
  readonly probeTargets?: Readonly<Record<string, readonly string[]>>;
  /** Path of the metrics page, where it is not the service's usual one (below a sub-path, say). */
  readonly metricsPath?: string;
  /** Release whose names the targets expose, where the service knows several; the documents' names when absent. */
  readonly dialect?: string;
  /** The environment's own thresholds by alert name; units are checked against the alert's. */
  readonly thresholds: Readonly<Record<string, { readonly unit: string; readonly value: number }>>;
  readonly scrapeInterval: Duration;
  readonly scrapeTimeout: Duration;
  readonly evaluationInterval: Duration;
  /** How long samples are kept, where it is known: no expression may look back further. */
  readonly retention?: Duration;
  /** Public base URL of the stack without a trailing slash: dashboards are at `<base>/d/<uid>`, runbooks at `<base>/runbooks/<service>.html#<AlertName>`. */
  readonly publicUrl: string;
}

/** A service as the rest of the stack sees it. */
export interface DeliverableService {
  /** Short name: folder, scrape job and `service` label. */
  readonly id: string;
  readonly title: string;
  deliver(context: DeliveryContext): ServiceDelivery;
}
