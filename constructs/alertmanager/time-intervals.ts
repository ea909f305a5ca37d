/**
 * Times at which a route is silent, or the only ones at which it speaks.
 * https://prometheus.io/docs/alerting/latest/configuration/#time_interval
 */
import type { YamlValue } from '../render/yaml';

export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

/** In order. */
export const WEEKDAYS: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];

export type Month =
  | ('january' | 'february' | 'march' | 'april' | 'may' | 'june')
  | ('july' | 'august' | 'september' | 'october' | 'november' | 'december');

/** In order. */
export const MONTHS: readonly Month[] = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** Spans of time under one name, by which routes know them. */
export interface TimeInterval {
  readonly name: string;
  /** Time zone of the IANA database, whose clock the spans go by: `Europe/Berlin`, `UTC`. */
  readonly location: string;
  /** A moment is inside when one of them has it. */
  readonly spans: readonly TimeSpan[];
}

/** What a moment must satisfy; what is absent is not asked. */
export interface TimeSpan {
  readonly times?: readonly ClockRange[];
  readonly weekdays?: readonly Weekday[];
  /** 1 is the first day of a month, -1 the last; both ends belong to it. */
  readonly daysOfMonth?: readonly { readonly from: number; readonly to: number }[];
  readonly months?: readonly Month[];
}

/** From a minute of the day up to another, `HH:MM`. Where the end is not later it is the next day's. */
export interface ClockRange {
  readonly from: string;
  readonly to: string;
}

const MIDNIGHT = '24:00';

/** Whether a range goes on after midnight, where Alertmanager's must end. */
export function isOverMidnight({ from, to }: ClockRange): boolean {
  return to <= from;
}

/** A span without a range over midnight: the part after it belongs to the next day. */
export function withinDays({ times, ...days }: TimeSpan): readonly TimeSpan[] {
  if (times === undefined) return [days];
  const until = times.map((range) => (isOverMidnight(range) ? { ...range, to: MIDNIGHT } : range));
  const after = times.filter((range) => isOverMidnight(range) && range.to !== '00:00');
  if (after.length === 0) return [{ ...days, times: until }];
  const { weekdays, ...others } = days;
  const next: TimeSpan = {
    ...others,
    ...(weekdays === undefined ? {} : { weekdays: weekdays.map(dayAfter) }),
    times: after.map(({ to }) => ({ from: '00:00', to })),
  };
  return [{ ...days, times: until }, next];
}

function dayAfter(day: Weekday): Weekday {
  return WEEKDAYS[(WEEKDAYS.indexOf(day) + 1) % WEEKDAYS.length] ?? day;
}

/** An interval as alertmanager.yml has it. */
export function timeIntervalConfig({ name, location, spans }: TimeInterval): Readonly<Record<string, YamlValue>> {
  return {
    name,
    time_intervals: spans.flatMap(withinDays).map(({ times, weekdays, daysOfMonth, months }) => ({
      times: times?.map(({ from, to }) => ({ start_time: from, end_time: to })),
      weekdays,
      days_of_month: daysOfMonth?.map(({ from, to }) => `${from}:${to}`),
      months,
      location,
    })),
  };
}
