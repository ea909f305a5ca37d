/** Questions about the sequencer's database. Alerts and panels ask the same ones. */
import { fixed, hours, job, promql, window } from '../../model';
import { metrics as m } from './metrics';

const { kind, tenant, store } = m.sequence.label;
const { table } = m.tableSize.label;

/** 1 or 0 for each exporter. */
export const answers = promql`${m.up}`;
/** Refused events that wait, by kind. Several exporters ask the same database. */
export const deadLetters = promql`max by (${[job, kind]}) (${m.deadLetters})`;
/** Numbers without an event, by kind. */
export const missingNumbers = promql`max by (${[job, kind]}) (${m.missingNumbers})`;
/** Events per second by tenant and store, gRPC included. */
export const eventRate = promql`
  topk(10, sum by (${[tenant, store]}) (max by (${[kind, tenant, store]}) (rate(${m.sequence}[${window}]))))`;
/** Commitments that wait for the chain, and the age of the oldest in seconds. */
export const unanchored = promql`max by (${job}) (${m.unanchored})`;
export const oldestUnanchored = promql`max by (${job}) (${m.oldestUnanchored})`;
/** Bytes of a table, and its growth within a day. */
export const tableSize = promql`max by (${[job, table]}) (${m.tableSize})`;
export const tableGrowth = promql`max by (${[job, table]}) (delta(${m.tableSize}[${fixed(hours(24))}]))`;
/** Seconds since a table was vacuumed. */
export const sinceVacuum = promql`max by (${[job, table]}) (${m.sinceVacuum})`;
