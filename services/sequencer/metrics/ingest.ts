/** Events on their way in: received, verified, given a number, refused. */
import { counter, histogram } from '../../../model';
import { BUCKETS } from './http';

export const ingest = {
  eventsIngested: counter('stateset_sequencer_events_ingested_total', {
    help: 'Events accepted over HTTP',
    labels: { tenant: { card: 20 }, store: { card: 2 }, entity_type: { card: 10 } },
    presence: 'after-first-event',
  }),
  eventsRejected: counter('sequencer_events_rejected', {
    help: 'Events refused within a request that is answered with 200',
    presence: 'after-first-event',
  }),
  ingestLatency: histogram('sequencer_ingest_latency_seconds', {
    help: 'Time of an ingest request, failed ones included',
    unit: 'seconds',
    buckets: BUCKETS,
    presence: 'after-first-event',
  }),
  eventsSequenced: counter('sequencer_events_sequenced', {
    help: 'Events given a sequence number',
    presence: 'after-first-event',
  }),
  eventsPerBatch: histogram('sequencer_request_events_per_batch', {
    // Its bounds are those of a latency and end at 10 events: only its mean can be told.
    help: 'Events in an ingest request',
    buckets: BUCKETS,
    presence: 'after-first-event',
  }),
  signedEventsReceived: counter('sequencer_ves_events_received', {
    help: 'Signed events received, those of failed batches included',
    presence: 'after-first-event',
  }),
  signedEventsVerified: counter('sequencer_ves_events_verified', {
    help: 'Signed events whose signature was found good',
    presence: 'after-first-event',
  }),
};
