/**
 * What the parts of Thanos tell of themselves: the metrics that its rules and board use, as 0.42 exposes them.
 * @see https://thanos.io/tip/components/
 */
import { catalogue, counter, gauge } from '../../model';
import type { LabelSpecs } from '../../model';

/** Parts by their names in Kubernetes: `thanos-sidecar` is the part `sidecar`. */
export const PARTS = ['sidecar', 'query', 'store', 'compactor'] as const;
export type Part = (typeof PARTS)[number];

/** The part that a target is, which the scrape puts on; see targets.ts. */
const PART = { part: { values: PARTS, target: true } } as const satisfies LabelSpecs;
/** Kinds of access to the bucket: `get`, `upload`, `iter`. All of them are exposed, used or not. */
const OPERATION = { ...PART, bucket: { card: 1 }, operation: { card: 7 } } as const satisfies LabelSpecs;

const up = gauge('up', { unit: 'bool', labels: PART, help: '1 when the last scrape of the target succeeded' });

/** Of the parts that use the bucket: all but Query. */
const bucket = {
  operations: counter('thanos_objstore_bucket_operations_total', {
    labels: OPERATION,
    help: 'Times that a part read or wrote the bucket, failures among them',
  }),
  operationFailures: counter('thanos_objstore_bucket_operation_failures_total', {
    labels: OPERATION,
    help: 'Times that the bucket could not be read or written; what was looked for and is not there does not count',
  }),
  uploadedAt: gauge('thanos_objstore_bucket_last_successful_upload_time', {
    unit: 'timestamp',
    labels: { ...PART, bucket: { card: 1 } },
    help: 'When a part last wrote to the bucket; 0 before it first did since its start',
  }),
} as const;

const sidecar = {
  prometheusUp: gauge('thanos_sidecar_prometheus_up', {
    unit: 'bool',
    labels: PART,
    help: '1 while the Prometheus beside a sidecar answers it',
  }),
  uploads: counter('thanos_shipper_uploads_total', { labels: PART, help: 'Blocks that a sidecar uploaded' }),
} as const;

const compactor = {
  halted: gauge('thanos_compact_halted', {
    unit: 'bool',
    labels: PART,
    help: '1 when the compactor found what it cannot mend, and does nothing any more',
  }),
  iterations: counter('thanos_compact_iterations_total', {
    labels: PART,
    help: 'Times that the compactor went through the whole bucket with success',
  }),
  todo: gauge('thanos_compact_todo_compactions', { labels: PART, help: 'Compactions that are due' }),
} as const;

/** Reading what blocks there are: of the store gateway, and of the compactor. */
const blocks = {
  syncs: counter('thanos_blocks_meta_syncs_total', {
    labels: PART,
    help: 'Times that the list of blocks was read, failures among them',
  }),
  syncFailures: counter('thanos_blocks_meta_sync_failures_total', {
    labels: PART,
    help: 'Times that the list of blocks could not be read',
  }),
  loaded: gauge('thanos_bucket_store_blocks_loaded', {
    labels: PART,
    help: 'Blocks that the store gateway can answer from',
  }),
} as const;

const query = {
  stores: gauge('thanos_store_nodes_grpc_connections', {
    labels: { ...PART, external_labels: { card: 3 }, store_type: { card: 2 } },
    presence: 'optional',
    help: 'Store APIs that Query is connected to, by their kind; no series without any',
  }),
  requests: counter('http_requests_total', {
    labels: { ...PART, code: { card: 3 }, handler: { card: 4 }, method: { card: 2 }, tenant: { card: 1 } },
    presence: 'after-first-event',
    help: 'Requests to the API of Query',
  }),
} as const;

const itself = {
  cpu: counter('process_cpu_seconds_total', {
    unit: 'seconds',
    labels: PART,
    help: 'CPU time that the process has used, user and system together',
  }),
  memory: gauge('process_resident_memory_bytes', {
    unit: 'bytes',
    labels: PART,
    help: 'Memory that the process holds',
  }),
  start: gauge('process_start_time_seconds', { unit: 'timestamp', labels: PART, help: 'When the process started' }),
} as const;

export const metrics = catalogue('thanos', {
  up,
  ...bucket,
  ...sidecar,
  ...compactor,
  ...blocks,
  ...query,
  ...itself,
});
