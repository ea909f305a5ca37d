/** The alerts on a service's own probes: they carry the service's name, team and runbook. */
import { alert, okBecause } from '../alert';
import type { Alert } from '../alert';
import { below, above, equals } from '../condition';
import type { Severity } from '../delivery';
import { instance, label, oneOf, resolveMatchers } from '../label';
import type { LabelSpecs } from '../label';
import { Selector } from '../metric';
import type { Series } from '../metric';
import { VedetteError } from '../problem';
import { fixed, promql } from '../promql';
import { bool, days, hours, minutes, seconds } from '../quantity';
import type { Duration } from '../quantity';
import { grows, holds, scenario, series } from '../scenario';
import type { ScenarioSeries } from '../scenario';
import { text, threshold, value } from '../text';
import type { Probe } from './declare';
import { PROBE_JOB, probeMetrics } from './metrics';

/** One or more probes of one service. */
export type Probes = readonly [Probe, ...Probe[]];

const probe = label('probe');
const notRun = okBecause('a probe that is not carried out is told by the alerts of the blackbox exporter');

export interface ProbeFailedOptions {
  /** What is probed, as a person calls it at the beginning of a sentence: `rstmdb`. */
  readonly thing: string;
  /** What users feel: a clause. */
  readonly impact: string;
  /** At least three probes must have failed. @default three minutes, or three intervals of the slowest probe */
  readonly for?: Duration;
}

/** Fires for each target whose probe fails. The probes share a severity, which is the alert's. */
export function probeFailed<const N extends string>(name: N, probes: Probes, options: ProbeFailedOptions): Alert<N> {
  const { thing, impact } = options;
  const [{ service, name: probed }] = probes;
  const labels = { ...exampleOf(probes[0]), job: PROBE_JOB, service, probe: probed };
  const success = series(probeMetrics.success, labels);
  return alert(name, {
    kind: 'symptom',
    severity: severityOf(name, probes),
    for: options.for ?? patience(probes),
    when: equals(promql`${ofProbes(probes, probeMetrics.success)}`, bool(false)),
    summary: text`${thing} fails the probe ${probe} at ${instance}`,
    description: text`The probe ${probe} of ${instance} fails (probe_success is ${value}): ${impact}.
      ${proofsOf(probes)} Ask the address yourself, from where the exporter runs.`,
    noData: notRun,
    fires: scenario('the target no longer answers as it must', [success.turns(holds(1), holds(0))]),
    quiet: [
      scenario('the target answers', [success.always(holds(1))]),
      scenario(
        'only other probes fail',
        strangers(labels).map((other) => series(probeMetrics.success, other).turns(holds(1), holds(0))),
      ),
    ],
  });
}

export interface ProbeSlowOptions {
  /** What is probed, as a person calls it at the beginning of a sentence. */
  readonly thing: string;
  /** What a probe may take, on average over ten minutes. */
  readonly limit: Duration;
}

/** Fires for each target whose probe succeeds and takes long. */
export function probeSlow<const N extends string>(name: N, probes: Probes, options: ProbeSlowOptions): Alert<N> {
  const { thing, limit } = options;
  const [{ service, name: probed }] = probes;
  const labels = { ...exampleOf(probes[0]), job: PROBE_JOB, service, probe: probed };
  const success = series(probeMetrics.success, labels);
  const duration = series(probeMetrics.duration, labels);
  const taking = (time: Duration): readonly ScenarioSeries[] => [
    success.always(holds(1)),
    duration.turns(holds(limit.value / 10), holds(time)),
  ];
  return alert(name, {
    kind: 'symptom',
    severity: 'warning',
    // The mean has waited already.
    for: minutes(5),
    when: above(promql`avg_over_time(${ofProbes(probes, probeMetrics.duration)}[${fixed(minutes(10))}])`, limit).and(
      // A probe that fails by timeout is long too, and has an alert of its own; so it is while the mean remembers it.
      promql`min_over_time(${ofProbes(probes, probeMetrics.success)}[${fixed(minutes(10))}]) == 1`,
    ),
    summary: text`${thing} answers the probe ${probe} at ${instance} in more than ${threshold}`,
    description: text`The probe ${probe} of ${instance} took ${value} on average over 10m, limit ${threshold}. It still
      succeeds; clients wait as long. See on the board which part of it takes the time.`,
    noData: notRun,
    fires: scenario('each answer takes twice the limit', taking(seconds(limit.value * 2)), {
      trueFrom: minutes(4.5),
    }),
    quiet: [
      scenario('answers come at once', taking(seconds(limit.value / 10))),
      scenario('probes take long because they fail', [
        success.turns(holds(1), holds(0)),
        duration.turns(holds(limit.value / 10), holds(limit.value * 2)),
      ]),
      scenario(
        'only other probes take long',
        strangers(labels).flatMap((other) => [
          series(probeMetrics.success, other).always(holds(1)),
          series(probeMetrics.duration, other).turns(holds(limit.value / 10), holds(limit.value * 2)),
        ]),
      ),
    ],
    edge: (at) => [success.always(holds(1)), duration.always(holds(at))],
  });
}

export interface CertificateOptions {
  /** Whose certificate it is, as a person calls it in a sentence: `the public URL`. */
  readonly thing: string;
}

/** Fires for each certificate that expires within two weeks, and calls a person when three days are left. */
export function certificateExpires<const N extends string>(
  name: N,
  probes: Probes,
  { thing }: CertificateOptions,
): Alert<N> {
  for (const one of probes) if (!one.tls) throw noCertificate(name, one);
  const [{ service, name: probed }] = probes;
  const labels = { ...exampleOf(probes[0]), job: PROBE_JOB, service, probe: probed };
  const expiry = series(probeMetrics.certificateExpiry, labels);
  return alert(name, {
    kind: 'imminent-loss',
    severity: 'warning',
    for: hours(1),
    // The handshake fails now and then; the last certificate that was seen is still the one.
    when: below(
      promql`last_over_time(${ofProbes(probes, probeMetrics.certificateExpiry)}[${fixed(hours(1))}]) - time()`,
      days(14),
    ),
    escalates: { severity: 'critical', at: days(3) },
    summary: text`The certificate of ${thing} at ${instance} expires in less than ${threshold}`,
    description: text`The first certificate of the chain that ${instance} shows expires in ${value}. From then on clients
      refuse to connect. Whatever renews it has failed or does not exist: see its log, and whether the new certificate
      was loaded.`,
    noData: okBecause('a target whose certificate cannot be read fails its probe, which has an alert of its own'),
    fires: scenario('nobody renews it', [expiry.turns(holds(days(100)), holds(days(1)))]),
    quiet: [
      scenario('it is renewed a month before', [expiry.from(days(30)).always(grows(1))]),
      scenario(
        'only certificates of other probes expire',
        strangers(labels).map((other) => series(probeMetrics.certificateExpiry, other).always(holds(days(1)))),
      ),
    ],
    edge: (at) => [expiry.from(at).always(grows(1))],
  });
}

/** Labels of another probe of the service, and of the like-named one of another service. */
function strangers<L extends { readonly service: string; readonly probe: string }>(labels: L): readonly L[] {
  return [
    { ...labels, probe: 'another' },
    { ...labels, service: 'another' },
  ];
}

/** Series of a probe metric that belong to one of some probes of one service. */
export function ofProbes<S extends LabelSpecs>([first, ...rest]: Probes, metric: Series<S>): Selector<S> {
  const [second, ...others] = rest.map(({ name }) => name);
  if (second === undefined) return first.of(metric);
  const names = oneOf(first.name, second, ...others);
  return new Selector(metric, resolveMatchers({ job: PROBE_JOB, service: first.service, probe: names }));
}

/** What each probe proves, as sentences. */
function proofsOf(probes: Probes): string {
  return probes.map(({ name, spec: { proves } }) => `A success of ${name} proves that ${proves}.`).join(' ');
}

/** @throws VedetteError when they differ */
function severityOf(alertName: string, probes: Probes): Severity {
  const [first, ...rest] = probes;
  const other = rest.find(({ spec }) => spec.severity !== first.spec.severity);
  if (other === undefined) return first.spec.severity;
  const what = `probe '${other.name}' is ${other.spec.severity} and '${first.name}' is ${first.spec.severity}, must be of one severity`;
  throw new VedetteError([{ where: `alert ${alertName}`, what, remedy: 'make an alert for each severity' }]);
}

/** Three probes: one that fails is an accident. */
function patience(probes: Probes): Duration {
  const slowest = Math.max(...probes.map(({ spec }) => spec.interval?.value ?? 0));
  return seconds(Math.max(minutes(3).value, 3 * slowest));
}

/** The address that the made-up series of the proofs have. */
function exampleOf({ service, tls, spec }: Probe): { readonly instance: string } {
  const isPublic = spec.prober === 'http' && spec.at === 'public-url';
  const host = `${isPublic ? 'monitoring' : service}.example.org`;
  switch (spec.prober) {
    case 'http':
      return {
        instance: `${tls ? 'https' : 'http'}://${host}${spec.port === undefined ? '' : `:${spec.port}`}${spec.path}`,
      };
    case 'tcp':
      return { instance: `${host}:${spec.port ?? 443}` };
    case 'dns':
      return { instance: `${host}:${spec.port ?? 53}` };
  }
}

function noCertificate(alertName: string, { name }: Probe): VedetteError {
  const what = `probe '${name}' sees no certificate, must be one with TLS`;
  return new VedetteError([{ where: `alert ${alertName}`, what, remedy: "give the probe 'tls: true'" }]);
}
