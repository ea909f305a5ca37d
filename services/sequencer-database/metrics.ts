/**
 * What the sequencer's database knows and its metrics page does not, asked by an SQL exporter. The names are ours; the
 * queries behind them are in the runbook, and run on the schema of release 0.2.7.
 * @see https://github.com/stateset/stateset-sequencer/tree/4e0bf9a/migrations/postgres
 */
import { catalogue, counter, gauge, up } from '../../model';

/** Events with and without signatures have tables, and sequence numbers, of their own. */
export const KINDS = ['plain', 'signed'] as const;
const kind = { values: KINDS } as const;

/** Tables that only grow. */
export const TABLES = ['events', 'ves_events', 'commitments', 'ves_commitments'] as const;
const table = { values: TABLES } as const;

/** Every metric of the scrape job `sequencer-database`. */
export const metrics = catalogue('sequencer-database', {
  up,
  deadLetters: gauge('sequencer_database_dead_letters', {
    help: 'Refused events that nobody has sent again and deleted',
    labels: { kind },
  }),
  missingNumbers: gauge('sequencer_database_missing_sequence_numbers', {
    help: 'Numbers without an event among the last 10,000 of each stream, all streams together',
    labels: { kind },
  }),
  sequence: counter('sequencer_database_sequence_total', {
    help: 'Last number given out in a stream; the hundred streams that changed last',
    labels: { kind, tenant: { card: 10 }, store: { card: 2 } },
    presence: 'after-first-event',
  }),
  unanchored: gauge('sequencer_database_unanchored_commitments', {
    help: 'Commitments that are not on the chain; none where nothing ever was',
    presence: 'optional',
  }),
  oldestUnanchored: gauge('sequencer_database_oldest_unanchored_seconds', {
    help: 'Age of the oldest of them',
    unit: 'seconds',
    presence: 'optional',
  }),
  tableSize: gauge('sequencer_database_table_bytes', {
    help: 'Size of a table with its indexes',
    unit: 'bytes',
    labels: { table },
  }),
  sinceVacuum: gauge('sequencer_database_since_vacuum_seconds', {
    help: 'Time since a table was vacuumed, by hand or by itself; since the server started where it never was',
    unit: 'seconds',
    labels: { table },
  }),
});
