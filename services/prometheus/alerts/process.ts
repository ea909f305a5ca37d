/** Alerts on Prometheus as a process, and on how much it holds in memory. */
import {
  above,
  alert,
  count,
  coveredBy,
  days,
  grows,
  holds,
  hours,
  idle,
  instance,
  minutes,
  okBecause,
  percent,
  scenario,
  seconds,
  series,
  text,
  threshold,
  value,
  wholeValue,
} from '../../../model';
import type { ScenarioSeries } from '../../../model';
import { metrics as m } from '../metrics';
import * as ask from '../queries';

const covered = coveredBy('PrometheusAbsent');

export const crashLooping = alert('PrometheusCrashLooping', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.restarts, count(2)),
  summary: text`Prometheus at ${instance} restarts again and again`,
  description: text`Prometheus at ${instance} restarted ${wholeValue} times within 15m, more than ${threshold}. Until it
    has read its log again after each start it scrapes nothing and no alert can fire. See why its process ended: memory,
    exit code, log.`,
  noData: covered,
  fires: scenario(
    'it is killed for want of memory, over and over',
    [series(m.processStart).from(1_790_000_000).turns(idle(), grows(1))],
    { trueFrom: seconds(30) },
  ),
  quiet: scenario('it is restarted for a new version, and for the old one again', [
    series(m.processStart).turns(holds(1_790_000_000), holds(1_790_000_300)),
  ]),
  edge: () => [],
  exempt: { boundary: 'restarts are whole, and the scenarios have two and three of them' },
});

/** Series now, and so many times more. */
const grown = (before: number, by: number): readonly ScenarioSeries[] => [
  series(m.headSeries).turns(holds(before), holds(before * by)),
];
const warmUp = days(1.1);

export const seriesChurn = alert('PrometheusSeriesChurn', {
  kind: 'capacity',
  severity: 'warning',
  for: hours(1),
  when: above(ask.seriesGrowth, percent(150)),
  summary: text`Prometheus at ${instance} holds far more series than a day before`,
  description: text`Prometheus at ${instance} holds ${value} of the series that it held a day before, limit ${threshold}:
    its memory grows with them. If nothing new was deployed, a label has values without end. See Status, TSDB status.`,
  noData: okBecause('in the first day of a Prometheus there is no day before'),
  fires: [
    scenario('a label with the ids of requests is added', grown(10_000, 4), { warmUp }),
    scenario('a service brings half as many again', grown(10_000, 1.51), { warmUp }),
  ],
  quiet: scenario('a service brings nearly half as many', grown(10_000, 1.49), { warmUp }),
  edge: () => [],
  exempt: { boundary: 'a number of series that stays is the same as the day before; the scenarios are as near' },
});
