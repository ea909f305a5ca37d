/** An environment: everything that one deployment of the stack decides. Plain data; see stacks/environments.ts. */
import type { Discovery, ScrapeTls, SecretRef } from '../../model/delivery';
import type { Duration, Quantity, Size } from '../../model/quantity';
import type { Integration } from '../alertmanager/receivers/index';
import type { Inhibition, Route, RouteTimes } from '../alertmanager/settings';
import type { Silence } from '../alertmanager/silences/silence';
import type { TimeInterval } from '../alertmanager/time-intervals';
import type { GrafanaDatabase } from '../grafana/database';
import type { SignIn } from '../grafana/sign-in';
import type { Exposure } from '../kubernetes/exposure';
import type { Resources } from '../kubernetes/resources';

import type { RemoteWrite } from '../prometheus/remote-write';
import type { NodeExporterTls } from '../node-exporter/settings';
import type { CertificateIssuer } from '../nginx-proxy/certificate';
import type { PathUsers } from '../nginx-proxy/access';
import type { SubPath } from '../sub-path';
import type { ImageOverrides } from '../versions';
import type { JobOptions } from './job-settings';
import type { LogOptions } from './logs';
import type { NginxSignIn } from './sign-in';
import type { PostgresExporterOptions } from './postgres-exporters';
import type { ThanosOptions } from './thanos';

/**
 * One deployment of the stack.
 * @typeParam Alert - names of the alerts whose threshold may be changed
 * @typeParam Service - ids of the services that may be watched
 */
export interface Environment<Alert extends string = string, Service extends string = string> {
  /** Short name: `prod`. Also the external label `environment`. */
  readonly name: string;
  /** What is watched: `mainnet`. The external label `cluster`; no two environments share it. */
  readonly cluster: string;
  /** Public host name, without scheme and port. */
  readonly host: string;
  /** How bad input is judged: `production` refuses what is only tolerable on a test system. */
  readonly purpose: 'production' | 'test';
  readonly namespaces: {
    /** All but the host agents. Held to the restricted Pod Security Standard. */
    readonly monitoring: string;
    /** node-exporter, which must see its host. */
    readonly node: string;
  };
  readonly network: NetworkOptions;
  readonly paths: { readonly prometheus: SubPath; readonly alertmanager: SubPath };
  readonly scrapeInterval: Duration;
  readonly scrapeTimeout: Duration;
  readonly evaluationInterval: Duration;
  /** What is watched, by service id. The stack's own services need no entry. */
  readonly services: Readonly<Partial<Record<Service, ServiceOptions>>>;
  /** Other thresholds than the alerts' own, by alert name. */
  readonly thresholds: Readonly<Partial<Record<Alert, Quantity>>>;
  readonly prometheus: PrometheusOptions;
  readonly alertmanager: AlertmanagerOptions;
  readonly grafana: GrafanaOptions;
  readonly nginx: NginxOptions;
  readonly nodeExporter: NodeExporterOptions;
  readonly blackboxExporter: BlackboxExporterOptions;
  /** Absent where none is run. One that the cluster has already is named under {@link services}. */
  readonly kubeStateMetrics?: KubeStateMetricsOptions;
  /**
   * Exporters of PostgreSQL servers, by a short name of each database: `sequencer`. Those that somebody else runs are
   * named under {@link services}, beside these or alone.
   */
  readonly postgresExporters?: Readonly<Record<string, PostgresExporterOptions>>;
  /** Absent where logs are not kept. */
  readonly logs?: LogOptions;
  /** What is done again and again, beside what the programs do. */
  readonly jobs?: JobOptions;
  /** Absent where samples are gone when Prometheus deletes them. */
  readonly thanos?: ThanosOptions;
  readonly images?: ImageOverrides;
}

/** Where a service's targets are, and which release they are. */
export interface ServiceOptions {
  readonly discovery: readonly Discovery[];
  /** Release whose metric names the targets expose; the documents' names when absent. */
  readonly dialect?: string;
  /** Targets of its probes, `host:port` by the probe's name, where they are others than its own; empty: not probed. */
  readonly probes?: Readonly<Record<string, readonly string[]>>;
}

/** What a NetworkPolicy cannot learn from the objects. CIDR blocks. */
export interface NetworkOptions {
  /** Who may open the public port. */
  readonly clients: readonly string[];
  /** Addresses of the nodes, where node-exporter listens. */
  readonly nodes: readonly string[];
  /** Addresses of the API server, which Prometheus asks for pods. */
  readonly apiServer: readonly string[];
}

/** A claim for each replica. */
export interface VolumeOptions {
  readonly size: Size;
  /** The cluster's default class when absent. */
  readonly storageClass?: string;
}

export interface PrometheusOptions {
  readonly replicas: number;
  readonly retention: Duration;
  readonly retentionSize: Size;
  /** At least 20 % larger than {@link retentionSize}. */
  readonly volume: VolumeOptions;
  readonly resources: Resources;
  /** Beside `cluster` and `environment`. */
  readonly externalLabels?: Readonly<Record<string, string>>;
  /** Stores that samples are sent on to, beside being kept here. */
  readonly remoteWrite?: readonly RemoteWrite[];
  /** ConfigMap with the files of file discovery, mounted at `targets/`. */
  readonly targetsConfigMap?: string;
}

export interface AlertmanagerOptions {
  /** 1, or an odd number of at least 3. */
  readonly replicas: number;
  readonly volume: VolumeOptions;
  readonly resources: Resources;
  /** How long notifications and silences are remembered. */
  readonly retention: Duration;
  readonly receivers: ReceiverOptions;
  /** Routes of one's own, asked after the Watchdog and before the severities. They name keys of {@link receivers}. */
  readonly routes?: readonly Route[];
  /** Beside the ones that follow from the alerts. */
  readonly inhibitions?: readonly Inhibition[];
  /**
   * Quiet that was asked for. An empty list ends what an earlier one made; without a list nothing is asked of
   * Alertmanager.
   */
  readonly silences?: readonly Silence[];
  /** When the team is told of warnings. @default - at any time */
  readonly warningTimes?: RouteTimes;
  /** Times that {@link warningTimes} and one's own routes name. */
  readonly timeIntervals?: readonly TimeInterval[];
  readonly timing: RoutingTiming;
}

/** Who is told. Each has one or more ways to be reached. */
export interface ReceiverOptions {
  /** A human now: critical alerts. */
  readonly oncall: readonly Integration[];
  /** The team: critical alerts too, and warnings. */
  readonly team: readonly Integration[];
  /** An outside service that raises an alarm when the Watchdog falls silent. */
  readonly deadMansSwitch?: readonly Integration[];
  /** Others, by name, for one's own routes. */
  readonly [name: string]: readonly Integration[] | undefined;
}

/** How long alerts are gathered and how often they are told again, by severity. */
export interface RoutingTiming {
  readonly groupWait: Duration;
  readonly groupInterval: Duration;
  readonly repeatCritical: Duration;
  readonly repeatWarning: Duration;
  /** How often the Watchdog tells the dead man's switch that all is well; at most half its timeout. */
  readonly heartbeat: Duration;
}

export interface GrafanaOptions {
  /** More than 1 need a {@link database}. @default - 1 */
  readonly replicas?: number;
  /** How people sign in, beside the form. @default - by the form alone */
  readonly signIn?: SignIn;
  /** @default - a file of Grafana's own */
  readonly database?: GrafanaDatabase;
  readonly adminUser: string;
  readonly adminPassword: SecretRef;
  readonly secretKey: SecretRef;
  readonly resources: Resources;
  /** Keeps users, preferences and sessions over a restart; without it dashboards and data sources still come back. */
  readonly volume?: VolumeOptions;
}

export interface NginxOptions {
  readonly replicas: number;
  readonly resources: Resources;
  /** A Secret of type `kubernetes.io/tls`: keys `tls.crt` and `tls.key`. */
  readonly tlsSecret: string;
  /** Has cert-manager make and renew {@link tlsSecret}. @default - somebody else makes it */
  readonly certificateIssuer?: CertificateIssuer;
  /** htpasswd file. There is either this or {@link signIn}. */
  readonly users?: SecretRef;
  /** Other users for some of the paths. @default - the same everywhere */
  readonly pathUsers?: PathUsers;
  /** People sign in at a provider, by oauth2-proxy. */
  readonly signIn?: NginxSignIn;
  /** How the world reaches the proxy. */
  readonly exposure: Exposure;
}

export interface NodeExporterOptions {
  /**
   * Certificates of the agents and of Prometheus; hosts outside have the same. Secrets of the agents are in their
   * namespace, those of the client in the stack's. @default - in clear, to whoever reaches the port
   */
  readonly tls?: NodeExporterTls & { readonly client: ScrapeTls };
  readonly resources: Resources;
  /** Hosts outside the cluster that run a node-exporter of their own: `host:port`. */
  readonly outside?: readonly string[];
}

export interface KubeStateMetricsOptions {
  /** Of each of its two containers. */
  readonly resources: Resources;
  /** Beside the stack's own and those where services are discovered. */
  readonly namespaces?: readonly string[];
}

export interface BlackboxExporterOptions {
  readonly resources: Resources;
  /** Certificate of the authority that probed certificates must come from; any public one when absent. */
  readonly authority?: SecretRef;
}
