/** Events: how many are taken, from whom, of what kind, and how long it takes. */
import { collapsed, panelForAlert, row, table, timeSeries } from '../../../dashboards';
import type { RowDefinition } from '../../../dashboards';
import { ingest as alerts } from '../alerts';
import { metrics as m } from '../metrics';
import * as ask from '../queries';

const { tenant, store } = m.eventsIngested.label;

export const ingestionRate = (): RowDefinition =>
  row('Ingestion rate', [
    timeSeries({
      title: 'Events taken, ordered and refused',
      description:
        'Events of all servers. Taken and ordered are the same line while all is well; refused ones are answered ' +
        'with 200 and show nowhere else.',
      queries: [
        { expr: ask.ingestRate, legend: 'taken' },
        { expr: ask.sequenceRate, legend: 'ordered' },
        { expr: ask.rejectRate, legend: 'refused', colour: 'red' },
      ],
      unit: 'eps',
      alerts: [alerts.lowThroughput],
    }),
    panelForAlert(alerts.ingestLatency, {
      title: 'Ingest latency',
      description: 'What the slowest 1% and half of the ingest requests take. Normal: tens of milliseconds.',
      legend: 'p99',
      beside: [{ expr: ask.ingestP50, legend: 'p50' }],
    }),
    panelForAlert(alerts.eventsRejected, {
      title: 'Events refused',
      description: 'Share of the events that are refused. Normal: near none. The reasons are in the database.',
      legend: 'refused',
      max: 'open',
    }),
  ]);

export const eventThroughput = (): RowDefinition =>
  collapsed('Event throughput', [
    timeSeries({
      title: 'Throughput by entity type',
      description: 'Events taken, by the kind of thing that they are about. A kind that stops points to its agents.',
      queries: [{ expr: ask.ingestRateByEntity }],
      unit: 'eps',
      stacked: true,
    }),
    table({
      title: 'Throughput by tenant and store',
      description: 'Events taken per second by tenant and store, the ten busiest. Who sends when the pool is full?',
      rows: [tenant, store],
      columns: { Events: { expr: ask.busiestStores, unit: 'eps' } },
    }),
    timeSeries({
      title: 'Events per request',
      description:
        'Events in an ingest request on average. Small ones cost a transaction each: agents should send batches.',
      queries: [{ expr: ask.eventsPerBatch, legend: 'mean' }],
      unit: 'short',
      max: 'open',
    }),
    timeSeries({
      title: 'Signed events',
      description:
        'Signed events received, and those whose signature was found good. Normal: one line. The whole batch counts ' +
        'as received when it fails.',
      queries: [
        { expr: ask.signedReceivedRate, legend: 'received' },
        { expr: ask.signedVerifiedRate, legend: 'verified' },
      ],
      unit: 'eps',
    }),
    panelForAlert(alerts.signatureFailures, {
      title: 'Signed events not verified',
      description:
        'Share of the signed events that were not found good. Normal: none. It leads to an agent and its key.',
      legend: 'not verified',
      max: 'open',
    }),
  ]);
