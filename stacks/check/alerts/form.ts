/** The outer form of alerts: AL-01 to AL-03 and AL-05 to AL-10. */
import { SEVERITIES } from '../../../model/delivery';
import type { AlertingRule } from '../../../model/delivery';
import type { Problem } from '../../../model/problem';
import { excerpt } from '../../../model/promql/lint';
import { durationText, hours, minutes, seconds } from '../../../model/quantity';
import type { JudgedRule, Subject } from '../subject';
import { decidingAbsences, demandedOf, hasCondition, limitOf, selectorsIn, windowsIn } from '../tree';

type Alert = JudgedRule<AlertingRule>;
type AlertCheck = (alert: Alert, subject: Subject) => readonly Problem[];

/** Runs each check on each alert as delivered. */
export function alertForms(subject: Subject): readonly Problem[] {
  const checks = [name, condition, severity, wait, absence, staying, labels, annotations];
  return subject.alerts.flatMap((alert) => checks.flatMap((check) => check(alert, subject)));
}

/** What tells how bad it is belongs into the label; what tells how much, into the text. */
const SEVERITY_WORD = /Critical|Warning/;
/** `5xx`, `P99` and the like name a thing. */
const NUMBER = /(?<![PH])\d+(?!xx)/;

const name: AlertCheck = ({ rule: { alert }, where }) => {
  const fits = /^[A-Z][A-Za-z0-9]{3,59}$/.test(alert) && !SEVERITY_WORD.test(alert) && !NUMBER.test(alert);
  if (fits) return [];
  const what = `name is '${alert}', must be PascalCase of 4 to 60 letters, without a severity or a limit in it`;
  return [{ id: 'AL-01', where, what, remedy: 'write <Component><State>' }];
};

/** The one alert that is meant to fire at all times. */
const WATCHDOG = 'Watchdog';

const condition: AlertCheck = ({ rule: { alert, expr }, root, inference, where }) => {
  if (hasCondition(root) || (alert === WATCHDOG && expr === 'vector(1)')) return [];
  // That a series is there at all is a condition, where it comes with what it tells.
  if (selectorsIn(root).some((node) => (inference.seriesOf(node)?.presence ?? 'always') !== 'always')) return [];
  const what = 'it has no condition, so it fires for every sample';
  return [
    { id: 'AL-02', where, what, remedy: 'compare with a threshold: above(…), below(…)', excerpt: excerpt(expr, root) },
  ];
};

const severity: AlertCheck = ({ rule: { labels }, where }) => {
  if ((SEVERITIES as readonly string[]).includes(labels.severity)) return [];
  const remedy = `use one of: ${[...SEVERITIES].sort().join(', ')}`;
  return [{ id: 'AL-03', where, what: `severity is '${labels.severity}', must be one that people know`, remedy }];
};

/** A wait that is no multiple of the evaluations ends with the next one, so the text would lie. */
const EVALUATIONS = 2;

const wait: AlertCheck = ({ rule: { for: pending, labels }, group, where }) => {
  if (labels.severity === 'none') return [];
  const is = pending === undefined ? 'missing' : durationText(pending);
  const steps = (pending?.value ?? 0) / group.interval.value;
  if (steps >= EVALUATIONS && Number.isInteger(steps)) return [];
  const what = `'for' is ${is}, must be a multiple of the evaluation interval of ${durationText(group.interval)}, twice at least`;
  return [{ id: 'AL-05', where, what, remedy: "give 'for'" }];
};

const absence: AlertCheck = ({ rule: { for: pending, expr }, root, where }, { environment: { scrapeInterval } }) => {
  const [absent] = decidingAbsences(root);
  const least = Math.max(minutes(5).value, 2 * scrapeInterval.value);
  if (absent === undefined || (pending?.value ?? 0) >= least) return [];
  const is = pending === undefined ? 'missing' : durationText(pending);
  const what = `'for' is ${is}, must be at least ${durationText(seconds(least))} where a lack of data is the condition`;
  const remedy = 'a restart of Prometheus or a reload of its targets is no absence';
  return [{ id: 'AL-06', where, what, remedy, excerpt: excerpt(expr, absent) }];
};

const LONGEST_STAY = hours(1);
/** A condition that looks at no more than that goes with every dip. */
const SHORT_WINDOW = minutes(5);

const staying: AlertCheck = ({ rule: { keepFiringFor: stay, labels, expr }, root, where }) => {
  const problem = { id: 'AL-07', where, excerpt: excerpt(expr, root) };
  if (stay !== undefined && stay.value > LONGEST_STAY.value) {
    const what = `'keepFiringFor' is ${durationText(stay)}, must be at most 1h: what is over must look over`;
    return [{ ...problem, what, remedy: 'shorten it' }];
  }
  if (stay !== undefined || labels.severity !== 'critical' || !canFlap(root)) return [];
  const what = 'it pages, and a dip of a moment ends it and pages anew';
  return [{ ...problem, what, remedy: "give 'keepFiringFor', a few minutes" }];
};

/** A limit that is crossed to and fro, unlike a state or an event that is counted. */
function canFlap(root: JudgedRule['root']): boolean {
  if (demandedOf(root, 'slo') !== undefined && decidingAbsences(root).length === 0) return true;
  const limit = limitOf(root);
  const longest = Math.max(0, ...windowsIn(root));
  return limit !== undefined && ![0, 1].includes(limit.value) && longest > 0 && longest <= SHORT_WINDOW.value;
}

/** Labels of the series, and those that name where the alert comes from. */
const SERIES_LABELS = ['job', 'instance', 'namespace', 'pod', 'alertname'];
const OWNED = ['severity', 'service', 'team'];

const labels: AlertCheck = ({ rule: { labels: own }, service, where }, { wiring }) => {
  const external = Object.keys(wiring.prometheus.externalLabels);
  const found: Problem[] = [];
  for (const [key, value] of Object.entries(own)) {
    if (value.includes('{{')) {
      const what = `label '${key}' is a template; a value that moves makes another alert, which waits anew`;
      found.push({ id: 'AL-08', where, what, remedy: 'say it in the description' });
    }
    if (SERIES_LABELS.includes(key) || external.includes(key)) {
      const what = `label '${key}' is set, which the series or the server has`;
      found.push({ id: 'AL-08', where, what, remedy: 'leave it out' });
    }
  }
  const missing = OWNED.filter((key) => (own[key] ?? '') === '');
  if (missing.length > 0) {
    const what = `it has no label ${missing.join(', ')}, by which alerts are routed`;
    found.push({ id: 'AL-09', where, what, remedy: 'make it with defineService' });
  } else if (own['service'] !== service) {
    const what = `label 'service' is '${own['service'] ?? ''}', must be '${service}'`;
    found.push({ id: 'AL-09', where, what, remedy: 'make it with defineService' });
  }
  return found;
};

const ANNOTATIONS = ['dashboard_url', 'description', 'runbook_url', 'summary'];
const LONGEST_SUMMARY = 120;

const annotations: AlertCheck = ({ rule, where }) => {
  const given = Object.keys(rule.annotations).sort();
  const { summary = '' } = rule.annotations;
  const faults = [
    given.join() !== ANNOTATIONS.join() && `annotations are ${given.join(', ')}, must be ${ANNOTATIONS.join(', ')}`,
    ...ANNOTATIONS.map((key) => rule.annotations[key]?.trim() === '' && `${key} is empty`),
    summary.includes('\n') && 'summary has several lines, must be one',
    summary.length > LONGEST_SUMMARY &&
      `summary has ${summary.length} characters, must have at most ${LONGEST_SUMMARY}`,
  ].filter((fault) => fault !== false);
  return faults.map((what) => ({
    id: 'AL-10',
    where,
    what,
    remedy: 'name the thing in the summary, explain in the description',
  }));
};
