/** When a task is done again: once a day, or once a week, by the clock of UTC. */
import type { Report } from '../check/report';
import { type Shape, object, oneOf, text } from '../check/shape';
import { WEEKDAYS, type Weekday } from '../alertmanager/time-intervals';

/** Once a day. */
export interface Daily {
  /** UTC, `02:30`. */
  readonly at: string;
}

/** Once a week. */
export interface Weekly extends Daily {
  readonly on: Weekday;
}

export type Schedule = Daily | Weekly;

export const dailyShape: Shape = object({ at: text });
export const weeklyShape: Shape = object({ at: text, on: oneOf(...WEEKDAYS) });

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

export function checkSchedule({ at }: Schedule, report: Report): void {
  if (!TIME.test(at)) report.must('schedule.at', at, 'a time of day in UTC from 00:00 to 23:59');
}

/** Five fields. https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax */
export function cronText(schedule: Schedule): string {
  const [, hour, minute] = TIME.exec(schedule.at) ?? [];
  const day = 'on' in schedule ? String((WEEKDAYS.indexOf(schedule.on) + 1) % 7) : '*';
  return `${Number(minute)} ${Number(hour)} * * ${day}`;
}
