/** The lower rows of the board: copies, the log, the disk, upkeep, and the exporter itself. */
import { collapsed, legend, panelForAlert, stateTimeline, table, timeSeries } from '../../dashboards';
import type { RowDefinition } from '../../dashboards';
import { instance } from '../../model';
import * as a from './alerts';
import { metrics as m } from './metrics';
import * as ask from './queries';

const { datname, schemaname: schema, relname: relation } = m.deadRows.label;
const { application_name: application, client_addr: client } = m.behind.label;
const { slot_name: slot } = m.slotActive.label;
const NO_STANDBY = 'No standby is connected';
const NO_SLOT = 'The server has no replication slot';

export const replication = (): RowDefinition =>
  collapsed('Replication', [
    timeSeries({
      title: 'Replication lag over time',
      description:
        'Time since a standby replayed its last transaction. The first write after a quiet hour shows as an hour for ' +
        'a moment.',
      queries: [{ expr: ask.lag, legend: legend`${instance}` }],
      alerts: [a.replicationLag],
    }),
    timeSeries({
      title: 'Log not replayed',
      description: 'Log that each connected standby has not replayed, as its primary sees it. Normal: near zero.',
      queries: [{ expr: ask.behind, legend: legend`${application} ${client} of ${instance}` }],
      noValue: NO_STANDBY,
    }),
    stateTimeline({
      title: 'Primary or standby',
      description:
        'Role of each server over time. A change is a failover; the alert is on a standby that hears nothing.',
      queries: [{ expr: ask.isReplica, legend: legend`${instance}` }],
      words: { 0: { text: 'Primary', colour: 'blue' }, 1: { text: 'Standby', colour: 'green' } },
      width: 8,
      height: 8,
      alerts: [a.replicaCutOff],
    }),
    panelForAlert(a.slotRetainsLog, {
      title: 'Log kept for slots',
      description: 'Log kept for the reader of each slot. Normal: some megabytes. A climb is a reader that is gone.',
      legend: legend`${slot} of ${instance}`,
      noValue: NO_SLOT,
    }),
    stateTimeline({
      title: 'Readers of slots',
      description: 'When somebody read from each slot. A slot without a reader keeps log until the disk is full.',
      queries: [{ expr: ask.slotActive, legend: legend`${slot} of ${instance}` }],
      words: { 0: { text: 'Nobody', colour: 'orange' }, 1: { text: 'Reads', colour: 'green' } },
      width: 8,
      height: 8,
      noValue: NO_SLOT,
    }),
  ]);

export const archive = (): RowDefinition =>
  collapsed('Log and archive', [
    timeSeries({
      title: 'Size of the log over time',
      description: 'Size of the write-ahead log. A climb beyond max_wal_size is kept for a slot, or not yet archived.',
      queries: [{ expr: ask.walSize, legend: legend`${instance}` }],
    }),
    panelForAlert(a.archivingFails, {
      title: 'Files of the log archived',
      description:
        'Attempts to archive a file of the log within a quarter of an hour: failed and successful ones. Both zero ' +
        'where nothing is written, or archiving is off.',
      legend: legend`${instance} failed`,
      beside: [{ expr: ask.archived, legend: legend`${instance} archived` }],
    }),
  ]);

export const work = (): RowDefinition =>
  collapsed('Work and disk', [
    timeSeries({
      title: 'Rows written',
      description: 'Rows inserted, updated and deleted per second. It follows what the services do.',
      queries: [
        { expr: ask.insertRate, legend: legend`${instance} inserted` },
        { expr: ask.updateRate, legend: legend`${instance} updated` },
        { expr: ask.deleteRate, legend: legend`${instance} deleted` },
      ],
    }),
    timeSeries({
      title: 'Blocks found in memory',
      description:
        'Share of the blocks that were in the buffers. Normal: above 95%. A fall is a query that reads a whole table, ' +
        'or data that outgrew the memory.',
      queries: [{ expr: ask.bufferHits, legend: legend`${instance}` }],
    }),
    timeSeries({
      title: 'Temporary files',
      description: 'Bytes written to temporary files: sorts and joins that do not fit into work_mem. Normal: none.',
      queries: [{ expr: ask.tempRate, legend: legend`${datname} on ${instance}` }],
    }),
    timeSeries({
      title: 'Locks',
      description: 'Locks by mode, without those of plain reading. Access exclusive ones that stay block everybody.',
      queries: [{ expr: ask.locks, legend: legend`${m.locks.label.mode} on ${instance}` }],
      noValue: 'None',
    }),
    timeSeries({
      title: 'Oldest running transaction',
      description: 'Age of the oldest transaction that does something. Reports take minutes; hours hold vacuum up.',
      queries: [{ expr: ask.activeTransactionAge, legend: legend`${datname} on ${instance}` }],
    }),
    timeSeries({
      title: 'Size of databases',
      description: 'Size of each database. Compare its climb with the free space of the volume, on the board of hosts.',
      queries: [{ expr: ask.databaseSize, legend: legend`${datname} on ${instance}` }],
    }),
  ]);

export const upkeep = (): RowDefinition =>
  collapsed('Upkeep', [
    table({
      title: 'Tables with rows to vacuum',
      description:
        'Tables with more than a thousand rows that a vacuum would free. As many dead as live ones and a vacuum long ' +
        'ago mean that it does not get there: see for old transactions.',
      rows: [instance, datname, schema, relation],
      columns: {
        Dead: { expr: ask.deadRows },
        Live: { expr: ask.liveRows },
        Vacuumed: { expr: ask.autovacuumed },
      },
      noValue: 'None',
      width: 24,
    }),
  ]);

export const exporter = (): RowDefinition =>
  collapsed('Exporter', [
    stateTimeline({
      title: 'Collectors',
      description: 'When each collector of the exporter could read its statistics. Failing throughout: a permission.',
      queries: [{ expr: ask.collectorWorks, legend: legend`${m.collectorSuccess.label.collector} on ${instance}` }],
      words: { 0: { text: 'Fails', colour: 'red' }, 1: { text: 'Works', colour: 'green' } },
      width: 24,
      height: 10,
      crowded: 'each is a band of its own, and all are alike unless one fails',
      alerts: [a.collectorFails],
    }),
  ]);
