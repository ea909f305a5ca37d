/**
 * What Vector tells of itself, by its documents and the sources of 0.58: it was not run here. Of each component
 * what the rules and the board use. Components have the names that vector.yaml gives them.
 * @see https://vector.dev/docs/reference/configuration/sources/internal_metrics/#output-data
 */
import { catalogue, counter, gauge, info } from '../../model';
import type { LabelSpecs } from '../../model';

/** The node that a shipper is on, which the scrape puts on; see targets.ts. */
const NODE = { node: { card: 1, target: true } } as const satisfies LabelSpecs;
const PROCESS = { ...NODE, host: { card: 1 } } as const satisfies LabelSpecs;
/** A source, a transform or a sink. */
const COMPONENT = {
  ...PROCESS,
  component_id: { card: 8 },
  component_kind: { values: ['source', 'transform', 'sink'] },
  component_type: { card: 1 },
} as const satisfies LabelSpecs;
const BUFFER = { ...COMPONENT, buffer_id: { card: 1 }, stage: { card: 1 } } as const satisfies LabelSpecs;
/** Whether it was dropped as the configuration asks, or because something went wrong. */
const INTENTIONAL = { intentional: { values: ['true', 'false'] } } as const satisfies LabelSpecs;
/** Nothing is shown before it first happened. */
const presence = 'after-first-event';

const itself = {
  up: gauge('up', { unit: 'bool', labels: NODE, help: '1 when the last scrape of the target succeeded' }),
  build: info('vector_build_info', {
    labels: {
      ...PROCESS,
      version: { card: 1 },
      revision: { card: 1 },
      arch: { card: 1 },
      debug: { card: 1 },
      rust_version: { card: 1 },
    },
    help: 'Version that runs',
  }),
  uptime: gauge('vector_uptime_seconds', { unit: 'seconds', labels: PROCESS, help: 'How long it has run' }),
  utilization: gauge('vector_utilization', {
    unit: 'ratio',
    labels: COMPONENT,
    help: 'Share of the time that a component is at work; at 1 it holds up those before it',
  }),
} as const;

const lines = {
  received: counter('vector_component_received_events_total', {
    labels: { ...COMPONENT, pod_name: { card: 4 }, pod_namespace: { card: 2 } },
    presence,
    help: 'Events that a component took; the source of lines tells of which pod',
  }),
  sent: counter('vector_component_sent_events_total', {
    labels: { ...COMPONENT, output: { card: 1 } },
    presence,
    help: 'Events that a component handed on; a sink those that the other side took',
  }),
  errors: counter('vector_component_errors_total', {
    labels: { ...COMPONENT, error_type: { card: 3 }, stage: { card: 2 } },
    presence,
    help: 'Errors of a component; what a sink tries again is none',
  }),
  discarded: counter('vector_component_discarded_events_total', {
    labels: { ...COMPONENT, ...INTENTIONAL },
    presence,
    help: 'Events that a component dropped',
  }),
  openFiles: gauge('vector_open_files', { labels: COMPONENT, presence, help: 'Files that are read' }),
} as const;

/** Of the buffer before the store, which is the only one on disk. */
const buffer = {
  bufferSize: gauge('vector_buffer_size_bytes', {
    unit: 'bytes',
    labels: BUFFER,
    presence,
    help: 'What waits in a buffer',
  }),
  bufferLimit: gauge('vector_buffer_max_size_bytes', {
    unit: 'bytes',
    labels: BUFFER,
    help: 'What a buffer on disk can hold',
  }),
  buffered: counter('vector_buffer_received_events_total', {
    labels: BUFFER,
    presence,
    help: 'Events that went into a buffer',
  }),
  bufferDiscarded: counter('vector_buffer_discarded_events_total', {
    labels: { ...BUFFER, ...INTENTIONAL },
    presence,
    help: 'Events that were dropped because a buffer was full, or that it could not keep',
  }),
} as const;

const requests = {
  responses: counter('vector_http_client_responses_total', {
    labels: { ...COMPONENT, status: { card: 3 } },
    presence,
    help: 'Answers to requests of a component, by status code',
  }),
  requestErrors: counter('vector_http_client_errors_total', {
    labels: { ...COMPONENT, error_kind: { card: 1 } },
    presence,
    help: 'Requests of a component that got no answer',
  }),
} as const;

export const metrics = catalogue('log-shipper', { ...itself, ...lines, ...buffer, ...requests });
