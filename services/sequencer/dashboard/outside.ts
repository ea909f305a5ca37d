/** What the sequencer looks like from outside. */
import { collapsed, legend, stateTimeline, timeSeries } from '../../../dashboards';
import type { RowDefinition } from '../../../dashboards';
import { instance } from '../../../model';
import { probes as alerts } from '../alerts';
import * as ask from '../queries';

const addressed = legend`${instance}`;

export const outside = (): RowDefinition =>
  collapsed('From outside', [
    stateTimeline({
      title: 'Probes',
      description:
        'Whether each server answers /health and /ready and accepts gRPC. Health without ' +
        'ready is a database that is missing; neither is a process that is gone.',
      queries: [
        { expr: ask.healthy, legend: addressed },
        { expr: ask.ready, legend: addressed },
        { expr: ask.grpcOpen, legend: addressed },
      ],
      words: { 0: { text: 'Failed', colour: 'red' }, 1: { text: 'Good', colour: 'green' } },
      alerts: [alerts.unhealthy, alerts.notReady, alerts.grpcClosed],
    }),
    timeSeries({
      title: 'Probe durations',
      description: 'What /health and /ready take. Normal: milliseconds. A climb of /ready is a pool that is filling.',
      width: 12,
      queries: [
        { expr: ask.healthTime, legend: addressed },
        { expr: ask.readyTime, legend: addressed },
      ],
    }),
  ]);
