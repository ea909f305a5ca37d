/** Whether the server is kept in order, and whether somebody would see it. */
import {
  above,
  alert,
  bool,
  count,
  coveredBy,
  equals,
  instance,
  minutes,
  okBecause,
  text,
  value,
} from '../../../model';
import { metrics as m } from '../metrics';
import * as ask from '../queries';
import * as when from '../scenarios';

const { datname } = m.frozenAge.label;
const { collector } = m.collectorSuccess.label;

/** The server stops taking writes about three million short of 2^31. */
export const wraparoundNear = alert('PostgresWraparoundNear', {
  kind: 'imminent-loss',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.frozenAge, count(1_000_000_000)),
  escalates: { severity: 'critical', at: count(1_600_000_000) },
  summary: text`${datname} behind ${instance} runs out of transaction ids`,
  description: text`The oldest transaction of ${datname} behind ${instance} that is not frozen is ${value} transactions
    old. At about 2.1G the server takes no more writes, until a vacuum of hours is over. See what keeps vacuum from it.`,
  noData: okBecause('the exporter tells it only with --collector.database_wraparound'),
  fires: when.neverFrozen,
  quiet: when.frozenInTime,
  edge: when.frozenAt,
});

export const collectorFails = alert('PostgresCollectorFails', {
  kind: 'meta',
  severity: 'warning',
  for: minutes(15),
  when: equals(ask.collectorWorks, bool(false)),
  summary: text`The exporter at ${instance} cannot read ${collector}`,
  description: text`Collector ${collector} of the exporter at ${instance} fails (success is ${value}): alerts and panels
    on what it reads are silent. See the exporter's log; most often its user lacks the role pg_monitor.`,
  noData: coveredBy('PostgresRefusesConnections'),
  fires: when.collectorFails,
  quiet: when.collectorsWork,
});
