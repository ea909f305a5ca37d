/**
 * What is wrong with long-term storage when, and who is told. Nobody is called at night: alerts and boards ask Prometheus,
 * and what a sidecar cannot upload today it uploads tomorrow, as long as Prometheus keeps it.
 */
import {
  above,
  alert,
  below,
  bool,
  count,
  coveredBy,
  equals,
  hours,
  instance,
  itself,
  job,
  jobAbsent,
  minutes,
  okBecause,
  percent,
  present,
  targetDown,
  text,
  threshold,
  value,
  wholeValue,
} from '../../model';
import { metrics as m } from './metrics';
import * as ask from './queries';
import { part } from './queries';
import * as when from './scenarios';

const thing = 'Thanos';
const covered = coveredBy('ThanosPartAbsent');
const labels = { part: 'query' } as const;

export const down = targetDown('ThanosDown', 'ThanosAbsent', m.up, {
  thing,
  impact: 'blocks may not be uploaded, or the past cannot be asked',
  severity: 'warning',
  for: minutes(5),
  labels,
});

export const absent = jobAbsent('ThanosAbsent', m.up, {
  thing,
  impact: 'nobody would notice that nothing is uploaded',
  severity: 'warning',
  labels,
});

export const partAbsent = alert('ThanosPartAbsent', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(15),
  when: present(ask.partsAbsent),
  summary: text`Thanos has no scrape target for its part ${part}`,
  description: text`Service discovery finds no target of the part ${part} of Thanos, so that it does not run, or is not
    watched. See whether it was scaled to none, and why its pods are not made.`,
  noData: itself,
  fires: [when.noSidecar, when.noQuery, when.noStore, when.noCompactor],
  quiet: when.everyPart,
});

// Bucket

export const bucketFailing = alert('ThanosBucketOperationsFailing', {
  kind: 'cause',
  severity: 'warning',
  // A sidecar makes five accesses in two hours, of which one failure is a fifth, and in sight for an hour.
  for: hours(1),
  when: above(ask.bucketFailures, percent(5)),
  summary: text`More than ${threshold} of what the part ${part} of Thanos asks of the bucket fails`,
  description: text`${value} of what the part ${part} of Thanos asked of the bucket within 1h failed, limit ${threshold}.
    Its log has the bucket's answer: an expired key, a name that does not resolve, a limit on requests.`,
  noData: okBecause('what asks nothing cannot fail'),
  fires: when.bucketRefuses,
  quiet: [when.bucketRarelyRefuses, when.bucketUnused],
  edge: when.bucketFailingBy,
});

// Sidecars

export const notUploading = alert('ThanosSidecarNotUploading', {
  kind: 'drift',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.sinceUpload, hours(4)),
  summary: text`The Thanos sidecar at ${instance} has uploaded nothing for more than ${threshold}`,
  description: text`The sidecar at ${instance} last uploaded ${value} ago, limit ${threshold}; Prometheus makes a block
    every 2h. What Prometheus deletes after its retention before it is uploaded is lost. See the log of the sidecar.`,
  noData: covered,
  fires: [when.uploadsEnd, when.neverUploaded],
  quiet: [when.uploadsGoOn, when.justStarted, when.othersUploadNothing],
  edge: when.uploadedAgo,
});

export const noPrometheus = alert('ThanosSidecarNoPrometheus', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(5),
  when: equals(ask.prometheusAnswers, bool(false)),
  summary: text`The Thanos sidecar at ${instance} does not reach the Prometheus beside it`,
  description: text`The sidecar at ${instance} gets no answer from the Prometheus in its pod: Query lacks what this replica
    scraped since its last block. See whether that Prometheus is ready, and how long its queries take.`,
  noData: covered,
  fires: when.prometheusHangs,
  quiet: when.prometheusAnswers,
});

// Compactor

export const compactorHalted = alert('ThanosCompactorHalted', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(5),
  when: equals(ask.halted, bool(true)),
  summary: text`The Thanos compactor at ${instance} has halted`,
  description: text`The compactor at ${instance} found what it cannot mend, overlapping or damaged blocks as a rule, and does
    nothing any more: the bucket grows, old samples are not deleted, long ranges get slow. Its log names the blocks.`,
  noData: covered,
  fires: when.overlap,
  quiet: when.compacting,
});

export const compactorStalled = alert('ThanosCompactorStalled', {
  kind: 'drift',
  severity: 'warning',
  for: minutes(15),
  when: below(ask.iterations, count(1)).and(ask.compactedBefore, [job]),
  summary: text`The Thanos compactor has not got through the bucket for 12h`,
  description: text`The compactor went through the whole bucket ${wholeValue} times within 12h: it tries again and again,
    ends and is started again, or is at work on more than it can do. Its log tells which.`,
  noData: covered,
  fires: when.retriesForEver,
  quiet: [when.iterates, when.newCompactor],
});

export const severalCompactors = alert('ThanosCompactorsSeveral', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.compactors, count(1)),
  summary: text`More than one Thanos compactor works on the bucket`,
  description: text`${wholeValue} compactors work on one bucket: each joins the same blocks, and blocks that overlap halt
    both. Scale the StatefulSet back to one replica, and look for a compactor of somebody else.`,
  noData: okBecause('no compactor at all is told by ThanosPartAbsent'),
  fires: when.twoCompactors,
  quiet: [when.oneCompactor, when.oneOfTwoCompactors],
});

// Store gateway

export const storeStale = alert('ThanosStoreSyncStale', {
  kind: 'drift',
  severity: 'warning',
  for: minutes(15),
  when: below(ask.storeSyncs, count(1)).and(ask.anHourAgo, [job, instance]),
  summary: text`The Thanos store gateway at ${instance} does not know what is in the bucket`,
  description: text`The store gateway at ${instance} read the list of blocks ${wholeValue} times within 1h with success,
    and is to read it every 15m: it asks for blocks that are deleted, and lacks new ones. Its log has the bucket's answer.`,
  noData: covered,
  fires: [when.listRefused, when.listHangs],
  quiet: [when.listRead, when.listOnceRefused, when.compactorListsNothing],
});

// Query

export const storesMissing = alert('ThanosQueryStoresMissing', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.storesMissing, count(0)),
  summary: text`Thanos Query at ${instance} lacks sidecars or store gateways that run`,
  description: text`Query at ${instance} is not connected to ${wholeValue} of the sidecars and store gateways that run, and
    answers without them and without an error: graphs have holes. See its log, and port 10901 of the parts.`,
  noData: okBecause('Query itself and the parts that it asks have alerts of their own'),
  fires: [when.storeUnreached, when.nobodyReached],
  quiet: [when.allReached, when.storeIsDown],
});

export const queryErrors = alert('ThanosQueryErrors', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(10),
  when: above(ask.requestFailures, percent(5)),
  summary: text`Thanos Query at ${instance} fails more than ${threshold} of its requests`,
  description: text`Query at ${instance} answers ${value} of its requests with an error of its own, limit ${threshold}: long
    ranges cannot be looked at. Most are timeouts: see which part is slow, and how far back people ask.`,
  noData: okBecause('nobody who asks means no request that could fail'),
  fires: when.queriesTimeOut,
  quiet: [when.queriesMistyped, when.queriesAnswered],
  edge: when.queriesFailingBy,
});

/** All of them, in the order of the runbook. */
export const alerts = [
  down,
  absent,
  partAbsent,
  bucketFailing,
  notUploading,
  noPrometheus,
  compactorHalted,
  compactorStalled,
  severalCompactors,
  storeStale,
  storesMissing,
  queryErrors,
] as const;
