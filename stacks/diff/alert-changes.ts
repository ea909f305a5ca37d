/** What happened to alerts: which are gone, who hears of the others, and when they fire. */
import { WATCHDOG } from '../../constructs/alertmanager/routes';
import { durationText, seconds } from '../../model/quantity';
import type { Change } from './change';
import type { AlertSummary, Facts } from './summary';

/** An alert before and after. */
interface Pair {
  readonly before: AlertSummary;
  readonly after: AlertSummary;
}

/** Every change of an alert, added and removed ones included. */
export function alertChanges(before: readonly AlertSummary[], after: readonly AlertSummary[]): readonly Change[] {
  const { pairs, removed, added } = paired(before, after);
  const remaining = new Set(after.map(({ name, severity }) => `${name} (${severity})`));
  return [
    ...removed.map(removal),
    ...pairs.flatMap((pair) => changesOf(pair, remaining)),
    ...added.map((alert): Change => ({
      kind: 'added',
      rank: 0,
      subject: nameOf(alert),
      what: `new; ${tellsText(alert)}`,
    })),
  ];
}

/** Labels that say whose an alert is, and not what it watches. */
const ORGANISATIONAL = ['severity', 'service', 'team'];

const ownLabels = ({ labels }: AlertSummary): readonly (readonly [string, string])[] =>
  Object.entries(labels)
    .filter(([label]) => !ORGANISATIONAL.includes(label))
    .sort();

/** `SloErrorBudgetBurn (critical, slo availability)`. */
function nameOf(alert: AlertSummary): string {
  const labels = ownLabels(alert).map(([label, value]) => `${label} ${value}`);
  return `${alert.name} (${[alert.severity, ...labels].join(', ')})`;
}

/** Ways to know an alert again, the surest first. The last one finds those that were renamed. */
const KEYS: readonly ((alert: AlertSummary) => string)[] = [
  ({ name, labels }) => JSON.stringify([name, Object.entries(labels).sort()]),
  (alert) => JSON.stringify([alert.name, ownLabels(alert), alert.severity]),
  (alert) => JSON.stringify([alert.name, ownLabels(alert)]),
  ({ expr, severity }) => `${expr} ${severity}`,
];

function paired(
  before: readonly AlertSummary[],
  after: readonly AlertSummary[],
): {
  readonly pairs: readonly Pair[];
  readonly removed: readonly AlertSummary[];
  readonly added: readonly AlertSummary[];
} {
  const pairs: Pair[] = [];
  let [removed, added] = [before, after];
  for (const key of KEYS) {
    const waiting = new Set(added);
    removed = removed.filter((alert) => {
      const match = [...waiting].find((each) => key(each) === key(alert));
      if (match === undefined) return true;
      waiting.delete(match);
      pairs.push({ before: alert, after: match });
      return false;
    });
    added = [...waiting];
  }
  return { pairs, removed, added };
}

/** Whether somebody must not miss it: whatever pages, and the proof that paging works. */
const isVital = ({ name, severity, tells }: AlertSummary): boolean =>
  severity === 'critical' || (name === WATCHDOG && tells.length > 0);

function removal(alert: AlertSummary): Change {
  const kind = isVital(alert) ? 'lost' : 'removed';
  const told = alert.tells.length === 0 ? 'told nobody' : `told ${receiversOf(alert).join(', ')}`;
  return { kind, rank: 0, subject: nameOf(alert), what: `removed; ${told}` };
}

const receiversOf = ({ tells }: AlertSummary): readonly string[] => [...new Set(tells.map(({ receiver }) => receiver))];

const tellsText = (alert: AlertSummary): string =>
  alert.tells.length === 0 ? 'tells nobody' : `tells ${receiversOf(alert).join(', ')}`;

/** @param remaining - the alerts that there are: what is removed mutes nothing, which goes without saying */
function changesOf(pair: Pair, remaining: ReadonlySet<string>): readonly Change[] {
  const subject = nameOf(pair.before);
  return [
    ...lossOrTelling(pair),
    ...mutingChanges(pair, remaining),
    ...timingChanges(pair),
    ...firingChanges(pair),
    ...wordChanges(pair),
  ].map((change) => ({
    ...change,
    subject,
    rank: change.rank + (pair.before.severity === 'critical' ? 0 : 0.5),
  }));
}

type Bare = Omit<Change, 'subject'>;

/** Who hears of it, and how loudly. */
function lossOrTelling({ before, after }: Pair): readonly Bare[] {
  const [heard, hears] = [receiversOf(before), receiversOf(after)];
  const gone = heard.filter((name) => !hears.includes(name));
  const isToldOtherwise = gone.length > 0 || hears.length !== heard.length;
  const isSilenced = heard.length > 0 && hears.length === 0;
  const isDowngraded = before.severity === 'critical' && after.severity !== 'critical';
  const parts = [
    before.severity !== after.severity && `severity ${after.severity}, was ${before.severity}`,
    isToldOtherwise && tellsText(after) + (gone.length > 0 ? `, no longer ${gone.join(', ')}` : ''),
  ].filter((part) => part !== false);
  if (parts.length === 0) return [];
  return [{ kind: isVital(before) && (isSilenced || isDowngraded) ? 'lost' : 'told', rank: 1, what: parts.join('; ') }];
}

function mutingChanges({ before, after }: Pair, remaining: ReadonlySet<string>): readonly Bare[] {
  const muting = after.mutedBy.filter((name) => !before.mutedBy.includes(name));
  const unmuting = before.mutedBy.filter((name) => !after.mutedBy.includes(name) && remaining.has(name));
  return [
    ...muting.map((name): Bare => ({ kind: 'told', rank: 2, what: `muted while ${name} fires` })),
    ...unmuting.map((name): Bare => ({ kind: 'told', rank: 3, what: `no longer muted while ${name} fires` })),
  ];
}

/** Another severity or receiver has other times, which goes without saying. */
function timingChanges({ before, after }: Pair): readonly Bare[] {
  if (before.severity !== after.severity) return [];
  return after.tells.flatMap(({ receiver, timing }): readonly Bare[] => {
    const old = before.tells.find((each) => each.receiver === receiver)?.timing ?? timing;
    const parts = differing(old, timing).map((name) => `${name} ${timing[name]}, was ${old[name]}`);
    return parts.length === 0 ? [] : [{ kind: 'told', rank: 4, what: `${receiver} hears ${parts.join('; ')}` }];
  });
}

/** When it fires. What makes it fire later, or not at all, comes first. */
function firingChanges({ before, after }: Pair): readonly Bare[] {
  return [...conditionChanges(before, after), ...waitChanges(before, after)];
}

function conditionChanges(before: AlertSummary, after: AlertSummary): readonly Bare[] {
  if (before.expr === after.expr) return [];
  const [old, now] = [before.limit, after.limit];
  const isLimitAlone = before.form === after.form && old !== undefined && now !== undefined && old.op === now.op;
  if (!isLimitAlone) {
    return [{ kind: 'alert', rank: CONDITION, what: 'other condition', before: before.expr, after: after.expr }];
  }
  // Another way to write the same.
  if (old.value === now.value) return [];
  const isLater = old.op.startsWith('>') ? now.value > old.value : now.value < old.value;
  const rank = !/[<>]/.test(old.op) ? CONDITION : isLater ? LATER : SOONER;
  const effect = rank === CONDITION ? '' : isLater ? ': fires later' : ': fires sooner';
  return [{ kind: 'alert', rank, what: `threshold ${now.text}, was ${old.text}${effect}` }];
}

function waitChanges(before: AlertSummary, after: AlertSummary): readonly Bare[] {
  const waited = before.for === after.for ? [] : [durationChange('for', before.for, after.for)];
  const kept =
    before.keepFiringFor === after.keepFiringFor ? [] : [keptText(before.keepFiringFor, after.keepFiringFor)];
  return [...waited, ...kept];
}

function durationChange(name: string, before: number, after: number): Bare {
  const isLater = after > before;
  const what = `${name} ${text(after)}, was ${text(before)}: fires ${isLater ? 'later' : 'sooner'}`;
  return { kind: 'alert', rank: isLater ? LATER : SOONER, what };
}

const keptText = (before: number, after: number): Bare => ({
  kind: 'alert',
  rank: SOONER,
  what: `keeps firing for ${text(after)}, was ${text(before)}`,
});

const text = (value: number): string => durationText(seconds(value));

const [LATER, CONDITION, SOONER, NAMED, WORDS] = [0, 1, 2, 3, 4];

/** What it is called, and what it says. */
function wordChanges({ before, after }: Pair): readonly Bare[] {
  const named = before.name === after.name ? [] : [`renamed to ${after.name}: silences name it by hand`];
  const labels = differing(before.labels, after.labels)
    .filter((label) => label !== 'severity')
    .map((label) => `label ${label} ${after.labels[label] ?? 'gone'}, was ${before.labels[label] ?? 'not there'}`);
  const words = differing(before.annotations, after.annotations);
  return [
    ...[...named, ...labels].map((what): Bare => ({ kind: 'alert', rank: NAMED, what })),
    ...(words.length === 0 ? [] : [{ kind: 'alert' as const, rank: WORDS, what: `other ${words.join(', ')}` }]),
  ];
}

function differing(before: Facts, after: Facts): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.filter((name) => before[name] !== after[name]).sort();
}
