/** Whether the server can be reached, and for how many more. */
import {
  above,
  alert,
  bool,
  coveredBy,
  equals,
  instance,
  job,
  minutes,
  percent,
  text,
  threshold,
  value,
} from '../../../model';
import * as ask from '../queries';
import * as when from '../scenarios';

const covered = coveredBy('PostgresExporterAbsent');

export const down = alert('PostgresDown', {
  kind: 'symptom',
  severity: 'critical',
  for: minutes(1),
  when: equals(ask.answers, bool(false)),
  summary: text`PostgreSQL behind ${instance} does not answer`,
  description: text`The exporter at ${instance} cannot reach its PostgreSQL (pg_up is ${value}): services that keep their
    data there can neither read nor write it. See whether the server runs, then the exporter's log for the reason.`,
  noData: covered,
  fires: when.serverStops,
  quiet: when.serverAnswers,
});

/** Recorded from 0.20.1: pg_up stays 1 while all that needs a new connection vanishes, the number of connections too. */
export const refusesConnections = alert('PostgresRefusesConnections', {
  kind: 'symptom',
  severity: 'critical',
  for: minutes(2),
  when: equals(ask.answers, bool(true)).unless(ask.collectors, [job, instance]),
  summary: text`PostgreSQL behind ${instance} takes no new connection`,
  description: text`PostgreSQL behind ${instance} answers the exporter's old connection (pg_up is ${value}) and refuses a
    new one: most likely all are taken, and services that connect now fail. No other alert on it can fire. See who
    holds the connections, as a superuser.`,
  noData: covered,
  fires: when.allTaken,
  quiet: [when.oneCollectorFails, when.serverGone],
});

export const connectionsNearLimit = alert('PostgresConnectionsNearLimit', {
  kind: 'capacity',
  severity: 'warning',
  for: minutes(5),
  // At 100% its own metrics vanish.
  keepFiringFor: minutes(5),
  when: above(ask.connectionsUsed, percent(80)),
  summary: text`PostgreSQL behind ${instance} has more than ${threshold} of its connections in use`,
  description: text`${value} of the connections that PostgreSQL behind ${instance} grants to ordinary users are in use,
    limit ${threshold}. At 100% services that connect fail. See on the dashboard which program holds them.`,
  noData: covered,
  fires: when.connectionLeak,
  quiet: when.busy,
  edge: when.connectionsAt,
});
