/** The paths of the public server: what is passed on, and what never is. */
import { type Endpoint, type Place, endpointText } from '../program';
import { type Directive, block, directive, expand } from '../render/nginx';
import { type SubPath, below } from '../sub-path';
import type { Access, ByPath } from './access';
import type { NginxSettings } from './settings';
import { identityHeaders, pathGroupDirectives, signInLocations } from './sign-in';

/** What can change or stop a Prometheus, shows its innards, or takes samples from strangers. */
const PROMETHEUS_DENIED = ['/-/', '/api/v1/admin/', '/api/v1/write', '/api/v1/otlp/', '/debug/'] as const;
/** Reload and profiling; silences are what the page is for. */
const ALERTMANAGER_DENIED = ['/-/', '/debug/'] as const;

/** All locations of the protected server. */
export function locations(settings: NginxSettings, place: Place): readonly Directive[] {
  const { prometheus, alertmanager, access } = settings;
  const siteDir = `${place.configDir}/site`;
  return [
    healthLocation(),
    ...(access.kind === 'signIn' ? signInLocations(access) : []),
    ...denied(prometheus.subPath, PROMETHEUS_DENIED),
    ...denied(alertmanager.subPath, ALERTMANAGER_DENIED),
    block(
      'location',
      ['^~', prometheus.subPath],
      [...pathAccess(access, 'prometheus', place), ...proxyTo('prometheus', prometheus.endpoint, settings)],
    ),
    block(
      'location',
      ['^~', alertmanager.subPath],
      [...pathAccess(access, 'alertmanager', place), ...proxyTo('alertmanager', alertmanager.endpoint, settings)],
    ),
    block('location', ['^~', '/runbooks/'], [...pathAccess(access, 'runbooks', place), ...pages(siteDir)]),
    ...rootLocations(settings, siteDir),
  ];
}

/** Who may open a path, where it is not everybody. */
function pathAccess(access: Access, path: keyof ByPath<unknown>, place: Place): readonly Directive[] {
  if (access.kind === 'signIn') return pathGroupDirectives(access, path);
  const users = access.pathUsers?.[path];
  return users === undefined ? [] : [directive('auth_basic_user_file', place.secretFile(users))];
}

/**
 * Answers without a password and without asking anybody. `return` runs before the password check, so it stands nowhere
 * else.
 */
export function healthLocation(): Directive {
  return block(
    'location',
    ['=', '/healthz'],
    [
      directive('auth_basic', 'off'),
      directive('access_log', 'off'),
      directive('default_type', 'text/plain'),
      directive('return', 200, 'ok'),
    ],
  );
}

/** `^~` wins over everything but an exact match, whatever the order. */
function denied(subPath: SubPath, paths: readonly `/${string}`[]): readonly Directive[] {
  const inside = paths.map((path) => block('location', ['^~', below(subPath, path)], [directive('deny', 'all')]));
  return [...inside, block('location', ['=', below(subPath, '/metrics')], [directive('deny', 'all')])];
}

/**
 * `proxy_pass` has no path: nginx then passes the path as it came, prefix and encoding included, which is the same path
 * that the denials were judged by.
 */
function proxyTo(name: string, endpoint: Endpoint, { resolver }: NginxSettings): readonly Directive[] {
  const address = endpointText(endpoint);
  if (resolver === undefined) return [directive('proxy_pass', `http://${address}`)];
  // With a variable the name is asked at run time: nginx starts without the upstream, and follows it when it moves.
  return [
    directive('set', expand(`$upstream_${name}`), address),
    directive('proxy_pass', expand(`http://$upstream_${name}`)),
  ];
}

function rootLocations(settings: NginxSettings, siteDir: string): readonly Directive[] {
  const { grafana, access } = settings;
  if (grafana === undefined) return [block('location', ['/'], pages(siteDir))];
  return [
    block('location', ['=', '/metrics'], [directive('deny', 'all')]),
    block(
      'location',
      ['^~', '/api/live/'],
      [
        directive('proxy_http_version', '1.1'),
        ...proxyHeaders(access).filter(({ args }) => args[0] !== 'Connection'),
        directive('proxy_set_header', 'Upgrade', expand('$http_upgrade')),
        directive('proxy_set_header', 'Connection', expand('$connection_upgrade')),
        ...proxyTo('grafana', grafana, settings),
      ],
    ),
    block('location', ['/'], proxyTo('grafana', grafana, settings)),
  ];
}

function pages(siteDir: string): readonly Directive[] {
  return [
    directive('root', siteDir),
    directive('try_files', expand('$uri'), expand('$uri.html'), expand('$uri/index.html'), '=404'),
  ];
}

/** Headers for upstreams. */
export function proxyHeaders({ kind }: Access): readonly Directive[] {
  return kind === 'signIn' ? [...commonHeaders, ...identityHeaders] : commonHeaders;
}

/**
 * The password of the proxy is not for upstreams, and Grafana would take it for its own login. The client's address is
 * set, not appended: what a client claims in that header is worth nothing.
 */
const commonHeaders: readonly Directive[] = [
  directive('proxy_set_header', 'Host', expand('$host')),
  directive('proxy_set_header', 'Authorization', ''),
  directive('proxy_set_header', 'Connection', ''),
  directive('proxy_set_header', 'X-Real-IP', expand('$remote_addr')),
  directive('proxy_set_header', 'X-Forwarded-For', expand('$remote_addr')),
  directive('proxy_set_header', 'X-Forwarded-Host', expand('$host')),
  directive('proxy_set_header', 'X-Forwarded-Proto', 'https'),
];
