/** Connections to PostgreSQL. */
import { collapsed, legend, timeSeries } from '../../../dashboards';
import type { RowDefinition } from '../../../dashboards';
import { instance } from '../../../model';
import * as ask from '../queries';

export const databasePool = (): RowDefinition =>
  collapsed('Database pool', [
    timeSeries({
      title: 'Connections',
      description:
        'Connections in use and idle, and how many there may be. All in use and none idle: requests wait for each ' +
        'other. Only the pool for writing is counted.',
      queries: [
        { expr: ask.poolActive, legend: legend`${instance} in use` },
        { expr: ask.poolIdle, legend: legend`${instance} idle` },
        { expr: ask.poolOpen, legend: legend`${instance} open` },
        { expr: ask.poolMax, legend: legend`${instance} allowed`, limit: true },
      ],
    }),
    timeSeries({
      title: 'Utilisation told by the server',
      description: 'The share in use as the server itself computes it, every 15 s, in whole per cent.',
      queries: [{ expr: ask.poolUtilization }],
    }),
    timeSeries({
      title: 'Waits for a connection',
      description: 'Requests that waited long for a connection, and that waited in vain and failed. Normal: none.',
      queries: [
        { expr: ask.slowWaitRate, legend: legend`${instance} long` },
        { expr: ask.vainWaitRate, legend: legend`${instance} in vain` },
      ],
    }),
  ]);
