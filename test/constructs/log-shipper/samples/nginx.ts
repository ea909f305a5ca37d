/** Lines that nginx 1.22 wrote with the stack's log format, with another time. */
import { logs } from '../../../../services/nginx/logs';
import { type Sample, streamOf } from './sample';

const stream = streamOf('nginx', logs);
const HEAD = '2026/11/21 19:31:16 [error] 31689#31689:';

function request(
  line: string,
  fields: Readonly<Record<string, unknown>>,
): Pick<Sample, 'stream' | 'line' | 'document'> {
  const document = { '@timestamp': '2026-11-21T19:31:16Z', format: 'request', message: line, nginx: fields };
  return { stream, line, document };
}

export const nginxSamples: readonly Sample[] = [
  {
    name: 'nginx: a request that failed at an upstream',
    ...request(
      '{"time":"2026-11-21T19:31:16+00:00","client":"127.0.0.1","user":"bob","method":"GET","path":"/up/x","status":502,"bytes":157,"duration":0.250,"upstream_duration":"0.000"}',
      {
        client: '127.0.0.1',
        user: 'bob',
        method: 'GET',
        path: '/up/x',
        status: 502,
        bytes: 157,
        duration: 0.25,
        upstream_duration: '0.000',
      },
    ),
  },
  {
    name: 'nginx: a path with signs that JSON escapes',
    ...request(
      '{"time":"2026-11-21T19:31:16+00:00","client":"127.0.0.1","user":"","method":"GET","path":"/a\\"b\\\\c","status":200,"bytes":2,"duration":0.000,"upstream_duration":""}',
      {
        client: '127.0.0.1',
        user: '',
        method: 'GET',
        path: '/a"b\\c',
        status: 200,
        bytes: 2,
        duration: 0,
        upstream_duration: '',
      },
    ),
  },
  {
    name: 'nginx: why, without what the request carried behind the question mark',
    stream,
    line: `${HEAD} *2 connect() failed (111: Connection refused) while connecting to upstream, client: 127.0.0.1, server: , request: "GET /up/x?password=hunter2 HTTP/1.1", upstream: "http://127.0.0.1:1/up/x?password=hunter2", host: "127.0.0.1:19401"`,
    document: {
      format: 'failed_request',
      level: 'error',
      message: 'connect() failed (111: Connection refused) while connecting to upstream',
      nginx: { client: '127.0.0.1', method: 'GET', path: '/up/x', upstream: 'http://127.0.0.1:1' },
    },
  },
  {
    name: 'nginx: a request that was one too many',
    stream,
    line: `${HEAD} *6 limiting requests, excess: 1.000 by zone "clients", client: 127.0.0.1, server: , request: "GET /lim/2 HTTP/1.1", host: "127.0.0.1:19401"`,
    document: {
      format: 'failed_request',
      level: 'error',
      message: 'limiting requests, excess: 1.000 by zone "clients"',
      nginx: { client: '127.0.0.1', method: 'GET', path: '/lim/2' },
    },
  },
  {
    name: 'nginx: an error of no request',
    stream,
    line: '2026/11/21 19:31:16 [emerg] 1#1: host not found in upstream "grafana" in /etc/nginx-proxy/config/nginx.conf:80',
    document: {
      format: 'error',
      level: 'fatal',
      message: 'host not found in upstream "grafana" in /etc/nginx-proxy/config/nginx.conf:80',
    },
  },
  {
    name: 'the exporter beside nginx',
    stream,
    line: 'time=2026-11-21T19:31:16.123Z level=INFO source=exporter.go:123 msg="nginx-prometheus-exporter" version="(version=1.5.3)"',
    document: {
      '@timestamp': '2026-11-21T19:31:16.123Z',
      format: 'slog',
      level: 'info',
      message: 'nginx-prometheus-exporter',
      nginx: { source: 'exporter.go:123' },
      rest: { version: '(version=1.5.3)' },
    },
  },
];
