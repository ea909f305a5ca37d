/** How a blackbox exporter asks a target, as plain data: one module of its configuration. */
import type { ScrapeAuth } from '../delivery';
import type { Duration } from '../quantity';

interface Module {
  /** `<service>-<probe>`; Prometheus asks for it by this name. */
  readonly name: string;
  /** After which the probe has failed. */
  readonly timeout: Duration;
}

/** One request, one answer. Redirects are an answer too, and are not followed. */
export interface HttpModule extends Module {
  readonly prober: 'http';
  readonly method: 'GET' | 'HEAD' | 'POST';
  /** Status codes that are a success; at least one. */
  readonly statuses: readonly number[];
  /** Whether the answer must come by TLS, with a certificate that is valid for the host; it must not where this is false. */
  readonly tls: boolean;
  /** RE2 that the body must match somewhere. */
  readonly body?: string;
  /** Body of a POST. */
  readonly send?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly auth?: ScrapeAuth;
}

/** A connection, and with TLS a handshake with a valid certificate. */
export interface TcpModule extends Module {
  readonly prober: 'tcp';
  readonly tls: boolean;
}

/** One question to a name server; the target is the server. */
export interface DnsModule extends Module {
  readonly prober: 'dns';
  readonly query: string;
  readonly recordType: DnsRecordType;
  /** RE2 that at least one record of the answer must match. */
  readonly answer?: string;
}

/** Types of records that a probe can ask for. */
export type DnsRecordType = 'A' | 'AAAA' | 'CNAME' | 'MX' | 'NS' | 'SOA' | 'SRV' | 'TXT';

/** @see https://github.com/prometheus/blackbox_exporter/blob/v0.28.0/CONFIGURATION.md */
export type ProbeModule = HttpModule | TcpModule | DnsModule;
