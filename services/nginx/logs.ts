/**
 * The log of nginx as the stack sets it up: requests as JSON, errors as nginx writes them, and the exporter beside it.
 * @see https://nginx.org/en/docs/http/ngx_http_log_module.html, https://nginx.org/en/docs/ngx_core_module.html#error_log
 */
import { serviceLogs } from '../../model';
import { goLogFields, goLogs } from '../go-logs';

/** The time of an error has no zone, so the time at which the line was seen stands for it. */
const HEAD = '\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d \\[(?<level>[a-z]+)\\] \\d+#\\d+: (?:\\*\\d+ )?';
const REQUEST = 'request: "(?:(?<method>[A-Z]+) )?(?<path>[^" ?]*)[^"]*"';
const UPSTREAM = 'upstream: "(?<upstream>[a-z]+://[^/"?]*)[^"]*"';

export const logs = serviceLogs({
  fields: {
    ...goLogFields,
    client: { type: 'keyword', description: 'address of who asked' },
    user: { type: 'keyword', description: 'name that was given, right or wrong' },
    method: { type: 'keyword', description: 'method of the request' },
    path: { type: 'keyword', description: 'path of the request, without what follows a question mark' },
    status: { type: 'integer', description: 'status of the answer' },
    bytes: { type: 'integer', description: 'size of the answer’s body' },
    duration: { type: 'number', description: 'time that the request took, in seconds' },
    upstream_duration: { type: 'keyword', description: 'time of each upstream that was asked, in seconds' },
    upstream: { type: 'keyword', description: 'address of the upstream that failed' },
  },
  formats: [
    {
      kind: 'json',
      name: 'request',
      time: 'time',
      fields: {
        client: 'client',
        user: 'user',
        method: 'method',
        path: 'path',
        status: 'status',
        bytes: 'bytes',
        duration: 'duration',
        upstream_duration: 'upstream_duration',
      },
    },
    {
      kind: 'text',
      name: 'failed_request',
      pattern: `${HEAD}(?<message>.*), client: (?<client>[^, ]+), server: [^,]*, ${REQUEST}(?:, ${UPSTREAM})?(?:, .*)?`,
      level: 'level',
      message: 'message',
      fields: { client: 'client', method: 'method', path: 'path', upstream: 'upstream' },
    },
    { kind: 'text', name: 'error', pattern: `${HEAD}(?<message>.*)`, level: 'level', message: 'message' },
    ...goLogs({}),
  ],
});
