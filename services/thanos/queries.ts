/** The questions that the alerts and the board of Thanos ask. */
import { fixed, hours, instance, job, label, matching, minutes, oneOf, promql, ratioOf, window } from '../../model';
import type { Expr } from '../../model';
import { metrics as m } from './metrics';
import type { Part } from './metrics';

export const part = label('part');
const { operation } = m.operations.label;
const { code } = m.requests.label;
const kind = m.stores.label.store_type;
const lastFive = fixed(minutes(5));
/** The store gateway looks for new blocks every quarter of an hour, a sidecar uploads one every two. */
const hour = fixed(hours(1));
const halfDay = fixed(hours(12));

export const isUp = promql`${m.up}`;
const partAbsent = (which: Part): Expr => promql`absent(${m.up.where({ part: which })})`;
/** 1 for each part that has no target. */
export const partsAbsent = promql`
  ${partAbsent('sidecar')} or ${partAbsent('query')} or ${partAbsent('store')} or ${partAbsent('compactor')}`;

// Bucket

const perPart = [job, part] as const;
/** Share of the accesses to the bucket that fail, by part. */
export const bucketFailures = ratioOf(
  promql`sum by (${perPart}) (rate(${m.operationFailures}[${hour}]))`,
  promql`sum by (${perPart}) (rate(${m.operations}[${hour}]))`,
);
export const bucketUse = promql`sum by (${[...perPart, operation]}) (rate(${m.operations}[${window}])) > 0`;
export const blocksLoaded = promql`${m.loaded}`;

// Sidecars

const ofSidecar = { part: 'sidecar' } as const;
const perInstance = [job, instance] as const;
/** Seconds since a sidecar last uploaded; before it did, since it started. */
export const sinceUpload = promql`
  time() - max by (${perInstance}) (
    max_over_time(${m.uploadedAt.where(ofSidecar)}[${lastFive}]) or max_over_time(${m.start.where(ofSidecar)}[${lastFive}])
  )`;
/** 0 while its Prometheus does not answer a sidecar; one lost scrape changes nothing. */
export const prometheusAnswers = promql`max_over_time(${m.prometheusUp}[${lastFive}])`;
export const uploads = promql`increase(${m.uploads}[${hour}])`;

// Compactor

const ofCompactor = { part: 'compactor' } as const;
/** 1 while it does nothing any more; one lost scrape changes nothing. */
export const halted = promql`max_over_time(${m.halted}[${lastFive}])`;
/** Times that it went through the whole bucket. */
export const iterations = promql`max by (${job}) (increase(${m.iterations}[${halfDay}]))`;
/** There was one so long ago; before that nothing is known of a half day. */
export const compactedBefore = promql`count by (${job}) (${m.up.where(ofCompactor)} offset 12h)`;
export const compactors = promql`count by (${job}) (${m.up.where(ofCompactor)} == 1)`;
export const compactionsDue = promql`${m.todo}`;

// Store gateway

/** Times that a store gateway read the list of blocks with success. */
export const storeSyncs = promql`
  increase(${m.syncs.where({ part: 'store' })}[${hour}]) - increase(${m.syncFailures}[${hour}])`;
/** Those that were there an hour ago; before that nothing is known of an hour. */
export const anHourAgo = promql`${m.up} offset 1h`;

// Query

const storesUp = promql`count by (${job}) (${m.up.where({ part: oneOf('sidecar', 'store') })} == 1)`;
const asking = promql`count by (${perInstance}) (${m.up.where({ part: 'query' })} == 1)`;
/** Sidecars and store gateways that answer Prometheus, and that a Query is not connected to. */
export const storesMissing = promql`
  (0 * ${asking} + on (${job}) group_left () ${storesUp})
  - (sum by (${perInstance}) (${m.stores}) or 0 * count by (${perInstance}) (${m.up}))`;
export const storesConnected = promql`sum by (${[...perInstance, kind]}) (${m.stores})`;
/** Share of the requests to Query that it fails. */
export const requestFailures = ratioOf(
  promql`sum by (${perInstance}) (rate(${m.requests.where({ code: matching('5..') })}[${window}]))`,
  promql`sum by (${perInstance}) (rate(${m.requests}[${window}]))`,
);
export const requests = promql`sum by (${[job, code]}) (rate(${m.requests}[${window}]))`;

// Processes

export const cpu = promql`rate(${m.cpu}[${window}])`;
export const memory = promql`${m.memory}`;
