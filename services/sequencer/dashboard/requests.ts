/** Requests over HTTP: how long they take, and how they end. */
import { heatmap, panelForAlert, row, table, timeSeries } from '../../../dashboards';
import type { RowDefinition } from '../../../dashboards';
import { requests as alerts } from '../alerts';
import { metrics as m } from '../metrics';
import * as ask from '../queries';

const { method, path } = m.requests.label;

export const requestLatency = (): RowDefinition =>
  row('Request latency', [
    heatmap({
      title: 'Request durations',
      description:
        'How the requests spread over their durations, without probes and scrapes. A second band above the usual ' +
        'one is a part of the requests that waits for something.',
      of: ask.handled,
    }),
    timeSeries({
      title: 'Latency by server (p95)',
      description:
        'What the slowest 5% of the requests take on each server. One line above the others is one sick server.',
      queries: [{ expr: ask.latencyP95ByServer }],
    }),
  ]);

export const errorRate = (): RowDefinition =>
  row('Error rate', [
    panelForAlert(alerts.highErrorRate, {
      title: 'Total errors',
      description: 'Errors of every category and server. A spike that ends by itself is a deployment or a retry storm.',
      legend: 'errors',
    }),
    timeSeries({
      title: 'Errors by category',
      description:
        'Errors by what went wrong. Validation is the mistake of a client; database is whatever else fails on the way in.',
      queries: [{ expr: ask.errorRateByCategory }],
    }),
    timeSeries({
      title: 'Requests by status',
      description:
        'Requests by the status of their answer, without probes and scrapes. Refused events are among those with 200.',
      queries: [{ expr: ask.requestRate }],
      unit: 'reqps',
      stacked: true,
    }),
    table({
      title: 'Requests by route',
      description:
        'What each route gets, what of it fails by the server’s fault, and what its slowest 5% take. An empty route is ' +
        'what came after the 1000th combination of labels.',
      width: 24,
      rows: [method, path],
      columns: {
        Requests: { expr: ask.requestsByRoute, unit: 'reqps' },
        Failed: { expr: ask.faultsByRoute, unit: 'reqps' },
        'Latency p95': { expr: ask.latencyByRoute },
      },
    }),
  ]);
