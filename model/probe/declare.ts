/** Probes as a service declares them. */
import type { ScrapeAuth, Severity } from '../delivery';
import { resolveMatchers } from '../label';
import type { LabelSpecs } from '../label';
import { Selector } from '../metric';
import type { Series } from '../metric';
import { Problems } from '../problem';
import { durationText, minutes, seconds } from '../quantity';
import type { Duration } from '../quantity';
import { PROBE_JOB, probeMetrics } from './metrics';
import type { DnsRecordType, HttpModule } from './module';

interface CommonOptions {
  /** What a success proves, and what it does not: a clause that completes "it proves that …". */
  readonly proves: string;
  /** How bad a failure is: `critical` when a person must act now. */
  readonly severity: Extract<Severity, 'critical' | 'warning'>;
  /** At most two minutes; the environment's scrape interval when absent. */
  readonly interval?: Duration;
  /** After which the probe has failed; three seconds when absent. */
  readonly timeout?: Duration;
}

export interface HttpProbeOptions extends CommonOptions {
  /** Path with its leading slash, and a query where there is one. */
  readonly path: string;
  /**
   * Where to ask: the service's own targets, the public URL of the stack, or nowhere but at the addresses that the
   * environment names, because not every way there is safe. @default 'targets'
   */
  readonly at?: 'targets' | 'public-url' | 'named';
  /** Port in place of the one that is scraped. */
  readonly port?: number;
  /** TLS with a valid certificate; always so at the public URL. @default false */
  readonly tls?: boolean;
  /** Status codes that are a success. @default [200] */
  readonly status?: readonly number[];
  /** RE2 that the body must match somewhere. */
  readonly body?: string;
  readonly method?: HttpModule['method'];
  /** Body of a POST. */
  readonly send?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How the exporter proves itself to the target. */
  readonly auth?: ScrapeAuth;
}

export interface TcpProbeOptions extends CommonOptions {
  /** Port in place of the one that is scraped. */
  readonly port?: number;
  /** A TLS handshake with a valid certificate as well. @default false */
  readonly tls?: boolean;
}

export interface DnsProbeOptions extends CommonOptions {
  /** Name to ask for; the targets are name servers. */
  readonly query: string;
  readonly recordType: DnsRecordType;
  /** RE2 that at least one record of the answer must match. */
  readonly answer?: string;
  /** @default 53 */
  readonly port?: number;
}

/** A probe without the name that its service gives it. */
export type ProbeSpec =
  | ({ readonly prober: 'http' } & HttpProbeOptions)
  | ({ readonly prober: 'tcp' } & TcpProbeOptions)
  | ({ readonly prober: 'dns' } & DnsProbeOptions);

/** One request, whose status, body and certificate are judged. */
export const httpProbe = (options: HttpProbeOptions): ProbeSpec => ({ prober: 'http', ...options });
/** Whether a port accepts connections. */
export const tcpProbe = (options: TcpProbeOptions): ProbeSpec => ({ prober: 'tcp', ...options });
/** Whether a port shows a certificate that is valid now; how long it stays so is watched by `certificateExpires`. */
export const certificateProbe = (options: Omit<TcpProbeOptions, 'tls'>): ProbeSpec =>
  tcpProbe({ ...options, tls: true });
/** Whether a name server knows a name. */
export const dnsProbe = (options: DnsProbeOptions): ProbeSpec => ({ prober: 'dns', ...options });

/** A probe of a service. Its series carry `job="probe"`, `service`, `probe`, and as `instance` what was probed. */
export class Probe {
  constructor(
    readonly service: string,
    readonly name: string,
    readonly spec: ProbeSpec,
  ) {}

  /** Name of its module and of its scrape job. */
  get id(): string {
    return `${this.service}-${this.name}`;
  }

  get timeout(): Duration {
    return this.spec.timeout ?? seconds(3);
  }

  /** Whether a success needs a valid certificate. */
  get tls(): boolean {
    const { spec } = this;
    return spec.prober !== 'dns' && (spec.tls === true || (spec.prober === 'http' && spec.at === 'public-url'));
  }

  /** 1 or 0 for each target: `probe_success` of this probe. */
  get success(): Selector<(typeof probeMetrics.success)['labels']> {
    return this.of(probeMetrics.success);
  }

  /** Series of a probe metric that belong to this probe. */
  of<S extends LabelSpecs>(metric: Series<S>): Selector<S> {
    return new Selector(metric, resolveMatchers({ job: PROBE_JOB, service: this.service, probe: this.name }));
  }
}

/**
 * The probes of a service by their names, which become the label `probe`.
 *
 * ```ts
 * // services/sequencer/probes.ts
 * export const probes = probesOf('sequencer', {
 *   ready: httpProbe({
 *     path: '/ready',
 *     port: 8080,
 *     body: '"status":"ready"',
 *     proves: 'it reaches its database; not that anything can still be anchored',
 *     severity: 'critical',
 *   }),
 *   grpc: tcpProbe({ port: 8081, proves: 'the gRPC port accepts connections', severity: 'warning' }),
 * });
 *
 * // services/sequencer/alerts.ts: rules with the service's own name, team and runbook section
 * export const notReady = probeFailed('SequencerNotReady', [probes.ready], { thing: 'The sequencer' });
 * export const grpcClosed = probeFailed('SequencerGrpcClosed', [probes.grpc], { thing: 'The sequencer' });
 *
 * // services/sequencer/index.ts
 * defineService({ id: 'sequencer', probes, alerts: [notReady, grpcClosed], … });
 * ```
 *
 * A probe asks the addresses of the service's discovery, at its own port where it names one. An environment can name
 * others: `services: { sequencer: { discovery, probes: { ready: ['sequencer.example.org:443'] } } }`; an empty list
 * leaves the probe out. For an objective take `probes.ready.success`, 1 or 0 for each target.
 * @throws VedetteError with everything that no exporter could carry out
 */
export function probesOf<const K extends string>(
  service: string,
  specs: Readonly<Record<K, ProbeSpec>>,
): Readonly<Record<K, Probe>> {
  const problems = new Problems();
  const entries = Object.entries<ProbeSpec>(specs).map(
    ([name, spec]) => [name, new Probe(service, name, spec)] as const,
  );
  for (const [, probe] of entries) checkProbe(probe, problems);
  problems.throwIfAny();
  return Object.fromEntries(entries) as Record<K, Probe>;
}

/** Later than that Prometheus forgets a series between two scrapes when one of them is missed. */
const LONGEST_INTERVAL = minutes(2);

function checkProbe(probe: Probe, problems: Problems): void {
  const { name, spec, timeout } = probe;
  const where = `${probe.service}/probes/${name}`;
  const refuse = (what: string, remedy: string): void => problems.add({ where, what, remedy });
  if (!/^[a-z][a-z0-9_]{0,29}$/.test(name)) {
    refuse(`name is '${name}', must be of small letters, digits and _`, 'it is the value of a label');
  }
  if (spec.interval !== undefined && spec.interval.value > LONGEST_INTERVAL.value) {
    const what = `interval is ${durationText(spec.interval)}, must be at most ${durationText(LONGEST_INTERVAL)}`;
    refuse(what, 'Prometheus forgets a series after five minutes');
  }
  if (timeout.value <= 0 || timeout.value + 1 > (spec.interval ?? LONGEST_INTERVAL).value) {
    refuse(`timeout is ${durationText(timeout)}, must be a second shorter than the interval`, 'lower the timeout');
  }
  if (spec.port !== undefined && (!Number.isInteger(spec.port) || spec.port < 1 || spec.port > 65535)) {
    refuse(`port is ${spec.port}, must be from 1 to 65535`, 'write the port that the service listens on');
  }
  if (spec.prober === 'http') checkHttp(spec, refuse);
}

function checkHttp(
  { path, status = [200], at, port, tls, method = 'GET', send }: HttpProbeOptions,
  refuse: (what: string, remedy: string) => void,
): void {
  if (!/^\/[^\s#]*$/.test(path))
    refuse(`path is '${path}', must start with / and have no space`, 'write it as a client does');
  const wrong = status.filter((code) => !Number.isInteger(code) || code < 100 || code > 599);
  if (wrong.length > 0 || status.length === 0) {
    refuse(`status is [${status.join(', ')}], must be one or more codes from 100 to 599`, 'leave it out for 200');
  }
  if (at === 'public-url' && (port !== undefined || tls === false)) {
    refuse("the public URL is probed with a 'port' or without TLS, must be as it is", "leave out 'port' and 'tls'");
  }
  if (send !== undefined && method !== 'POST')
    refuse(`a ${method} sends a body, must be a POST`, "give method: 'POST'");
}
