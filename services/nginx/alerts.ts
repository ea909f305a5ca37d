/** What is wrong with the proxy when, and who is told. Alerts reach people without it; pages and dashboards do not. */
import {
  above,
  alert,
  below,
  bool,
  count,
  coveredBy,
  days,
  equals,
  grows,
  holds,
  instance,
  jobAbsent,
  minutes,
  okBecause,
  percent,
  perSecond,
  scenario,
  series,
  targetDown,
  text,
  threshold,
  throughout,
  value,
  wholeValue,
} from '../../model';
import type { Quantity, ScenarioSeries } from '../../model';
import { PROXY_CLIENTS } from '../../model/proxy-capacity';
import { metrics as m } from './metrics';
import * as ask from './queries';

const thing = 'nginx exporter';
const impact = 'whether dashboards and runbooks can be opened is not watched';
/** The exporter leaves out all counters while nginx does not answer it. */
const silentWhenDown = coveredBy('NginxDown');

export const exporterDown = targetDown('NginxExporterDown', 'NginxAbsent', m.up, {
  thing,
  impact,
  severity: 'warning',
  for: minutes(5),
});

export const absent = jobAbsent('NginxAbsent', m.up, { thing, impact, severity: 'warning' });

export const down = alert('NginxDown', {
  kind: 'symptom',
  severity: 'critical',
  for: minutes(2),
  when: equals(ask.answers, bool(false)),
  summary: text`nginx at ${instance} does not answer`,
  description: text`The exporter beside nginx at ${instance} gets no answer from it (nginx_up is ${value}): dashboards,
    runbooks and silences cannot be reached through it, though alerts are still sent. It does not run, or all of its
    connections are taken: its log tells which.`,
  noData: coveredBy('NginxExporterDown'),
  fires: scenario('nginx ends', [series(m.answers).turns(holds(1), holds(0))]),
  quiet: scenario('nginx answers', [series(m.answers).always(holds(1))]),
});

/** Two connections a second, and a part of them dropped. */
const dropping = (perSecond: number): readonly ScenarioSeries[] => [
  series(m.connectionsAccepted).from(5000).always(grows(2)),
  series(m.connectionsHandled)
    .from(4990)
    .turns(grows(2), grows(2 - perSecond)),
];

export const connectionsDropped = alert('NginxConnectionsDropped', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.dropped, count(0)),
  summary: text`nginx at ${instance} turns clients away`,
  description: text`nginx at ${instance} closed ${wholeValue} connections within 5m as soon as it had accepted them: all
    that it may hold were taken. Whoever tries meanwhile gets no page. See who holds so many: its access log, by
    address.`,
  noData: silentWhenDown,
  fires: scenario('a script opens connections without end', dropping(0.5)),
  quiet: scenario('connections were dropped long ago', dropping(0)),
  edge: (within5m) => throughout(dropping(within5m.value / minutes(5).value)),
});

const open = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.connectionsActive).turns(holds(12), holds(PROXY_CLIENTS * share.value)),
];

export const connectionsSaturated = alert('NginxConnectionsSaturated', {
  kind: 'capacity',
  severity: 'warning',
  for: minutes(10),
  when: above(ask.inUse, percent(80)),
  summary: text`nginx at ${instance} holds more than ${threshold} of the clients that it can serve`,
  description: text`nginx at ${instance} holds ${value} of the ${PROXY_CLIENTS} clients that it serves with certainty,
    limit ${threshold}. Above 100% requests fail with an error 500 because no connection to the program behind is left.
    See who holds so many: its access log, by address.`,
  noData: silentWhenDown,
  fires: scenario('a script never closes its connections', open(percent(95))),
  quiet: scenario('everybody looks at dashboards', open(percent(60))),
  edge: (at) => throughout(open(at)),
});

/** Requests a second of two proxies, before and after. */
const asked = (before: number, after: Quantity): readonly ScenarioSeries[] =>
  ['10.2.0.7:9113', '10.2.0.8:9113'].map((instance) =>
    series(m.requests, { instance }).dispensable().turns(grows(before), grows(after)),
  );

/** Long enough for a day before. */
const warmUp = days(1.1);

/** What the exporter and the probes ask by themselves is below the limit. */
export const trafficVanished = alert('NginxTrafficVanished', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(15),
  when: below(ask.traffic, perSecond(0.7)).and(ask.busyDayBefore),
  summary: text`Nobody reaches the proxy any more`,
  description: text`Each nginx gets requests at ${value}, which is what probes ask, limit ${threshold}; at this time of the
    day before it got more than 2/s. What leads to it may be broken: the name, the load balancer, a firewall. Open the
    public address from outside.`,
  noData: okBecause('without any nginx there is no traffic to miss: NginxAbsent'),
  fires: [
    scenario('a firewall closes the port', asked(5, perSecond(0.4)), { trueFrom: minutes(8), warmUp }),
    scenario('hardly anybody is left', asked(2.2, perSecond(0.69)), { trueFrom: minutes(8), warmUp }),
  ],
  quiet: [
    scenario('few people look, and fewer after', asked(1.98, perSecond(0.4)), { warmUp }),
    scenario('some people are left', asked(5, perSecond(0.71)), { warmUp }),
  ],
  edge: (at) => asked(5, at),
  exempt: {
    boundary: 'traffic that stays at a value for days is the same as the day before; the scenarios are as near',
  },
});

/** All of them, in the order of the runbook. */
export const alerts = [down, exporterDown, absent, connectionsSaturated, connectionsDropped, trafficVanished] as const;
