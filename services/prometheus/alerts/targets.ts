/** Alerts on what Prometheus scrapes, itself among it. */
import {
  above,
  alert,
  bool,
  count,
  coveredBy,
  fixed,
  holds,
  hours,
  instance,
  job,
  jobAbsent,
  minutes,
  neverQuiet,
  okBecause,
  percent,
  present,
  promql,
  ratio,
  scenario,
  series,
  targetDown,
  text,
  threshold,
  throughout,
  value,
  wholeValue,
} from '../../../model';
import type { Alert, Expr, Metric, Quantity, ScenarioSeries } from '../../../model';
import { failuresOf } from '../../failure-count';
import { everyJob, metrics as m } from '../metrics';
import * as ask from '../queries';

const covered = coveredBy('PrometheusAbsent');

/** Fires for ever. When it no longer reaches the dead man's switch, something between rule and receiver is broken. */
export const watchdog = alert('Watchdog', {
  kind: 'meta',
  severity: 'none',
  for: minutes(1),
  when: present(promql`vector(1)`),
  summary: text`Alerting works, from the rules of Prometheus to this receiver`,
  description: text`This alert always fires, and is no fault. A dead man's switch outside of the stack receives it and
    calls somebody when it stops: then Prometheus, Alertmanager or the way out is broken.`,
  noData: okBecause('it reads no data'),
  fires: scenario('Prometheus evaluates its rules', []),
  quiet: neverQuiet('its silence is the signal'),
});

/** A number of targets of one job, a share of them down. */
const fleet = (size: number, down: Quantity): readonly ScenarioSeries[] =>
  Array.from({ length: size }, (_, i) => {
    const isUp = i >= size * down.value;
    const target = series(everyJob.up, { job: 'sequencer', instance: `sequencer-${i}:9100` });
    return (isUp ? target.dispensable() : target).turns(holds(bool(true)), holds(bool(isUp)));
  });

export const targetsDown = alert('TargetDown', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(10),
  when: above(ask.targetsDown, percent(10)),
  summary: text`More than ${threshold} of the targets of job ${job} do not answer scrapes`,
  description: text`${value} of the targets of job ${job} do not answer scrapes, limit ${threshold}: what they measure
    is unknown, and alerts on it cannot fire. See the error of each at Status, Target health in Prometheus.`,
  noData: okBecause('every job has an alert of its own on the absence of its targets'),
  fires: scenario('one of three targets stops answering', fleet(3, ratio(1 / 3))),
  quiet: scenario('one of twenty targets stops answering', fleet(20, ratio(1 / 20))),
  edge: (at) => throughout(fleet(1000, at)),
});

/** Of a pair, each scrapes the other; a single one cannot tell that it is dead, the dead man's switch does. */
export const down = targetDown('PrometheusDown', 'PrometheusAbsent', m.up, {
  thing: 'Prometheus',
  impact: 'of a pair, one is left to watch and to alert',
  severity: 'warning',
  for: minutes(5),
});

export const absent = jobAbsent('PrometheusAbsent', m.up, {
  thing: 'Prometheus',
  impact: 'nobody would notice that it fails',
});

const { scrape_job: scrapeJob } = m.syncFailures.label;

export const targetSyncFailure = alert('PrometheusTargetSyncFailure', {
  kind: 'meta',
  severity: 'critical',
  for: minutes(5),
  when: above(ask.growth(m.syncFailures, ask.halfHour), count(0)),
  summary: text`Prometheus at ${instance} cannot make targets of job ${scrapeJob}`,
  description: text`Prometheus at ${instance} dropped ${wholeValue} targets of job ${scrapeJob} within 30m, because a
    label or address that relabelling made is not valid. They are not scraped and not counted as down. Look at its log
    for "Creating target failed".`,
  noData: covered,
  ...failuresOf(series(m.syncFailures, { scrape_job: 'sequencer' }), {
    what: 'a target has a label that is not valid',
  }),
});

interface Limit {
  readonly metric: Metric<'counter', Record<never, never>>;
  /** What is wrong with the scrape: `too many samples on a page`. */
  readonly excess: string;
  /** Setting that holds the limit. */
  readonly setting: string;
  readonly growth?: Expr;
}

/** A scrape beyond a limit is thrown away whole, so that `up` is 0 although the target answers. */
function limitHit<const N extends string>(name: N, { metric, excess, setting, growth }: Limit): Alert<N> {
  return alert(name, {
    kind: 'cause',
    severity: 'warning',
    for: minutes(15),
    when: above(growth ?? ask.growth(metric), count(0)),
    summary: text`Prometheus at ${instance} refuses scrapes for ${excess}`,
    description: text`${wholeValue} times of late, Prometheus at ${instance} took nothing of a scrape for ${excess}
      (${setting} of the job): the target looks down although it answers. See its error at Status, Target health.`,
    noData: covered,
    ...failuresOf(series(metric), { what: `a scrape is refused for ${excess}` }),
  });
}

export const sampleLimitHit = limitHit('PrometheusScrapeSampleLimitHit', {
  metric: m.sampleLimitHits,
  excess: 'too many samples on a page',
  setting: 'sample_limit',
});

export const bodySizeLimitHit = limitHit('PrometheusScrapeBodySizeLimitHit', {
  metric: m.bodySizeLimitHits,
  excess: 'too large a page',
  setting: 'body_size_limit',
});

export const labelLimitHit = limitHit('PrometheusLabelLimitHit', {
  metric: m.labelLimitHits,
  excess: 'too many or too long labels',
  setting: 'label_limit and its kin',
});

/** Counted when service discovery changes something, which may be rare. */
export const targetLimitHit = limitHit('PrometheusTargetLimitHit', {
  metric: m.targetLimitHits,
  excess: 'too many targets',
  setting: 'target_limit',
  growth: ask.growth(m.targetLimitHits, fixed(hours(1))),
});
