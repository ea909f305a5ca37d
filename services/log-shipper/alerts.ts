/**
 * What is wrong with the log shipper when, and who is told. Nobody is called at night: lines wait on the nodes' disks, and
 * no alert is made of them.
 */
import {
  above,
  alert,
  count,
  jobAbsent,
  minutes,
  okBecause,
  percent,
  perSecond,
  targetDown,
  text,
  threshold,
  value,
  wholeValue,
} from '../../model';
import { metrics as m } from './metrics';
import * as ask from './queries';
import { component, node } from './queries';
import * as when from './scenarios';

const thing = 'the log shipper';
const labels = { node: 'worker-2' } as const;
const { error_type: error } = m.errors.label;
const rarely = okBecause('what never happened has no such series');

export const down = targetDown('LogShipperDown', 'LogShipperAbsent', m.up, {
  thing,
  impact: 'lines of its node may not be shipped, and are lost when the kubelet deletes them',
  severity: 'warning',
  for: minutes(5),
  labels,
});

export const absent = jobAbsent('LogShipperAbsent', m.up, {
  thing,
  impact: 'nobody would notice that no line is shipped',
  severity: 'warning',
  labels,
});

export const cannotRead = alert('LogShipperCannotRead', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.readErrors, count(0)),
  summary: text`The log shipper on node ${node} cannot read all lines`,
  description: text`The log shipper on node ${node} met ${wholeValue} errors of type ${error} within 15m where it reads files
    and asks for pods: lines are missing, or nobody knows whose they are. See its log.`,
  noData: rarely,
  fires: when.podsNotFound,
  quiet: [when.podNotFound, when.sinkErrors],
});

export const bufferFilling = alert('LogShipperBufferFilling', {
  kind: 'capacity',
  severity: 'warning',
  for: minutes(10),
  when: above(ask.bufferUse, percent(80)),
  summary: text`The log shipper's buffer on node ${node} is more than ${threshold} full`,
  description: text`Lines that wait for the store fill ${value} of the buffer on node ${node}, limit ${threshold}. When it is
    full, lines are no longer read, or thrown away, as the environment says. See whether the store answers.`,
  noData: rarely,
  fires: when.bufferFills,
  quiet: when.bufferHalfFull,
  edge: when.bufferFullBy,
});

export const sendsFailing = alert('LogShipperSendsFailing', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(10),
  when: above(ask.requestFailures, percent(10)),
  summary: text`The store refuses more than ${threshold} of what the log shipper on node ${node} sends`,
  description: text`${value} of the requests of the log shipper on node ${node} are refused or not answered, limit
    ${threshold}. Most are tried again, and lines wait in the buffer. Its log has the answer of the store.`,
  noData: okBecause('what sends nothing cannot fail'),
  fires: [when.storeOverloaded, when.storeUnreached],
  quiet: when.storeAnswers,
  edge: when.refusedBy,
});

export const notSending = alert('LogShipperNotSending', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(10),
  when: above(ask.toSend, perSecond(0)).unless(ask.isSending),
  summary: text`The log shipper on node ${node} sends nothing, and has lines to send`,
  description: text`On node ${node} lines are read to be sent (${value} within 15m), and the store has taken none: whoever looks
    at logs sees none of this node. See the log of the shipper, and whether the store is well.`,
  noData: okBecause('a node on which nobody writes has nothing to send'),
  fires: [when.storeHangs, when.neverSent],
  quiet: [when.sending, when.nothingWritten],
});

export const linesDropped = alert('LogShipperLinesDropped', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.lost, count(0)),
  summary: text`The log shipper on node ${node} loses lines at ${component}`,
  description: text`${wholeValue} lines were dropped within 15m on node ${node} by the component ${component}, and are in no
    index: refused by the store, not understood, or too many for the buffer. Its log says why.`,
  noData: rarely,
  fires: [when.mappingRefused, when.bufferOverflows, when.both],
  quiet: [when.notOurs, when.droppedOnce],
});

/** All of them, in the order of the runbook. */
export const alerts = [down, absent, cannotRead, bufferFilling, sendsFailing, notSending, linesDropped] as const;
