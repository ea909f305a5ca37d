/** Alerts on what node-exporter collects where it is told to: services of systemd, files that others write. */
import {
  above,
  alert,
  bool,
  count,
  equals,
  grows,
  holds,
  idle,
  instance,
  minutes,
  okBecause,
  scenario,
  series,
  text,
  threshold,
  throughout,
  wholeValue,
} from '../../../model';
import type { Quantity, ScenarioSeries } from '../../../model';
import { metrics as m } from '../metrics';
import * as ask from '../queries';

const { name } = m.unitRestarts.label;

/** So many restarts of a service within five minutes. */
const restarting = (within5m: Quantity): readonly ScenarioSeries[] => [
  series(m.unitRestarts, { name: 'agent.service' })
    .from(100)
    .turns(idle(), grows(within5m.value / minutes(5).value)),
];

export const serviceCrashLooping = alert('NodeSystemdServiceCrashlooping', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.unitRestarts, count(2)),
  summary: text`${name} restarts again and again on ${instance}`,
  description: text`systemd started ${name} on ${instance} again ${wholeValue} times within 5m, more than ${threshold}:
    each time it ended by itself, and what it does is not done. See journalctl -u ${name} on the host.`,
  noData: okBecause('without its systemd collector node-exporter knows no restarts'),
  fires: scenario('a service ends right after its start', restarting(count(10)), { trueFrom: minutes(0.75) }),
  quiet: scenario('a service is started again now and then', restarting(count(1))),
  edge: (at) => throughout(restarting(at)),
});

export const textfileError = alert('NodeTextFileCollectorScrapeError', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(15),
  when: equals(ask.textfileError, bool(true)),
  summary: text`node-exporter at ${instance} cannot read a file of metrics`,
  description: text`A file that a script writes for node-exporter at ${instance} cannot be read, or is not in the format
    of metrics: what it tells is not watched. The log of node-exporter names the file and the line.`,
  noData: okBecause('without its textfile collector node-exporter reads no files'),
  fires: scenario('a script writes half a line', [series(m.textfileError).turns(holds(0), holds(1))], {
    trueFrom: minutes(4.75),
  }),
  quiet: scenario('all files are read', [series(m.textfileError).always(holds(0))]),
});
