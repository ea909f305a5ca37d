/** Where the components of one stack are: all that differs between a cluster, a Compose file and one machine. */
import type { Discovery } from '../../model/delivery';
import type { Endpoint } from '../program';

/** Where a component is. */
export interface ComponentAddress {
  /** Where its clients reach it: a Service, a container, a loopback address. */
  readonly endpoint: Endpoint;
  /** Every instance by itself. */
  readonly instances: readonly Endpoint[];
}

/** The addresses of all components, as seen from inside the place. */
export interface Addresses {
  readonly nginx: {
    /** Port of the public URL. */
    readonly publicPort: number;
    /** Where plain HTTP is answered with a redirect; absent when nothing listens there. */
    readonly redirect?: Endpoint;
    /** DNS server that upstream names are asked of at run time; absent where they are plain addresses. */
    readonly resolver?: string;
    /** Version of nginx: the image's, or the one on the machine. */
    readonly version: string;
    /**
     * File that requests are logged to. A socket cannot be opened by name, so a supervised process wants a file here.
     */
    readonly accessLog: string;
    /** Whether the workers can read the key of the certificate, and take it anew at each handshake. */
    readonly freshCertificate?: boolean;
    /** Account of the workers, where nginx is started by root. */
    readonly user?: string;
    /** The exporter of its counters; absent where there is none. */
    readonly exporter?: {
      /** Where nginx listens to show its counters; without a host on every address. */
      readonly status: Endpoint;
      readonly discovery: readonly Discovery[];
    };
  };
  readonly prometheus: ComponentAddress & {
    /** How a replica names itself: `${POD_NAME}`, which Prometheus takes from its environment, or a plain name. */
    readonly replica: string;
    /** Version of Prometheus: the image's, or the one on the machine. */
    readonly version: string;
  };
  readonly alertmanager: ComponentAddress & {
    /** Where a member listens for the others, in the form `[address]:port`; absent when there is one member. */
    readonly gossip?: { readonly listen: string; readonly peers: readonly Endpoint[] };
  };
  /** Absent where there is none. */
  readonly grafana?: ComponentAddress & {
    /** How Prometheus finds each replica, where there are several without a name. */
    readonly discovery?: readonly Discovery[];
  };
  /** Absent where nobody signs in by it. */
  readonly oauth2Proxy?: Endpoint;
  readonly nodeExporter: {
    readonly discovery: readonly Discovery[];
    /** Where the host's root file system is seen from the program. */
    readonly hostRoot: string;
  };
  /** Absent where nothing is probed. */
  readonly blackboxExporter?: ComponentAddress & {
    /** Where it reaches the public URL, where the URL's own host leads elsewhere from there. */
    readonly publicUrl?: Endpoint;
  };
  /** Absent where nothing is kept for longer than Prometheus keeps it. */
  readonly thanos?: {
    /** The Prometheus beside a sidecar, as that one sees it. */
    readonly prometheus: Endpoint;
    /** Names that lead to every Store API. */
    readonly stores: readonly Endpoint[];
    /** Where Query answers as Prometheus would. */
    readonly query: Endpoint;
    /** How Prometheus finds each part, by its name. */
    readonly discovery: Readonly<Record<'sidecar' | 'query' | 'store' | 'compactor', readonly Discovery[]>>;
  };
  /** Exporters of PostgreSQL servers, by the name of the database; absent where none is run. */
  readonly postgresExporters?: Readonly<Record<string, Endpoint>>;
  /** Absent where there is none. */
  readonly kubeStateMetrics?: {
    /** Every port that it shows metrics at. */
    readonly endpoints: readonly Endpoint[];
  };
}

/** The address of a component that has one instance. */
export function single(endpoint: Endpoint): ComponentAddress {
  return { endpoint, instances: [endpoint] };
}
