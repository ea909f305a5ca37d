/** Checks of time intervals, and of the routes that name them. */
import { suggestion } from '../../model/problem';
import { repeated } from '../check/repeated';
import type { Report } from '../check/report';
import { matcherText } from './config';
import type { Route, RoutingSettings } from './settings';
import { type ClockRange, type TimeInterval, type TimeSpan, isOverMidnight } from './time-intervals';

/** Each interval by itself, and whether routes and they know each other. */
export function checkTimeIntervals({ timeIntervals = [], route }: RoutingSettings, report: Report): void {
  const names = timeIntervals.map(({ name }) => name);
  for (const name of repeated(names)) {
    report.as('AM-15').refuse(`time interval '${name}' is defined twice, must be one`);
  }
  for (const interval of timeIntervals) checkInterval(interval, report.at(`time interval ${interval.name}`));
  const used = new Set<string>();
  checkUses(route.routes, names, used, report);
  for (const name of names.filter((each) => !used.has(each))) {
    report.as('AM-15').refuse(`time interval '${name}' is used by no route, must be used or left out`);
  }
}

function checkUses(routes: readonly Route[], names: readonly string[], used: Set<string>, report: Report): void {
  for (const { matchers, muteTimeIntervals = [], activeTimeIntervals = [], routes: deeper = [] } of routes) {
    const place = report.at(`route {${matchers.map(matcherText).join(', ')}}`);
    for (const name of [...muteTimeIntervals, ...activeTimeIntervals]) {
      used.add(name);
      if (!names.includes(name)) {
        place
          .as('AM-15')
          .refuse(`time interval '${name}' is not defined`, names.length === 0 ? undefined : suggestion(name, names));
      }
    }
    checkUses(deeper, names, used, place);
  }
}

function checkInterval({ location, spans }: TimeInterval, report: Report): void {
  if (!isLocation(location)) report.must('location', location, 'a time zone of the IANA database: Europe/Berlin, UTC');
  if (spans.length === 0) report.refuse('spans is empty, must have at least one');
  spans.forEach((span, index) => checkSpan(span, report.at(`spans[${index}]`)));
}

function isLocation(name: string): boolean {
  // JavaScript takes a difference of hours too, and any case.
  if (name !== 'UTC' && !/^[A-Z][A-Za-z_]+(?:\/[A-Z][A-Za-z0-9_+-]+)+$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function checkSpan({ times = [], weekdays = [], daysOfMonth = [], months = [] }: TimeSpan, report: Report): void {
  if ([times, weekdays, daysOfMonth, months].every((each) => each.length === 0)) {
    report.refuse('it has no times, weekdays, daysOfMonth or months, must have one: it would be always');
  }
  for (const range of times) checkRange(range, report);
  for (const { from, to } of daysOfMonth) checkDays(from, to, report);
  if (times.some(isOverMidnight) && (daysOfMonth.length > 0 || months.length > 0)) {
    report.refuse(
      'times go over midnight beside daysOfMonth or months, must end on the day they begin',
      'give the hours after midnight as a span of their own',
    );
  }
}

const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

function checkRange({ from, to }: ClockRange, report: Report): void {
  if (!CLOCK.test(from)) report.must('times.from', from, 'a time of day: 09:00');
  if (!CLOCK.test(to) && to !== '24:00') report.must('times.to', to, 'a time of day: 17:30, or 24:00');
  if (from === to) report.refuse(`times go from ${from} to ${to}, must last a minute or more`);
}

function checkDays(from: number, to: number, report: Report): void {
  const isDay = (day: number): boolean => Number.isInteger(day) && day !== 0 && Math.abs(day) <= 31;
  for (const [name, day] of Object.entries({ from, to })) {
    if (!isDay(day)) report.must(`daysOfMonth.${name}`, day, '1 to 31, or -31 to -1 from the end');
  }
  // One from the start and one from the end depend on the month.
  if (Math.sign(from) === Math.sign(to) && to < from) {
    report.refuse(`daysOfMonth go from ${from} to ${to}, must not end before they begin`);
  }
}
