/** What is wrong with Grafana when, and who is told. Nobody is called at night: alerts do not pass through it. */
import {
  above,
  alert,
  grows,
  instance,
  jobAbsent,
  minutes,
  okBecause,
  percent,
  quantile,
  scenario,
  seconds,
  series,
  targetDown,
  text,
  threshold,
  throughout,
  value,
} from '../../model';
import type { Quantity, ScenarioSeries } from '../../model';
import { metrics as m } from './metrics';
import * as ask from './queries';

const thing = 'Grafana';
const impact = 'dashboards cannot be looked at, while alerts are still sent';
const unused = okBecause('nobody who opens a dashboard means no request that could fail');
const { handler } = m.requestDuration.label;
const { plugin_id: source } = m.pluginRequests.label;

export const down = targetDown('GrafanaDown', 'GrafanaAbsent', m.up, {
  thing,
  impact,
  severity: 'warning',
  for: minutes(5),
});

export const absent = jobAbsent('GrafanaAbsent', m.up, {
  thing,
  impact: 'whether dashboards can be looked at is not watched',
  severity: 'warning',
});

const request = { method: 'GET', status_source: 'server', slo_group: 'high-fast' } as const;

/** Ten requests a second to one route, and the share of them that fails. */
const failing = (share: Quantity, route = '/api/dashboards/uid/:uid'): readonly ScenarioSeries[] => [
  series(m.requestDuration.count, { ...request, handler: route, status_code: '200' })
    .dispensable()
    .turns(grows(10), grows(10 * (1 - share.value))),
  series(m.requestDuration.count, { ...request, handler: route, status_code: '500' }).turns(
    grows(0),
    grows(10 * share.value),
  ),
];

export const requestsFailing = alert('GrafanaRequestsFailing', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.failedShare, percent(50)),
  summary: text`Grafana at ${instance} fails more than ${threshold} of the requests to ${handler}`,
  description: text`Grafana at ${instance} answers ${value} of the requests to ${handler} with an error of its own,
    limit ${threshold}: pages stay empty or do not open. Look at its log for the error, then at its database and volume.`,
  noData: unused,
  fires: scenario('its database cannot be read', failing(percent(100)), { trueFrom: minutes(2.25) }),
  quiet: [
    scenario('a tenth of the requests fails', failing(percent(10))),
    scenario('a data source fails, which has an alert of its own', failing(percent(100), '/api/ds/query')),
  ],
  edge: (at) => throughout(failing(at)),
});

const asked = { plugin_id: 'prometheus', target: 'in_memory', status_source: 'downstream' } as const;
const queries = { ...asked, endpoint: 'queryData' } as const;

/** Five queries a second of dashboards, and the share of them that Prometheus does not answer. */
const unanswered = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.pluginRequests, { ...queries, status: 'ok' })
    .dispensable()
    .turns(grows(5), grows(5 * (1 - share.value))),
  series(m.pluginRequests, { ...queries, status: 'error' }).turns(grows(0), grows(5 * share.value)),
];

/** As somebody does who sets up a data source. */
const tested = (status: 'ok' | 'error'): ScenarioSeries =>
  series(m.pluginRequests, { ...asked, endpoint: 'checkHealth', status })
    .dispensable()
    .always(grows(20));

export const datasourceFailing = alert('GrafanaDatasourceFailing', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(10),
  when: above(ask.unansweredShare, percent(50)),
  summary: text`Grafana at ${instance} gets no answer to more than ${threshold} of its queries to ${source}`,
  description: text`${value} of the queries of Grafana at ${instance} to data sources of kind ${source} fail, limit
    ${threshold}: panels show an error in place of data. See whether the data source answers: Connections, Data sources,
    Save & test.`,
  noData: unused,
  fires: [
    scenario('Prometheus does not answer', unanswered(percent(100)), { trueFrom: minutes(2.25) }),
    scenario('Prometheus passes its tests and answers no query', [...unanswered(percent(100)), tested('ok')], {
      trueFrom: minutes(2.25),
    }),
  ],
  quiet: [
    scenario('somebody mistypes queries', unanswered(percent(20))),
    scenario('only a test of a data source fails', [...unanswered(percent(0)), tested('error')]),
  ],
  edge: (at) => throughout(unanswered(at)),
});

const taking = (time: Quantity, perSecond = 10, route = '/api/ds/query'): readonly ScenarioSeries[] => [
  series(m.requestDuration, { ...request, handler: route, status_code: '200' }).turns(
    quantile(0.99, seconds(0.3), perSecond),
    quantile(0.99, seconds(time.value), perSecond),
  ),
];

const held = taking(seconds(20), 10, '/api/live/ws');

export const slow = alert('GrafanaSlow', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.requestP99, seconds(5)).and(ask.isUsed),
  summary: text`The slowest requests to Grafana at ${instance} take more than ${threshold}`,
  description: text`The slowest 1% of the requests to Grafana at ${instance} take ${value} or more, limit ${threshold}:
    dashboards load slowly. Most often a data source is slow; see which route it is on the board, then the load of
    Prometheus.`,
  noData: unused,
  fires: scenario('Prometheus answers slowly', taking(seconds(12), 0.3)),
  quiet: [
    scenario('dashboards load fast', taking(seconds(0.8))),
    scenario('little is asked, and slowly, while pages hold connections', [...taking(seconds(12), 0.18), ...held]),
    scenario('dashboards load fast, and hold connections for live updates', [...taking(seconds(0.8)), ...held]),
  ],
  edge: (at) => throughout(taking(at)),
});

/** All of them, in the order of the runbook. */
export const alerts = [down, absent, requestsFailing, datasourceFailing, slow] as const;
