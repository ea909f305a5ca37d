/** Lines of rstmdb as 0.3.0 writes them, and as it is documented. */
import { rstmdbStream as stream } from '../fixture';
import type { Sample } from './sample';

const TIME = '2026-11-21T19:49:22.779508Z';

/** As 0.3.0 writes it: coloured, whatever it writes to. */
const coloured = (level: string, message: string): string =>
  `\u001b[2m${TIME}\u001b[0m \u001b[32m${level}\u001b[0m \u001b[2mrstmdb_server::server\u001b[0m\u001b[2m:\u001b[0m ${message}`;
const kept = (name: string, line: string): Sample => ({ name, stream, line, document: { message: line } });

export const rstmdbSamples: readonly Sample[] = [
  {
    name: 'rstmdb: the documented JSON',
    stream,
    line:
      '{"timestamp":"2026-11-21T19:49:22.123Z","level":"INFO","target":"rstmdb_server","message":"Request completed",' +
      '"op":"APPLY_EVENT","duration_ms":5,"instance_id":"order-001"}',
    document: {
      '@timestamp': '2026-11-21T19:49:22.123Z',
      format: 'documented',
      level: 'info',
      message: 'Request completed',
      rstmdb: { target: 'rstmdb_server', operation: 'APPLY_EVENT', duration_ms: 5, instance_id: 'order-001' },
    },
  },
  {
    name: 'rstmdb: a request',
    stream,
    line: coloured(' INFO', '[127.0.0.1:43580] Request: GetInstance (id=2)'),
    document: {
      '@timestamp': TIME,
      format: 'request',
      level: 'info',
      message: '[127.0.0.1:43580] Request: GetInstance (id=2)',
      rstmdb: { target: 'rstmdb_server::server', client: '127.0.0.1:43580', operation: 'GetInstance', request: 2 },
    },
  },
  {
    name: 'rstmdb: a response',
    stream,
    line: coloured(' INFO', '[127.0.0.1:43580] Response: ERROR (id=2)'),
    document: {
      '@timestamp': TIME,
      format: 'response',
      level: 'info',
      message: '[127.0.0.1:43580] Response: ERROR (id=2)',
      rstmdb: { target: 'rstmdb_server::server', client: '127.0.0.1:43580', outcome: 'ERROR', request: 2 },
    },
  },
  {
    name: 'rstmdb: any other line',
    stream,
    line: coloured(' WARN', 'Connection limit reached, rejecting 10.0.0.7:51234'),
    document: {
      '@timestamp': TIME,
      format: 'text',
      level: 'warn',
      message: 'Connection limit reached, rejecting 10.0.0.7:51234',
      rstmdb: { target: 'rstmdb_server::server' },
    },
  },
  kept('a line of no known form', 'thread main panicked at src/main.rs:42:'),
  kept('JSON that breaks off', '{"timestamp":"2026-11-21T19:49:22Z","level":"INFO"'),
  kept('JSON that is a list', '[1, 2]'),
  kept('JSON with a comment', '{"level":/* none */"INFO"}'),
  kept('JSON with an escape that JSON has not', '{"level":"\\q"}'),
  kept('an empty line', ''),
];
