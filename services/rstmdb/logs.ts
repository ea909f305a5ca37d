/**
 * The log of rstmdb: the JSON of its documentation, and the text that release 0.3.0 really writes.
 * 0.3.0 takes no notice of `logging.format`: it writes coloured text, also to a file.
 * @see https://docs.rs/crate/rstmdb-server/0.3.0/source/src/server.rs
 */
import { serviceLogs } from '../../model';

/** What every line of text starts with, as the crate `tracing-subscriber` writes it. */
const HEAD = '(?<time>[0-9T:.-]+Z) +(?<level>TRACE|DEBUG|INFO|WARN|ERROR) (?<target>[A-Za-z0-9_:]+): ';
const CLIENT = '\\[(?<client>[^\\] ]+)\\] ';
const head = { time: 'time', level: 'level', message: 'message', fields: { target: 'target' } } as const;

export const logs = serviceLogs({
  fields: {
    target: { type: 'keyword', description: 'module that wrote the line' },
    operation: { type: 'keyword', description: 'operation that a client asked for' },
    request: { type: 'integer', description: 'number of the request on its connection' },
    outcome: { type: 'keyword', description: 'OK or ERROR' },
    client: { type: 'keyword', description: 'address and port of the client' },
    duration_ms: { type: 'number', description: 'time that a request took, in milliseconds' },
    instance_id: { type: 'keyword', description: 'state machine instance that the request was about' },
  },
  formats: [
    {
      kind: 'json',
      name: 'documented',
      time: 'timestamp',
      level: 'level',
      message: 'message',
      fields: { target: 'target', operation: 'op', duration_ms: 'duration_ms', instance_id: 'instance_id' },
    },
    {
      kind: 'text',
      name: 'request',
      pattern: `${HEAD}(?<message>${CLIENT}Request: (?<operation>\\w+) \\(id=(?<request>\\d+)\\))`,
      ...head,
      fields: { ...head.fields, client: 'client', operation: 'operation', request: 'request' },
    },
    {
      kind: 'text',
      name: 'response',
      pattern: `${HEAD}(?<message>${CLIENT}Response: (?<outcome>\\w+) \\(id=(?<request>\\d+)\\))`,
      ...head,
      fields: { ...head.fields, client: 'client', outcome: 'outcome', request: 'request' },
    },
    { kind: 'text', name: 'text', pattern: `${HEAD}(?<message>.*)`, ...head },
  ],
});
