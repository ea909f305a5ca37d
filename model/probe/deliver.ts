/** What a service's probes become in one environment: scrape jobs through the exporter, and its modules. */
import type { DeliveryContext, Discovery, RelabelRule, ScrapeJob } from '../delivery';
import { Problems, suggestion } from '../problem';
import { seconds } from '../quantity';
import type { Duration } from '../quantity';
import type { Probe } from './declare';
import { PROBE_JOB } from './metrics';
import type { ProbeModule } from './module';

/** Jobs and modules of the probes that have a target here. */
export interface ProbeDelivery {
  readonly jobs: readonly ScrapeJob[];
  readonly modules: readonly ProbeModule[];
  /** Names of the probes that are carried out. */
  readonly names: readonly string[];
}

/** Samples of one probe: 25 in 0.28, more by one for each cipher and version of TLS. */
const SAMPLE_LIMIT = 100;
/** The exporter answers so long before Prometheus gives up. https://github.com/prometheus/blackbox_exporter */
const TIMEOUT_OFFSET = seconds(0.5);

/**
 * The probes in one environment; none where it has no exporter.
 * @throws VedetteError when the environment gives targets to a probe that does not exist
 */
export function deliverProbes(service: string, probes: readonly Probe[], context: DeliveryContext): ProbeDelivery {
  checkNames(service, probes, context);
  const { prober } = context;
  const carried = probes.flatMap((probe) => {
    const discovery = discoveryOf(probe, context);
    return prober === undefined || discovery.length === 0 ? [] : [{ probe, discovery, exporter: prober.address }];
  });
  return {
    jobs: carried.map(({ probe, discovery, exporter }) => jobOf(probe, discovery, exporter, context)),
    modules: carried.map(({ probe }) => moduleOf(probe, moduleTimeout(probe, context))),
    names: carried.map(({ probe }) => probe.name),
  };
}

function checkNames(service: string, probes: readonly Probe[], { probeTargets = {} }: DeliveryContext): void {
  const problems = new Problems();
  const known = probes.map(({ name }) => name);
  for (const name of Object.keys(probeTargets).filter((each) => !known.includes(each))) {
    const what = `probe '${name}' is unknown`;
    problems.add({ where: `services.${service}.probes`, what, remedy: suggestion(name, known) });
  }
  problems.throwIfAny();
}

/** Targets that the environment names win; a name server is never among the service's own, some addresses must not be. */
function discoveryOf({ name, spec }: Probe, context: DeliveryContext): readonly Discovery[] {
  const named = context.probeTargets?.[name];
  if (named !== undefined) return named.length === 0 ? [] : [{ kind: 'static', targets: named }];
  if (spec.prober === 'dns' || (spec.prober === 'http' && spec.at === 'named')) return [];
  if (spec.prober !== 'http' || spec.at !== 'public-url') return context.discovery;
  return [{ kind: 'static', targets: [context.prober?.publicAddress ?? publicAddress(context.publicUrl)] }];
}

function publicAddress(publicUrl: string): string {
  const { hostname, port } = new URL(publicUrl);
  return `${hostname}:${port === '' ? 443 : port}`;
}

function jobOf(probe: Probe, discovery: readonly Discovery[], exporter: string, context: DeliveryContext): ScrapeJob {
  const { spec } = probe;
  const ownPort = context.probeTargets?.[probe.name] === undefined ? spec.port : undefined;
  const isPublic = spec.prober === 'http' && spec.at === 'public-url';
  return {
    job: `${PROBE_JOB}-${probe.id}`,
    discovery,
    scheme: 'http',
    metricsPath: '/probe',
    interval: spec.interval ?? context.scrapeInterval,
    timeout: jobTimeout(probe, context),
    sampleLimit: SAMPLE_LIMIT,
    // Where the exporter reaches the host under another name, the request and the certificate are still the host's.
    params: { module: [probe.id], ...(isPublic && { hostname: [new URL(context.publicUrl).hostname] }) },
    relabelings: relabelings(probe, ownPort, exporter),
    probes: { protocol: spec.prober === 'dns' ? 'UDP' : 'TCP', ...(ownPort !== undefined && { port: ownPort }) },
  };
}

/** The address of a target becomes a parameter, what was probed becomes the instance, and the exporter is asked. */
function relabelings(probe: Probe, port: number | undefined, exporter: string): readonly RelabelRule[] {
  const constant = (targetLabel: string, replacement: string): RelabelRule => ({ targetLabel, replacement });
  return [
    {
      sourceLabels: ['__address__'],
      regex: port === undefined ? addressRegex(probe) : '(\\[.+\\]|[^:]+)(?::\\d+)?',
      targetLabel: '__param_target',
      replacement: targetText(probe, port === undefined ? '$1' : `$1:${port}`),
    },
    { sourceLabels: ['__param_target'], targetLabel: 'instance' },
    constant('__address__', exporter),
    constant('job', PROBE_JOB),
    constant('service', probe.service),
    constant('probe', probe.name),
  ];
}

/** A URL goes without the port that its scheme has anyway. */
function addressRegex({ spec, tls }: Probe): string {
  if (spec.prober !== 'http') return '(.+)';
  return tls ? '(.+?)(?::443)?' : '(.+?)(?::80)?';
}

function targetText({ spec, tls }: Probe, address: string): string {
  return spec.prober === 'http' ? `${tls ? 'https' : 'http'}://${address}${dollars(spec.path)}` : address;
}

/** In a replacement `$` refers to a group; two stand for one. */
const dollars = (path: string): string => path.replaceAll('$', '$$$$');

/** As long as the probe may take and what the exporter needs, never longer than the interval. */
function jobTimeout({ spec, timeout }: Probe, { scrapeInterval }: DeliveryContext): Duration {
  const interval = spec.interval ?? scrapeInterval;
  return seconds(Math.min(interval.value, timeout.value + 2 * TIMEOUT_OFFSET.value));
}

function moduleTimeout(probe: Probe, context: DeliveryContext): Duration {
  return seconds(Math.min(probe.timeout.value, jobTimeout(probe, context).value - TIMEOUT_OFFSET.value));
}

function moduleOf({ id, spec, tls }: Probe, timeout: Duration): ProbeModule {
  const common = { name: id, timeout };
  switch (spec.prober) {
    case 'http': {
      const { status = [200], method = 'GET', body, send, headers, auth } = spec;
      const given = { ...(body !== undefined && { body }), ...(send !== undefined && { send }) };
      const sent = { ...(headers && { headers }), ...(auth && { auth }) };
      return { ...common, prober: 'http', method, statuses: status, tls, ...given, ...sent };
    }
    case 'tcp':
      return { ...common, prober: 'tcp', tls };
    case 'dns': {
      const { query, recordType, answer } = spec;
      return { ...common, prober: 'dns', query, recordType, ...(answer !== undefined && { answer }) };
    }
  }
}
