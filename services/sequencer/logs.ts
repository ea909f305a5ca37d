/**
 * The log of the sequencer 0.2.7: text, or JSON where `LOG_FORMAT=json`.
 * @see https://github.com/stateset/stateset-sequencer/blob/v0.2.7/src/server.rs
 */
import { serviceLogs } from '../../model';

/** What every line of text starts with, as the crate `tracing-subscriber` writes it. */
const HEAD = '(?<time>[0-9T:.-]+Z) +(?<level>TRACE|DEBUG|INFO|WARN|ERROR) ThreadId\\(\\d+\\) ';
/** What was being done; a value of a field may have braces itself. */
const FIELDS = '(?:\\{(?:[^{}]|\\{[^{}]*\\})*\\})?';
const SPANS = `(?<span>\\w+)${FIELDS}(?::\\w+${FIELDS})*: `;
const head = { time: 'time', level: 'level', message: 'message' } as const;

export const logs = serviceLogs({
  fields: {
    target: { type: 'keyword', description: 'module that wrote the line' },
    span: { type: 'keyword', description: 'what was being done: the outermost of text, the innermost of JSON' },
    error: { type: 'text', description: 'what went wrong' },
    file: { type: 'keyword', description: 'file of the code that wrote the line' },
    line: { type: 'integer', description: 'line of that file' },
  },
  formats: [
    {
      kind: 'json',
      name: 'json',
      time: 'timestamp',
      level: 'level',
      message: 'fields.message',
      fields: { target: 'target', span: 'span.name', error: 'fields.error', file: 'filename', line: 'line_number' },
    },
    {
      kind: 'text',
      name: 'text_in_span',
      pattern: `${HEAD}${SPANS}(?<target>\\w+(?:::\\w+)+): (?<message>.*)`,
      ...head,
      fields: { target: 'target', span: 'span' },
    },
    {
      kind: 'text',
      name: 'text',
      pattern: `${HEAD}(?<target>\\w+(?:::\\w+)*): (?<message>.*)`,
      ...head,
      fields: { target: 'target' },
    },
  ],
});
