/** nginx.conf as a tree of directives. https://nginx.org/en/docs/dirindex.html */
import { PROXY_CLIENTS } from '../../model/proxy-capacity';
import { durationText, mebibytes, seconds } from '../../model/quantity';
import { isSince } from '../check/version';
import { type Endpoint, type Place, endpointText } from '../program';
import { QUERY_TIMEOUT } from '../prometheus/program';
import { type Directive, type NginxArgument, block, directive, expand } from '../render/nginx';
import { STATUS_PATH } from './exporter';
import { healthLocation, locations, proxyHeaders } from './locations';
import type { Access } from './access';
import type { NginxSettings } from './settings';
import { SIGNED_IN_USER, signInDirectives, signInMaps } from './sign-in';
import { certificateDirectives, certificateMaps, securityHeaders, tlsDirectives } from './tls';

/**
 * Checking a password costs the server up to some milliseconds; more tries than this a second from one address wait.
 */
const REQUEST_RATE = '30r/s';
/** A Grafana page loads about a hundred files at once. */
const REQUEST_BURST = 150;
/** Longer than a query may take, so that it is Prometheus that says why it gave up. */
const READ_TIMEOUT = seconds(QUERY_TIMEOUT.value + 10);
/** The largest body that a browser sends: a dashboard, a long query. */
const BODY_LIMIT = mebibytes(4);

/** The whole configuration. It replaces the one that the image or the system has. */
export function nginxConfig(settings: NginxSettings, place: Place): readonly Directive[] {
  const { tempDir } = place;
  return [
    directive('daemon', 'off'),
    ...(settings.user === undefined ? [] : [directive('user', settings.user)]),
    directive('worker_processes', settings.workers),
    directive('pid', `${tempDir}/nginx.pid`),
    directive('error_log', 'stderr', 'warn'),
    block('events', [], [directive('worker_connections', workerConnections(settings.workers))]),
    block('http', [], httpDirectives(settings, place)),
  ];
}

function httpDirectives(settings: NginxSettings, place: Place): readonly Directive[] {
  return [
    ...temporaryPaths(place.tempDir),
    mediaTypes,
    directive('default_type', 'application/octet-stream'),
    logFormat(settings.access),
    directive('access_log', settings.accessLog, 'vedette'),
    directive('server_tokens', 'off'),
    directive('absolute_redirect', 'off'),
    directive('sendfile', 'on'),
    directive('keepalive_timeout', '65s'),
    directive('client_max_body_size', BODY_LIMIT.value),
    directive('limit_req_zone', expand('$binary_remote_addr'), 'zone=clients:10m', `rate=${REQUEST_RATE}`),
    directive('limit_req_status', 429),
    block(
      'map',
      [expand('$http_upgrade'), expand('$connection_upgrade')],
      [
        directive('default', 'upgrade'),
        // The empty key: a request that asks for no upgrade.
        directive('""', 'close'),
      ],
    ),
    ...(settings.resolver === undefined
      ? []
      : [directive('resolver', settings.resolver, 'valid=10s'), directive('resolver_timeout', '5s')]),
    ...tlsDirectives,
    ...certificateMaps(settings, place),
    ...(settings.access.kind === 'signIn' ? signInMaps() : []),
    ...strangerServers(settings, place),
    publicServer(settings, place),
    ...statusServer(settings),
  ];
}

/** The folders that nginx writes to, all below the one that may be written. */
function temporaryPaths(tempDir: string): readonly Directive[] {
  return ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) =>
    directive(`${name}_temp_path`, `${tempDir}/${name}`),
  );
}

/** Types of the pages that nginx serves itself. */
const mediaTypes = block(
  'types',
  [],
  [
    directive('text/html', 'html'),
    directive('text/css', 'css'),
    directive('text/javascript', 'js'),
    directive('image/svg+xml', 'svg'),
    directive('image/png', 'png'),
    directive('application/json', 'json'),
  ],
);

/** One object a line, without the query string, which can hold what was typed. Durations are in seconds. */
function logFormat({ kind }: Access): Directive {
  return directive(
    'log_format',
    'vedette',
    'escape=json',
    expand(logLine(kind === 'signIn' ? SIGNED_IN_USER : 'remote_user')),
  );
}

function logLine(user: string): string {
  const texts = {
    time: 'time_iso8601',
    client: 'remote_addr',
    user,
    method: 'request_method',
    path: 'uri',
  };
  const numbers = { status: 'status', bytes: 'body_bytes_sent', duration: 'request_time' };
  const fields = [
    ...Object.entries(texts).map(([name, variable]) => `"${name}":"$${variable}"`),
    ...Object.entries(numbers).map(([name, variable]) => `"${name}":$${variable}`),
    // Several where a request was tried again, none where nginx answered itself.
    '"upstream_duration":"$upstream_response_time"',
  ];
  return `{${fields.join(',')}}`;
}

/** Whoever does not name the host gets no certificate and no page; plain HTTP gets the way to TLS. */
function strangerServers(settings: NginxSettings, place: Place): readonly Directive[] {
  const { redirect, host, publicPort } = settings;
  const stranger = block(
    'server',
    [],
    [
      directive('listen', ...tlsListen(place.listen, settings.version), 'default_server'),
      directive('server_name', '_'),
      directive('ssl_reject_handshake', 'on'),
      // A handshake for the host and a request for another name ends here.
      directive('return', 444),
    ],
  );
  if (redirect === undefined) return [stranger];
  const target = `https://${host}${publicPort === 443 ? '' : `:${publicPort}`}`;
  return [
    stranger,
    block(
      'server',
      [],
      [
        directive('listen', endpointText(listenOn(redirect)), 'default_server'),
        directive('server_name', '_'),
        healthLocation(),
        block('location', ['/'], [directive('return', 308, expand(`${target}$request_uri`))]),
      ],
    ),
  ];
}

/** The one server with content. The door stands at its level, so that a location added later has it too. */
function publicServer(settings: NginxSettings, place: Place): Directive {
  const { host, version, access } = settings;
  return block(
    'server',
    [],
    [
      directive('listen', ...tlsListen(place.listen, version)),
      ...(http2Directive(version) ? [directive('http2', 'on')] : []),
      directive('server_name', host),
      ...certificateDirectives(settings, place),
      ...securityHeaders,
      ...door(access, place),
      directive('limit_req', 'zone=clients', `burst=${REQUEST_BURST}`, 'nodelay'),
      directive('proxy_http_version', '1.1'),
      ...proxyHeaders(access),
      directive('proxy_read_timeout', durationText(READ_TIMEOUT)),
      // Answers that do not fit the buffers are passed on as they come, not written to the small scratch volume.
      directive('proxy_max_temp_file_size', 0),
      ...locations(settings, place),
    ],
  );
}

/** Nobody passes without the one or the other. */
function door(access: Access, place: Place): readonly Directive[] {
  if (access.kind === 'signIn') return signInDirectives();
  return [directive('auth_basic', 'Monitoring'), directive('auth_basic_user_file', place.secretFile(access.users))];
}

/** A client whose request is passed on takes two connections: its own, and one to the program behind. */
const CONNECTIONS_PER_CLIENT = 2;
/** Of each worker: the sockets that it listens on, the exporter, and probes. */
const OWN_CONNECTIONS = 16;

/**
 * What one worker may hold, so that all together serve the clients that the alert counts against. nginx counts
 * connections of every kind. https://nginx.org/en/docs/ngx_core_module.html#worker_connections
 */
export function workerConnections(workers: number): number {
  return Math.ceil((PROXY_CLIENTS * CONNECTIONS_PER_CLIENT) / workers) + OWN_CONNECTIONS;
}

/**
 * The counters of nginx, for the exporter beside it and for nobody else: the address is a loopback one, or stays within
 * the containers of a host. https://nginx.org/en/docs/http/ngx_http_stub_status_module.html
 */
function statusServer({ status }: NginxSettings): readonly Directive[] {
  if (status === undefined) return [];
  const counters = block('location', ['=', STATUS_PATH], [directive('stub_status'), directive('access_log', 'off')]);
  return [
    block(
      'server',
      [],
      [
        directive('listen', endpointText(listenOn(status))),
        directive('server_name', '_'),
        counters,
        block('location', ['/'], [directive('return', 404)]),
      ],
    ),
  ];
}

function listenOn({ host, port }: Endpoint): Endpoint {
  return { host: host === '' ? '0.0.0.0' : host, port };
}

function tlsListen(listen: Endpoint, version: string): readonly NginxArgument[] {
  const address = endpointText(listenOn(listen));
  return http2Directive(version) ? [address, 'ssl'] : [address, 'ssl', 'http2'];
}

/** `http2 on` came with 1.25.1, and the parameter of `listen` was deprecated with it. https://nginx.org/en/CHANGES */
function http2Directive(version: string): boolean {
  return isSince(version, '1.25.1');
}
