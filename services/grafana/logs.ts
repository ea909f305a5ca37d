/**
 * The log of Grafana on its console.
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#log
 */
import { serviceLogs } from '../../model';

export const logs = serviceLogs({
  fields: {
    logger: { type: 'keyword', description: 'part of Grafana that wrote the line' },
    error: { type: 'text', description: 'what went wrong' },
    user: { type: 'keyword', description: 'name of who asked' },
    method: { type: 'keyword', description: 'method of a request' },
    path: { type: 'keyword', description: 'path of a request' },
    status: { type: 'integer', description: 'status of an answer' },
    duration_ms: { type: 'number', description: 'time that a request took, in milliseconds' },
    trace: { type: 'keyword', description: 'trace of the request' },
  },
  formats: [
    {
      kind: 'logfmt',
      name: 'console',
      time: 't',
      level: 'level',
      message: 'msg',
      fields: {
        logger: 'logger',
        error: 'error',
        user: 'uname',
        method: 'method',
        path: 'path',
        status: 'status',
        duration_ms: 'time_ms',
        trace: 'traceID',
      },
    },
  ],
});
