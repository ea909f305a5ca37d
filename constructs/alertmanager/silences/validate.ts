/** Checks of silences. */
import type { AlertShape } from '../../../model/delivery';
import { days, durationText } from '../../../model/quantity';
import { dnsLabel } from '../../check/names';
import { repeated } from '../../check/repeated';
import type { Report } from '../../check/report';
import { WATCHDOG, matches } from '../routes';
import { checkMatcher } from '../validate-routes';
import { type Silence, epochSeconds } from './silence';

/** What needs quiet for longer needs another threshold, or should not be an alert. */
const LONGEST = days(31);

/** Each silence by itself, and against the alerts that there are. */
export function checkSilences(silences: readonly Silence[], shapes: readonly AlertShape[], report: Report): void {
  const names = silences.map(({ name }) => name);
  for (const name of repeated(names)) {
    report.refuse(`silence '${name}' is defined twice, must be one`);
  }
  silences.forEach((silence, index) => checkSilence(silence, shapes, report.at(`silences[${index}]`)));
}

function checkSilence(silence: Silence, shapes: readonly AlertShape[], report: Report): void {
  const { name, matchers } = silence;
  report.must('name', name, dnsLabel(name));
  checkTimes(silence, report);
  if (matchers.length === 0) report.refuse('matchers is empty, must have at least one: it would silence everything');
  for (const matcher of matchers) checkMatcher(matcher, report);
  if (matchers.length === 0 || report.problems.some(({ where }) => where === report.where)) return;
  const silenced = shapes.filter((shape) => isSilenced(silence, shape));
  if (silenced.length === 0) report.refuse('matchers match no alert, must match one that exists');
  if (silenced.some(({ alertname }) => alertname === WATCHDOG)) {
    report.refuse(
      `matchers match ${WATCHDOG}, must leave it: its silence is what raises the alarm`,
      'name the service or the alert',
    );
  }
}

/** RFC 3339, as amtool reads it. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})$/;

function checkTimes({ startsAt, endsAt }: Silence, report: Report): void {
  for (const [field, time] of Object.entries({ startsAt, endsAt })) {
    if (TIME.test(time) && Number.isFinite(Date.parse(time))) continue;
    return report.must(field, time, 'a time with its zone: 2026-12-01T22:00:00+01:00');
  }
  const lasts = epochSeconds(endsAt) - epochSeconds(startsAt);
  if (lasts <= 0) return report.must('endsAt', endsAt, `later than startsAt, which is ${startsAt}`);
  if (lasts > LONGEST.value) {
    const most = durationText(LONGEST);
    report.must('endsAt', endsAt, `at most ${most} after startsAt; what needs quiet for longer is no alert`);
  }
}

/** Whether an alert may be silenced. A label whose value is open could have any. */
function isSilenced({ matchers }: Silence, { alertname, labels, guaranteed }: AlertShape): boolean {
  const known: Readonly<Record<string, string>> = { ...labels, alertname };
  return matchers.every(
    (matcher) =>
      (guaranteed.includes(matcher.label) && known[matcher.label] === undefined) ||
      ['cluster', 'environment'].includes(matcher.label) ||
      matches(matcher, known),
  );
}
