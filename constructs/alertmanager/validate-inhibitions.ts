/**
 * Checks of inhibitions. An inhibition that mutes too much is worse than none, and Alertmanager takes every one: a
 * label
 * that neither alert carries counts as equal.
 */
import type { AlertShape } from '../../model/delivery';
import { labelName } from '../check/names';
import { regex } from '../check/regex';
import type { Report } from '../check/report';
import { carriedLabels, isMeta } from './inhibitions';
import { matches } from './routes';
import type { Inhibition, Matcher } from './settings';
import { checkMatcher } from './validate-routes';

/** Labels that tell problems apart; equality of a place alone does not make two alerts one problem. */
const IDENTITY_LABELS = ['alertname', 'service', 'slo', 'job', 'instance'];

/** Checks each inhibition by itself. */
export function checkInhibitions(inhibitions: readonly Inhibition[], report: Report): void {
  inhibitions.forEach(({ source, target, equal }, index) => {
    const place = report.at(`inhibitions[${index}]`);
    for (const matcher of [...source, ...target]) checkMatcher(matcher, place);
    if (source.length === 0) place.as('AM-11').refuse('source is empty, must say which alerts mute');
    if (target.length === 0) place.as('AM-11').refuse('target is empty, must say which alerts are muted');
    if (equal.length === 0)
      place.as('AM-09').refuse('equal is empty, must have a label: one alert would mute the whole fleet');
    for (const label of equal) place.must('a label of equal', label, labelName(label));
    if (equal.length > 0 && !equal.some((label) => IDENTITY_LABELS.includes(label))) {
      const labels = equal.join(', ');
      place
        .as('AM-09')
        .refuse(`equal is ${labels}, must have one of ${IDENTITY_LABELS.join(', ')}: a place is not a problem`);
    }
  });
}

/** Checks inhibitions against the alerts that exist. */
export function checkInhibitedShapes(
  inhibitions: readonly Inhibition[],
  shapes: readonly AlertShape[],
  report: Report,
): void {
  inhibitions.forEach(({ source, target, equal }, index) => {
    if ([...source, ...target].some(({ op, value }) => op.endsWith('~') && regex(value) !== undefined)) return;
    if (source.length === 0 || target.length === 0) return;
    const place = report.at(`inhibitions[${index}]`);
    const sources = shapes.filter((shape) => mayMatch(source, shape));
    const targets = shapes.filter((shape) => mayMatch(target, shape));
    if (sources.length === 0) place.as('AM-11').refuse('source matches no alert, must match one that exists');
    if (targets.length === 0) place.as('AM-11').refuse('target matches no alert, must match one that exists');
    const both = sources.find((shape) => targets.includes(shape));
    if (both !== undefined)
      place.as('AM-10').refuse(`${both.alertname} matches source and target, must not mute itself`);
    const meta = targets.find(isMeta);
    if (meta !== undefined)
      place.as('AM-10').refuse(`it mutes ${meta.alertname}, must not: it tells that alerting is broken`);
    const named = equal.filter((label) => labelName(label) === undefined);
    checkEqual(named, [...sources, ...targets], place);
  });
}

function checkEqual(equal: readonly string[], shapes: readonly AlertShape[], report: Report): void {
  for (const label of equal) {
    const without = shapes.filter((shape) => !carriedLabels(shape).has(label)).map(({ alertname }) => alertname);
    if (without.length === 0) continue;
    const names = [...new Set(without)].sort().join(', ');
    report
      .as('AM-08')
      .refuse(
        `equal has '${label}', which ${names} may lack, must have labels that all carry: missing counts as equal`,
      );
  }
}

/** A label whose value is not fixed may have any, so only fixed ones can rule an alert out. */
function mayMatch(matchers: readonly Matcher[], { alertname, labels }: AlertShape): boolean {
  const fixed: Readonly<Record<string, string>> = { ...labels, alertname };
  return matchers.every((matcher) => fixed[matcher.label] === undefined || matches(matcher, fixed));
}
