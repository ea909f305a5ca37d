/**
 * What is wrong with probing itself, and with the stack's front door. What a service's probe finds is told by that
 * service's own alerts.
 */
import {
  alert,
  PROBE_JOB,
  bool,
  certificateExpires,
  equals,
  holds,
  instance,
  jobAbsent,
  coveredBy,
  minutes,
  probeFailed,
  probeSlow,
  scenario,
  seconds,
  series,
  targetDown,
  text,
  up,
  value,
} from '../../model';
import type { ScenarioSeries } from '../../model';
import { metrics as m } from './metrics';
import { probes } from './probes';
import * as ask from './queries';

const thing = 'blackbox exporter';
const impact = 'no service is probed, and what only a probe can see goes unseen';
const front = 'The public URL';

export const exporterDown = targetDown('BlackboxExporterDown', 'BlackboxExporterAbsent', m.up, {
  thing,
  impact,
  for: minutes(5),
});

export const absent = jobAbsent('BlackboxExporterAbsent', m.up, { thing, impact });

export const configReloadFailed = alert('BlackboxConfigReloadFailed', {
  kind: 'meta',
  severity: 'warning',
  for: minutes(10),
  when: equals(ask.configLoaded, bool(false)),
  summary: text`The blackbox exporter at ${instance} could not load its configuration`,
  description: text`The blackbox exporter at ${instance} refused its file and works on with the old one: new probes are
    not carried out, changed ones as before, and a restart would fail. Look at its log.`,
  noData: coveredBy('BlackboxExporterDown'),
  fires: scenario('a configuration with an error is loaded', [series(m.configLoaded).turns(holds(1), holds(0))], {
    trueFrom: minutes(4.75),
  }),
  quiet: scenario('a good configuration is loaded', [series(m.configLoaded).always(holds(1))]),
});

/** An exporter that answers, and one of the probes that it is asked for. */
const asking = (exporter: boolean, carriedOut: boolean): readonly ScenarioSeries[] => [
  series(m.up, { instance: 'blackbox-exporter:9115' }).turns(holds(1), holds(bool(exporter))),
  series(up, { job: PROBE_JOB, instance: 'http://shop.example.org/health' }).turns(holds(1), holds(bool(carriedOut))),
];

export const probeNotRun = alert('BlackboxProbeNotRun', {
  kind: 'meta',
  severity: 'warning',
  for: minutes(10),
  when: equals(ask.carriedOut, bool(false)),
  summary: text`The probe of ${instance} is not carried out`,
  description: text`The blackbox exporter answers, and gives no result for the probe of ${instance} (up is ${value}): whether the target works is unknown, and no alert on it can fire. See the error at Status, Target health
    in Prometheus.`,
  noData: coveredBy('BlackboxExporterAbsent'),
  fires: scenario('the exporter does not know the module', asking(true, false)),
  quiet: [
    scenario('the exporter carries the probe out', asking(true, true)),
    scenario('the exporter itself is gone', asking(false, false)),
  ],
});

export const probeFailing = probeFailed('BlackboxProbeFailed', [probes.public_url], {
  thing: front,
  impact: 'dashboards, runbooks and silences cannot be opened, though alerts are still sent',
});

export const probeTakesLong = probeSlow('BlackboxProbeSlow', [probes.public_url], { thing: front, limit: seconds(1) });

export const certificate = certificateExpires('BlackboxCertificateExpiresSoon', [probes.public_url], {
  thing: 'the public URL',
});

/** All of them, in the order of the runbook. */
export const alerts = [
  exporterDown,
  absent,
  configReloadFailed,
  probeNotRun,
  probeFailing,
  probeTakesLong,
  certificate,
] as const;
