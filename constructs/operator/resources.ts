/**
 * Resources of the Prometheus Operator, as far as they are made here. The published types (`@kubernetes-models/
 * prometheus-operator`) are for ES modules alone from release 5 on, and release 4 is made from an operator of 2023 whose
 * `ScrapeConfig` knows neither DNS nor Kubernetes nor a job's name. So they are written down; tests hold what is rendered
 * against the operator's own definitions.
 * https://github.com/prometheus-operator/prometheus-operator/tree/v0.85.0/example/prometheus-operator-crd
 */

interface Resource<Version extends string, Kind extends string, Spec> {
  readonly apiVersion: `monitoring.coreos.com/${Version}`;
  readonly kind: Kind;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly spec: Spec;
}

/** One value in a Secret of the resource's own namespace. */
export interface SecretKey {
  readonly name: string;
  readonly key: string;
}

/** Rules; the groups are a rule file's. */
export type PrometheusRule = Resource<'v1', 'PrometheusRule', { readonly groups: readonly RuleFileGroup[] }>;

/** A group as it stands in a rule file. */
export type RuleFileGroup = Readonly<Record<string, unknown>>;

/** A scrape job. */
export type ScrapeConfig = Resource<'v1alpha1', 'ScrapeConfig', ScrapeConfigSpec>;

export interface ScrapeConfigSpec {
  /** The label `job` of its targets. */
  readonly jobName: string;
  readonly scheme: 'HTTP' | 'HTTPS';
  readonly metricsPath: string;
  readonly scrapeInterval: string;
  readonly scrapeTimeout: string;
  readonly honorLabels: boolean;
  readonly params?: Readonly<Record<string, readonly string[]>>;
  readonly sampleLimit: number;
  readonly targetLimit: number;
  readonly labelLimit: number;
  readonly labelNameLengthLimit: number;
  readonly labelValueLengthLimit: number;
  readonly basicAuth?: { readonly username: SecretKey; readonly password: SecretKey };
  readonly authorization?: { readonly type: string; readonly credentials: SecretKey };
  readonly tlsConfig?: {
    readonly ca: { readonly secret: SecretKey };
    readonly cert?: { readonly secret: SecretKey };
    readonly keySecret?: SecretKey;
    readonly serverName?: string;
  };
  readonly staticConfigs?: readonly {
    readonly targets: readonly string[];
    readonly labels?: Readonly<Record<string, string>>;
  }[];
  readonly dnsSDConfigs?: readonly {
    readonly names: readonly string[];
    readonly type: 'SRV' | 'A' | 'AAAA';
    readonly port?: number;
  }[];
  readonly kubernetesSDConfigs?: readonly KubernetesDiscovery[];
  readonly fileSDConfigs?: readonly { readonly files: readonly string[] }[];
  readonly relabelings?: readonly Relabeling[];
  readonly metricRelabelings?: readonly Relabeling[];
}

export type KubernetesRole = 'Pod' | 'EndpointSlice' | 'Service' | 'Node' | 'Ingress';

export interface KubernetesDiscovery {
  readonly role: KubernetesRole;
  readonly namespaces?: { readonly names: readonly string[] };
  readonly selectors?: readonly { readonly role: KubernetesRole; readonly label: string }[];
}

export interface Relabeling {
  readonly sourceLabels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly targetLabel?: string;
  readonly replacement?: string;
  readonly modulus?: number;
  readonly action?: string;
}

/** Who is told what. */
export type AlertmanagerConfig = Resource<'v1alpha1', 'AlertmanagerConfig', AlertmanagerConfigSpec>;

export interface AlertmanagerConfigSpec {
  readonly route: OperatorRoute;
  readonly receivers: readonly OperatorReceiver[];
  readonly muteTimeIntervals?: readonly OperatorTimeInterval[];
  readonly inhibitRules: readonly {
    readonly sourceMatch: readonly OperatorMatcher[];
    readonly targetMatch: readonly OperatorMatcher[];
    readonly equal: readonly string[];
  }[];
}

export interface OperatorMatcher {
  readonly name: string;
  readonly value: string;
  readonly matchType: '=' | '!=' | '=~' | '!~';
}

export interface OperatorRoute {
  readonly receiver: string;
  readonly matchers: readonly OperatorMatcher[];
  readonly continue?: boolean;
  readonly muteTimeIntervals?: readonly string[];
  readonly activeTimeIntervals?: readonly string[];
  readonly groupBy?: readonly string[];
  readonly groupWait?: string;
  readonly groupInterval?: string;
  readonly repeatInterval?: string;
  readonly routes?: readonly OperatorRoute[];
}

/** Name and value, where Alertmanager's own file has a mapping. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** Times by name; UTC. */
export interface OperatorTimeInterval {
  readonly name: string;
  readonly timeIntervals: readonly {
    readonly times?: readonly { readonly startTime: string; readonly endTime: string }[];
    readonly weekdays?: readonly string[];
    readonly daysOfMonth?: readonly { readonly start: number; readonly end: number }[];
    readonly months?: readonly string[];
  }[];
}

export interface OperatorReceiver {
  readonly name: string;
  readonly webhookConfigs?: readonly {
    readonly url?: string;
    readonly urlSecret?: SecretKey;
    readonly maxAlerts?: number;
    readonly httpConfig?: HttpConfig;
    readonly sendResolved: boolean;
  }[];
  readonly emailConfigs?: readonly {
    readonly to: string;
    readonly from: string;
    readonly smarthost: string;
    readonly authUsername?: string;
    readonly authPassword?: SecretKey;
    readonly requireTLS: boolean;
    readonly headers: readonly KeyValue[];
    readonly text: string;
    readonly sendResolved: boolean;
  }[];
  readonly slackConfigs?: readonly {
    readonly apiURL: SecretKey;
    readonly channel: string;
    readonly title: string;
    readonly titleLink: string;
    readonly text: string;
    readonly sendResolved: boolean;
  }[];
  readonly pagerdutyConfigs?: readonly {
    readonly routingKey: SecretKey;
    readonly url?: string;
    readonly description: string;
    readonly severity: string;
    readonly details: readonly KeyValue[];
    readonly sendResolved: boolean;
  }[];
  readonly opsgenieConfigs?: readonly {
    readonly apiKey: SecretKey;
    readonly apiURL?: string;
    readonly responders?: readonly { readonly type: string; readonly name?: string; readonly username?: string }[];
    readonly message: string;
    readonly description: string;
    readonly priority: string;
    readonly sendResolved: boolean;
  }[];
  readonly msteamsv2Configs?: readonly {
    readonly webhookURL: SecretKey;
    readonly title: string;
    readonly text: string;
    readonly sendResolved: boolean;
  }[];
  readonly discordConfigs?: readonly {
    readonly apiURL: SecretKey;
    readonly title: string;
    readonly message: string;
    readonly sendResolved: boolean;
  }[];
  readonly telegramConfigs?: readonly {
    readonly botToken: SecretKey;
    readonly chatID: number;
    readonly apiURL?: string;
    readonly parseMode: 'HTML';
    readonly message: string;
    readonly sendResolved: boolean;
  }[];
  readonly snsConfigs?: readonly {
    readonly sigv4: { readonly region: string; readonly roleArn?: string };
    readonly phoneNumber?: string;
    readonly topicARN?: string;
    readonly apiURL?: string;
    readonly subject: string;
    readonly message: string;
    readonly sendResolved: boolean;
  }[];
}

/** How a client says who it is. */
export interface HttpConfig {
  readonly authorization: { readonly type: string; readonly credentials: SecretKey };
}
