/** Alerts that every scrape job needs: a target that does not answer, a job that has no target, a page of somebody else. */
import { alert, coveredBy, itself } from './alert';
import type { Alert } from './alert';
import { equals, present } from './condition';
import type { Severity } from './delivery';
import { instance, job } from './label';
import type { LabelSpecs } from './label';
import type { Metric, up as upMetric } from './metric';
import { promql } from './promql';
import { bool, minutes } from './quantity';
import type { Duration } from './quantity';
import type { RunbookSection } from './runbook';
import { gone, holds, scenario, series } from './scenario';
import type { ScenarioSeries } from './scenario';
import { text, value } from './text';

/** A job's own `up`, perhaps with labels of the target beside `job` and `instance`. */
type UpMetric<S extends LabelSpecs> = Metric<'gauge', S>;

export interface TargetAlertOptions {
  /** What the target is, as a person calls it: `rstmdb`. */
  readonly thing: string;
  /** What users feel while it is away: a clause. */
  readonly impact: string;
  /** `critical` when absent. */
  readonly severity?: Severity;
  readonly for?: Duration;
  /** Values for the scenarios, where targets have labels of their own. */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Fires for each target whose scrapes fail.
 * @param up the job's own `up`
 */
export function targetDown<const N extends string, const A extends string, S extends LabelSpecs>(
  name: N,
  absentName: A,
  up: UpMetric<S>,
  { thing, impact, severity = 'critical', for: wait = minutes(1), labels }: TargetAlertOptions,
): Alert<N> {
  const target = targetOf(up, labels);
  return alert(name, {
    kind: 'symptom',
    severity,
    for: wait,
    when: equals(promql`${up}`, bool(false)),
    summary: text`${thing} at ${instance} does not answer scrapes`,
    description: text`Prometheus cannot scrape ${thing} at ${instance} (up is ${value}): ${impact}. See whether the process runs and its metrics port is reachable.`,
    noData: coveredBy(absentName),
    fires: scenario('the target stops answering', [target.turns(holds(1), holds(0))]),
    quiet: scenario('the target answers', [target.always(holds(1))]),
  });
}

/** Fires when a job has no target at all, which `up == 0` cannot see. */
export function jobAbsent<const N extends string, S extends LabelSpecs>(
  name: N,
  up: UpMetric<S>,
  { thing, impact, severity = 'critical', for: wait = minutes(5), labels }: TargetAlertOptions,
): Alert<N> {
  const target = targetOf(up, labels);
  return alert(name, {
    kind: 'symptom',
    severity,
    for: wait,
    when: present(promql`absent(${up})`),
    summary: text`${thing} has no scrape target`,
    description: text`Service discovery finds no target of job ${up.job ?? ''}: ${impact}, and no other alert of ${thing} can fire. See whether it was removed or renamed.`,
    noData: itself,
    fires: scenario('the last target leaves service discovery', [target.turns(holds(1), gone())]),
    quiet: scenario('a target is known, though down', [target.always(holds(0))]),
  });
}

export interface PageAlertOptions extends Pick<TargetAlertOptions, 'thing' | 'labels'> {
  /** Why a page may lack the metric: a clause. @default - another program's address, or a renamed metric */
  readonly because?: string;
}

const STRANGER = 'the address is that of another program, or a release renamed its metrics';

/**
 * Fires for each target that answers, and whose page lacks what the job's other alerts are about.
 * @param up the job's own `up`
 * @param page a metric that every page of the job has, as a series of a healthy target
 */
export function metricsMissing<const N extends string, const A extends string, S extends LabelSpecs>(
  name: N,
  absentName: A,
  up: UpMetric<S>,
  page: ScenarioSeries,
  { thing, labels, because = STRANGER }: PageAlertOptions,
): Alert<N> {
  const isUp = targetOf(up, labels).always(holds(1));
  return alert(name, {
    kind: 'meta',
    severity: 'warning',
    for: minutes(5),
    when: equals(promql`${up}`, bool(true)).unless(promql`${page.metric}`, [job, instance]),
    summary: text`${instance} answers scrapes of ${thing} without a metric of it`,
    description: text`The page of ${instance} holds no ${page.metric.name} (up is ${value}): ${because}. No alert that needs it can fire. Look at its page of metrics.`,
    noData: coveredBy(absentName),
    fires: scenario('another program answers there', [isUp, { ...page, broken: gone(), dispensable: true }]),
    quiet: scenario('an idle program answers', [isUp, { ...page, healthy: holds(0), broken: holds(0) }]),
  });
}

export interface TargetAlerts<N extends string> {
  readonly down: Alert<`${N}Down`>;
  readonly absent: Alert<`${N}Absent`>;
  readonly alerts: readonly [Alert<`${N}Down`>, Alert<`${N}Absent`>];
  /** Sections for both, for a runbook that says nothing else of them. */
  readonly sections: Readonly<Record<string, RunbookSection>>;
}

/**
 * {@link targetDown} and {@link jobAbsent} together, as `<prefix>Down` and `<prefix>Absent`.
 * @param prefix what the alerts' names begin with: `Checkout`
 */
export function targetAlerts<const N extends string, S extends LabelSpecs>(
  prefix: N,
  up: UpMetric<S>,
  options: TargetAlertOptions,
): TargetAlerts<N> {
  const absent = jobAbsent<`${N}Absent`, S>(`${prefix}Absent`, up, options);
  const down = targetDown<`${N}Down`, `${N}Absent`, S>(`${prefix}Down`, absent.name, up, options);
  return { down, absent, alerts: [down, absent], sections: sectionsOf(down.name, absent.name, up, options) };
}

function sectionsOf<S extends LabelSpecs>(
  down: string,
  absent: string,
  up: UpMetric<S>,
  { thing, impact }: TargetAlertOptions,
): Readonly<Record<string, RunbookSection>> {
  const job = up.job ?? '';
  return {
    [down]: {
      meaning: `Prometheus cannot scrape a target of ${thing}.`,
      impact: `If the process is gone: ${impact}. If only its page of metrics is: nobody sees what else goes wrong.`,
      diagnosis:
        'Prometheus, Status → Target health, has the error. Refused: the process is gone, see its last log lines and ' +
        'exit code. Timed out: the host, the network, or a process that hangs. 401 or 404: the page was moved or locked.',
      mitigation: 'Start the process, or undo what closed the way to it.',
      escalation: `The team that owns ${thing}.`,
    },
    [absent]: {
      meaning: `Service discovery gives Prometheus no target of the job \`${job}\`.`,
      impact: `It may run well or not at all. If not: ${impact}.`,
      diagnosis:
        'Prometheus, Status → Service discovery: are there targets that were dropped? Was it removed or renamed?',
      mitigation: 'Restore what was removed, or correct the discovery in the environment and deploy it.',
      escalation: 'The team that runs service discovery, when its answer is wrong.',
    },
  };
}

function targetOf<S extends LabelSpecs>(
  up: UpMetric<S>,
  labels: TargetAlertOptions['labels'],
): ReturnType<typeof series> {
  return series(up as unknown as typeof upMetric, labels);
}
