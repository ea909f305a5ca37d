/** The board of Thanos: is everything uploaded and kept in order, and who answers for the past? */
import {
  board,
  collapsed,
  firingAlerts,
  legend,
  panelForAlert,
  row,
  stat,
  timeSeries,
  UP_DOWN,
} from '../../dashboards';
import type { RowDefinition } from '../../dashboards';
import { promql } from '../../model';
import type { BoardContext, Boards } from '../../model';
import * as a from './alerts';
import { metrics as m } from './metrics';
import * as ask from './queries';

export const BOARD = 'thanos-overview';

const { part, instance } = m.up.label;

/** The board in one environment. */
export function thanosBoard(context: BoardContext): Boards {
  return board(context, {
    uid: BOARD,
    title: 'Monitoring / Thanos',
    service: 'thanos',
    description: 'Are samples kept for long, and who answers for them? For whoever misses some of last year.',
    variablesFrom: m.up,
    moments: { Restarts: promql`${m.start}` },
    rows: [health(), uploading(), bucket(), asking(), process()],
  });
}

const health = (): RowDefinition =>
  row('Health', [
    stat({
      title: 'Up',
      description: 'Whether each part answers scrapes. The sidecars are in the pods of Prometheus.',
      query: ask.isUp,
      legend: legend`${part} ${instance}`,
      words: UP_DOWN,
      width: 8,
      alerts: [a.down, a.absent],
    }),
    stat({
      title: 'Parts without a target',
      description: 'Parts of which nothing is found to scrape. Normal: none. What is missing does not run.',
      query: ask.partsAbsent,
      legend: legend`${part}`,
      noValue: 'None',
      width: 4,
      alerts: [a.partAbsent],
    }),
    stat({
      title: 'Compactor',
      description: 'Whether the compactor has halted. It then does nothing any more until somebody mends the bucket.',
      query: ask.halted,
      words: { 0: { text: 'Works', colour: 'green' }, 1: { text: 'Halted', colour: 'red' } },
      width: 4,
      alerts: [a.compactorHalted],
    }),
    firingAlerts({ width: 8 }),
  ]);

const uploading = (): RowDefinition =>
  row('Uploading', [
    panelForAlert(a.notUploading, {
      title: 'Time since the last upload',
      description: 'How long ago each sidecar last uploaded. Normal: up to two hours, for there is a block in two.',
    }),
    timeSeries({
      title: 'Blocks uploaded',
      description: 'Blocks that each sidecar uploaded within an hour. Normal: one in two hours from each.',
      queries: [{ expr: ask.uploads }],
    }),
    panelForAlert(a.noPrometheus, {
      title: 'Prometheus beside the sidecar',
      description: '1 while the Prometheus in its pod answers a sidecar. At 0 Query lacks its newest samples.',
    }),
  ]);

const bucket = (): RowDefinition =>
  row('Bucket', [
    panelForAlert(a.bucketFailing, {
      title: 'Accesses that fail',
      description: 'Share of the accesses to the bucket that fail within an hour, by part. Normal: 0%.',
      noValue: 'Nothing asked',
    }),
    timeSeries({
      title: 'Accesses',
      description: 'Accesses to the bucket per second, by part and kind. A cloud may take money for each.',
      queries: [{ expr: ask.bucketUse, legend: legend`${part} ${m.operations.label.operation}` }],
      noValue: 'Nothing asked',
      crowded: 'each part uses a few of the seven kinds',
    }),
    panelForAlert(a.storeStale, {
      title: 'Lists of blocks read',
      description: 'How often a store gateway read the list of blocks with success within an hour. Normal: four times.',
    }),
    panelForAlert(a.compactorStalled, {
      title: 'Rounds of the compactor',
      description: 'How often the compactor went through the whole bucket within 12 hours. Normal: about 140 times.',
    }),
    timeSeries({
      title: 'Compactions due',
      description: 'Compactions that the compactor has before it. A steady climb: it does not keep up.',
      queries: [{ expr: ask.compactionsDue }],
    }),
    panelForAlert(a.severalCompactors, {
      title: 'Compactors',
      description: 'Compactors that run. Normal: one. A second one on the same bucket spoils the work of the first.',
      noValue: 'None',
    }),
  ]);

const asking = (): RowDefinition =>
  row('Asking', [
    panelForAlert(a.queryErrors, {
      title: 'Requests that fail',
      description: 'Share of the requests that each Query fails by its own fault, as a rule for want of time.',
      noValue: 'Nothing asked',
    }),
    timeSeries({
      title: 'Requests',
      description: 'Requests to Query per second, by status code. Those from 500 on are its fault, 400 the query’s.',
      queries: [{ expr: ask.requests }],
      noValue: 'Nothing asked',
    }),
    timeSeries({
      title: 'Blocks loaded',
      description: 'Blocks that each store gateway can answer from. A fall to 0: it does not see the bucket.',
      queries: [{ expr: ask.blocksLoaded }],
    }),
    panelForAlert(a.storesMissing, {
      title: 'Parts that Query lacks',
      description: 'Sidecars and store gateways that run and that a Query does not ask: its answers have holes.',
      width: 12,
    }),
    timeSeries({
      title: 'Parts that Query asks',
      description: 'Sidecars and store gateways that each Query asks, by kind. Normal: as many as there are.',
      queries: [{ expr: ask.storesConnected }],
      noValue: 'None',
      width: 12,
    }),
  ]);

const process = (): RowDefinition =>
  collapsed('Process', [
    timeSeries({
      title: 'Processor time',
      description: 'Share of one core that each part uses. That of the compactor comes in bursts.',
      queries: [{ expr: ask.cpu, legend: legend`${part} ${instance}` }],
      max: 'open',
      width: 12,
    }),
    timeSeries({
      title: 'Memory',
      description: 'Memory that each part holds. That of store gateway and Query follows the longest ranges asked.',
      queries: [{ expr: ask.memory, legend: legend`${part} ${instance}` }],
      width: 12,
    }),
  ]);
