/**
 * What a probe tells of its target, as the blackbox exporter exposes it since 0.23. The series carry no job of a
 * service, so a selector names its job itself: see {@link Probe.of}.
 * @see https://github.com/prometheus/blackbox_exporter
 */
import { gauge } from '../metric';
import type { Metric } from '../metric';
import type { Expr } from '../promql';
import { walk } from '../promql/ast';

/** Value of the label `job` on every probe's series, whatever service it probes. */
export const PROBE_JOB = 'probe';

/** Labels of every probe: the service that declares it, and its name there. `instance` is what was probed. */
const PROBED = { service: { card: 5 }, probe: { card: 3 } } as const;
const optional = { labels: PROBED, presence: 'optional' } as const;

/** Every metric of a probe that rules and boards use. */
export const probeMetrics = {
  success: gauge('probe_success', {
    unit: 'bool',
    labels: PROBED,
    help: '1 when the last probe of the target succeeded',
  }),
  duration: gauge('probe_duration_seconds', {
    unit: 'seconds',
    labels: PROBED,
    help: 'How long the last probe took, whether it succeeded or not',
  }),
  lookupTime: gauge('probe_dns_lookup_time_seconds', {
    unit: 'seconds',
    ...optional,
    help: 'How long it took to resolve the name of the target; not on a DNS probe of a server',
  }),
  httpStatus: gauge('probe_http_status_code', { ...optional, help: 'Status code of the answer; 0 without an answer' }),
  httpPhase: gauge('probe_http_duration_seconds', {
    unit: 'seconds',
    labels: { ...PROBED, phase: { values: ['resolve', 'connect', 'tls', 'processing', 'transfer'] } },
    presence: 'optional',
    help: 'How long each part of the request took',
  }),
  httpLength: gauge('probe_http_uncompressed_body_length', {
    unit: 'bytes',
    ...optional,
    help: 'Length of the body of the answer',
  }),
  refusedByBody: gauge('probe_failed_due_to_regex', {
    unit: 'bool',
    ...optional,
    help: '1 when the answer came and its body was not what it must be',
  }),
  certificateExpiry: gauge('probe_ssl_earliest_cert_expiry', {
    unit: 'timestamp',
    ...optional,
    help: 'When the first certificate of the chain that the target shows expires; only where the handshake succeeded',
  }),
  dnsPhase: gauge('probe_dns_duration_seconds', {
    unit: 'seconds',
    labels: { ...PROBED, phase: { values: ['resolve', 'connect', 'request'] } },
    presence: 'optional',
    help: 'How long each part of the question to a name server took',
  }),
  dnsAnswers: gauge('probe_dns_answer_rrs', { ...optional, help: 'Records in the answer of a name server' }),
} as const;

/** 1 when the last probe of a target succeeded, else 0: the indicator of an availability seen from outside. */
export const probeSuccess = probeMetrics.success;

const all: readonly Metric[] = Object.values(probeMetrics);
const names = new Set(all.flatMap(({ seriesNames }) => seriesNames));

/** Whether an expression asks what probes found, or how they were carried out. */
export function readsProbes(expr: Expr): boolean {
  return [...walk(expr.root)].some(
    (node) =>
      node.type === 'selector' &&
      (names.has(node.name ?? '') || node.matchers.some(({ label, value }) => label === 'job' && value === PROBE_JOB)),
  );
}
