/** The questions that the alerts and the board of the log shipper ask. Each is of a node. */
import { fixed, job, label, matching, minutes, promql, window } from '../../model';
import type { Expr, Window } from '../../model';
import { metrics as m } from './metrics';

/** Names of components in vector.yaml. */
const PODS = 'pods';
const STORE = 'store';

export const node = label('node');
export const component = label('component_id');
const { status } = m.responses.label;
const { error_type: error } = m.errors.label;
const perNode = [job, node] as const;
const perComponent = [job, node, component] as const;
const quarterHour = fixed(minutes(15));

export const isUp = promql`min by (${perNode}) (${m.up})`;
export const uptime = promql`max by (${perNode}) (${m.uptime})`;

// Reading

/** Lines per second that are read from files. */
export const read = promql`sum by (${perNode}) (rate(${m.received.where({ component_id: PODS })}[${window}]))`;
export const openFiles = promql`max by (${perNode}) (${m.openFiles})`;
/** Errors of what reads files and asks for pods. */
export const readErrors = promql`
  sum by (${[...perNode, error]}) (increase(${m.errors.where({ component_kind: 'source' })}[${quarterHour}]))`;
export const busy = promql`max by (${perComponent}) (${m.utilization})`;

// Buffer

/** What waits, of what the buffer can hold: only one on disk has such a limit. */
export const bufferUse = promql`max by (${perNode}) (${m.bufferSize} / (${m.bufferLimit} > 0))`;
export const waiting = promql`max by (${perNode}) (${m.bufferSize.where({ buffer_id: STORE })})`;

// Sending

const sentWithin = (range: Window): Expr =>
  promql`sum by (${perNode}) (rate(${m.sent.where({ component_id: STORE })}[${range}]))`;
/** Lines per second that the store took. */
export const sent = sentWithin(window);
/** Lines per second that are to be sent. */
export const toSend = promql`
  sum by (${perNode}) (rate(${m.buffered.where({ buffer_id: STORE })}[${quarterHour}]))`;
export const isSending = promql`${sentWithin(quarterHour)} > 0`;

/** Share of the requests to the store that it refuses or does not answer, tries that are repeated among them. */
export const requestFailures = promql`
  sum by (${perNode}) (
    rate(${m.responses.where({ status: matching('[45]..') })}[${window}]) or rate(${m.requestErrors}[${window}])
  )
  / (sum by (${perNode}) (rate(${m.responses}[${window}]) or rate(${m.requestErrors}[${window}])) > 0)`;
export const answersByStatus = promql`sum by (${[...perNode, status]}) (rate(${m.responses}[${window}]))`;

/** Lines that are lost, by the component that dropped them: what went wrong, and what a full buffer did not take. */
export const lost = promql`
  sum by (${perComponent}) (
    increase(${m.discarded.where({ intentional: 'false' })}[${quarterHour}])
    or increase(${m.bufferDiscarded}[${quarterHour}])
  )`;
