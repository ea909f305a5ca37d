/** Alerts: what is watched, when it is wrong, who is told what, and the scenarios that prove it. */
import type { Condition } from './condition';
import type { Severity } from './delivery';
import { Problems, suggestion } from './problem';
import type { Exemptions } from './proof/kinds';
import type { Duration, Quantity } from './quantity';
import { durationText, hours, minutes } from './quantity';
import type { Scenario, ScenarioSeries } from './scenario';
import type { Text } from './text';

/** What kind of thing an alert is about; it bounds the severity (AL-04) and the `for` (AL-05). */
export type AlertKind = 'symptom' | 'imminent-loss' | 'meta' | 'cause' | 'capacity' | 'drift' | 'certificate';

/** What the absence of data means for an alert (AL-19). */
export type NoData =
  | { readonly kind: 'covered'; readonly by: string }
  | { readonly kind: 'ok'; readonly reason: string }
  /** The alert is itself about absence. */
  | { readonly kind: 'itself' };

/** Another alert fires when the data is missing. */
export const coveredBy = (alertName: string): NoData => ({ kind: 'covered', by: alertName });
/** Missing data is no fault, for this reason. */
export const okBecause = (reason: string): NoData => ({ kind: 'ok', reason });
/** The alert is itself about missing data. */
export const itself: NoData = { kind: 'itself' };

type OneOrMore<T> = T | readonly [T, ...T[]];

/** In place of quiet scenarios: the alert is meant to fire at all times. */
export interface NeverQuiet {
  readonly kind: 'never quiet';
  readonly reason: string;
}

/** For a dead man's switch only: it tells by falling silent. */
export const neverQuiet = (reason: string): NeverQuiet => ({ kind: 'never quiet', reason });

/** The worse rule of an alert with two. */
export interface Escalation {
  readonly severity: Severity;
  readonly at: Quantity;
  /** That of the first rule when absent. */
  readonly for?: Duration;
  /** Guards on top of the first rule's, so that where the worse rule fires the first one would, too. */
  readonly narrowed?: (condition: Condition) => Condition;
}

export interface AlertSpec {
  readonly kind: AlertKind;
  readonly severity: Severity;
  /** How long the condition holds before anybody is told. */
  readonly for: Duration;
  /** How long the alert stays after the condition ends; for conditions that flap (AL-07). */
  readonly keepFiringFor?: Duration;
  readonly when: Condition;
  /** The same alert at a worse threshold (AL-18): a second rule of the same name. */
  readonly escalates?: Escalation;
  /** One line of at most 120 characters that names the thing. */
  readonly summary: Text;
  /** What it is, what users feel, the current value, what to look at first. */
  readonly description: Text;
  readonly noData: NoData;
  /** Series under which the alert fires. */
  readonly fires: OneOrMore<Scenario>;
  /** Series that look alike and must not fire. */
  readonly quiet: OneOrMore<Scenario> | NeverQuiet;
  /** Series under which the left operand has exactly the given value, for the boundary cases; required with a threshold other than 0 or 1. */
  readonly edge?: (at: Quantity) => readonly ScenarioSeries[];
  /** Kinds of generated cases that cannot hold for this alert, each with the reason; listed wherever the proofs are run. */
  readonly exempt?: Exemptions;
}

/** An alert of a service. `N` carries the name, so that an environment's thresholds are checked by the compiler. */
export class Alert<N extends string = string> {
  readonly fires: readonly Scenario[];
  readonly quiet: readonly Scenario[];

  /** @throws VedetteError with every rule of AL-01, AL-04, AL-05 and AL-25 that the alert breaks */
  constructor(
    readonly name: N,
    readonly spec: AlertSpec,
  ) {
    this.fires = many(spec.fires);
    this.quiet = 'kind' in spec.quiet ? [] : many(spec.quiet);
    const problems = new Problems();
    checkAlert(this, problems);
    problems.throwIfAny();
  }

  /** The rules it becomes: one, or two where it escalates. Keys of thresholds: `Name` and `Name/critical`. */
  rungs(thresholds: Readonly<Record<string, Quantity>> = {}): readonly Rung[] {
    const { when, escalates, severity } = this.spec;
    const own = thresholds[this.name];
    const base: Rung = { severity, for: this.spec.for, condition: own === undefined ? when : when.at(own) };
    if (escalates === undefined) return [base];
    const worse = thresholds[`${this.name}/${escalates.severity}`] ?? escalates.at;
    const { severity: worst, for: wait = this.spec.for, narrowed = (condition) => condition } = escalates;
    return [base, { severity: worst, for: wait, condition: narrowed(when.at(worse)) }];
  }
}

/** One rule of an alert. */
export interface Rung {
  readonly severity: Severity;
  readonly for: Duration;
  readonly condition: Condition;
}

export function alert<const N extends string>(name: N, spec: AlertSpec): Alert<N> {
  return new Alert(name, spec);
}

function many<T>(value: OneOrMore<T>): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}

/** Bounds of `for` by kind (AL-05). */
const FOR_BOUNDS: Readonly<Record<AlertKind, readonly [Duration, Duration]>> = {
  symptom: [minutes(1), minutes(15)],
  'imminent-loss': [minutes(1), hours(1)],
  meta: [minutes(1), minutes(30)],
  cause: [minutes(1), minutes(60)],
  capacity: [minutes(5), hours(2)],
  drift: [minutes(15), hours(12)],
  certificate: [minutes(30), hours(2)],
};
const CRITICAL_KINDS: readonly AlertKind[] = ['symptom', 'imminent-loss', 'meta'];

function checkAlert(alert: Alert, problems: Problems): void {
  const { name, spec } = alert;
  const add = (id: string, what: string, remedy: string): void =>
    problems.add({ id, where: `alert ${name}`, what, remedy });
  if (!/^[A-Z][A-Za-z0-9]{3,59}$/.test(name)) {
    add('AL-01', `name is '${name}', must be PascalCase of 4 to 60 letters and digits`, 'write <Component><State>');
  }
  if (spec.severity === 'none') return;
  const critical = spec.severity === 'critical' || spec.escalates?.severity === 'critical';
  if (critical && !CRITICAL_KINDS.includes(spec.kind)) {
    add('AL-04', `a critical alert is of kind '${spec.kind}'`, suggestion(spec.kind, CRITICAL_KINDS));
  }
  const [least, most] = FOR_BOUNDS[spec.kind];
  if (spec.for.value < least.value || spec.for.value > most.value) {
    const allowed = `${durationText(least)} to ${durationText(most)}`;
    add('AL-05', `'for' is ${durationText(spec.for)}, must be ${allowed} for a ${spec.kind}`, "change 'for' or 'kind'");
  }
  const { threshold } = spec.when;
  if (threshold !== undefined && ![0, 1].includes(threshold.value) && spec.edge === undefined) {
    add(
      'AL-25',
      'a threshold has no boundary case',
      "give 'edge': the series under which the expression has a given value",
    );
  }
  if (alert.fires.length === 0 || alert.quiet.length === 0) {
    add('AL-25', 'an alert needs a firing and a quiet scenario', "give 'fires' and 'quiet'");
  }
}
