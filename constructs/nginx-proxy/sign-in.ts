/**
 * The way to sign in: nginx asks oauth2-proxy about each request, and lets nobody in whom that does not know.
 * https://oauth2-proxy.github.io/oauth2-proxy/configuration/integrations/nginx
 */
import { SESSION_COOKIE, SIGN_INS_AT_ONCE } from '../oauth2-proxy/program';
import { endpointText } from '../program';
import { type Directive, block, directive, expand } from '../render/nginx';
import type { ByPath, SignInAccess } from './access';

/** What nginx asks; no request from outside gets there. */
const AUTH_PATH = '/oauth2/auth';
/** Where nobody is sent who is signed in. */
const SIGN_IN_LOCATION = '@sign_in';

/** A provider answers few of these; a whole office that begins at nine has one address. */
const SIGN_IN_RATE = '5r/s';
const SIGN_IN_BURST = 50;

/**
 * Cookies of one browser: parts of a session with hundreds of groups, and sign-ins that are under way. Those of
 * sign-ins are counted before the newest has its own.
 */
const MOST_COOKIES = 3 + SIGN_INS_AT_ONCE + 1;

const [COOKIES, WAY_BACK, IS_PROGRAM] = ['$vedette_cookies', '$vedette_way_back', '$vedette_is_program'];

/** Who is signed in, for the log of requests. */
export const SIGNED_IN_USER = 'signed_in_email';

/** Headers of the answer about a request, which programs behind get by the name `X-Forwarded-…`. */
const IDENTITY = ['User', 'Email', 'Groups', 'Preferred-Username'] as const;

/** By these some program may believe who is asking, so that nobody outside may send one. */
const STRIPPED = [
  ...IDENTITY.map((name) => `X-Auth-Request-${name}`),
  'X-Auth-Request-Access-Token',
  'X-Auth-Request-Redirect',
  'X-Forwarded-Access-Token',
  'X-Forwarded-Uri',
  // https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/auth-proxy/
  'X-WEBAUTH-USER',
  'Remote-User',
] as const;

/** Directives of all servers. */
export function signInMaps(): readonly Directive[] {
  return [
    // A session is in cookies, which come in one line.
    directive('large_client_header_buffers', 4, '32k'),
    directive('limit_req_zone', expand('$binary_remote_addr'), 'zone=sign-in:10m', `rate=${SIGN_IN_RATE}`),
    // A browser that opens a page can be sent to sign in. A program would take the page of the provider for its answer.
    block(
      'map',
      [expand('$request_method:$http_accept'), expand(IS_PROGRAM)],
      [directive('default', 1), directive('~^GET:.*text/html', 0)],
    ),
    // Two slashes would begin the name of another host.
    block(
      'map',
      [expand('$request_uri'), expand(WAY_BACK)],
      [directive('default', '/'), directive('~^/(?![/\\x5c])', expand('$request_uri'))],
    ),
    ...cookieMaps(),
  ];
}

/** Takes the cookies of the session out of those of a request, one after the other; if some are left, all are. */
function cookieMaps(): readonly Directive[] {
  const after = (step: number): string => (step === 0 ? '$http_cookie' : `${COOKIES}_${step}`);
  const steps = Array.from({ length: MOST_COOKIES }, (_, step) =>
    block(
      'map',
      [expand(after(step)), expand(after(step + 1))],
      [
        directive('default', expand(after(step))),
        directive(
          `"~^(?<before_${step}>(?:.*?;\\s*)?)${SESSION_COOKIE}[^=;]*=[^;]*(?:;\\s*|$)(?<after_${step}>.*)$"`,
          expand(`$before_${step}$after_${step}`),
        ),
      ],
    ),
  );
  const last = after(MOST_COOKIES);
  const rest = block(
    'map',
    [expand(last), expand(COOKIES)],
    [directive('default', expand(last)), directive(`"~(?:^|;\\s*)${SESSION_COOKIE}"`, '')],
  );
  return [...steps, rest];
}

/** Directives of the public server, which a location added later has too. */
export function signInDirectives(): readonly Directive[] {
  return [
    directive('auth_request', AUTH_PATH),
    ...IDENTITY.map((name) =>
      directive(
        'auth_request_set',
        expand(`$${variable(name)}`),
        expand(`$upstream_http_x_auth_request_${snake(name)}`),
      ),
    ),
    directive('error_page', 401, '=', SIGN_IN_LOCATION),
  ];
}

const snake = (name: string): string => name.toLowerCase().replace(/-/g, '_');
const variable = (name: string): string => `signed_in_${snake(name)}`;

/** Headers for upstreams: who is asking, as oauth2-proxy says it, and not what proves it. */
export const identityHeaders: readonly Directive[] = [
  ...IDENTITY.map((name) => directive('proxy_set_header', `X-Forwarded-${name}`, expand(`$${variable(name)}`))),
  ...STRIPPED.map((name) => directive('proxy_set_header', name, '')),
  directive('proxy_set_header', 'Cookie', expand(COOKIES)),
];

/** Directives of a path that not all groups may open. */
export function pathGroupDirectives(
  { pathGroups = {} }: SignInAccess,
  path: keyof ByPath<unknown>,
): readonly Directive[] {
  return pathGroups[path] === undefined ? [] : [directive('auth_request', `${AUTH_PATH}/${path}`)];
}

/** What is asked of oauth2-proxy, by nginx and by a browser. Nothing else of it can be reached. */
export function signInLocations(access: SignInAccess): readonly Directive[] {
  const { groups, pathGroups = {} } = access;
  return [
    question(AUTH_PATH, groups, access),
    ...Object.entries(pathGroups).map(([path, own]) => question(`${AUTH_PATH}/${path}`, own, access)),
    ...['start', 'sign_in'].map((name) => open(['=', `/oauth2/${name}`], '/oauth2/start', access)),
    open(['=', '/oauth2/sign_out'], '/oauth2/sign_out', access),
    // Its question is what the provider answered.
    open(['=', '/oauth2/callback'], '', access),
    open(['^~', '/oauth2/static/'], '', access),
    block('location', ['^~', '/oauth2/'], [directive('return', 404)]),
    block(
      'location',
      [SIGN_IN_LOCATION],
      [
        directive('auth_request', 'off'),
        block('if', [expand(`(${IS_PROGRAM})`)], [directive('return', 401)]),
        ...toOauth2Proxy('/oauth2/start', access, WAY_BACK),
      ],
    ),
  ];
}

/** Whether somebody is signed in, and in one of the groups. */
function question(path: string, groups: readonly string[] | undefined, access: SignInAccess): Directive {
  const query = groups === undefined ? '' : `?allowed_groups=${groups.map(encodeURIComponent).join(',')}`;
  return block(
    'location',
    ['=', path],
    [
      directive('internal'),
      directive('proxy_connect_timeout', '5s'),
      directive('proxy_read_timeout', '10s'),
      ...toOauth2Proxy(`${AUTH_PATH}${query}`, access),
    ],
  );
}

/** What a browser may ask without a session. */
function open(location: readonly [string, string], uri: string, access: SignInAccess): Directive {
  return block('location', location, [
    directive('auth_request', 'off'),
    directive('limit_req', 'zone=sign-in', `burst=${SIGN_IN_BURST}`, 'nodelay'),
    ...toOauth2Proxy(uri, access),
  ]);
}

/**
 * Asks for `uri`, or for what the request asked for where it is empty. Of the request's headers only cookies are sent
 * on, and nothing of its body: in both, and in the query, oauth2-proxy would look for a way back.
 */
function toOauth2Proxy(uri: string, { oauth2Proxy }: SignInAccess, wayBack = '/'): readonly Directive[] {
  return [
    directive('proxy_pass_request_headers', 'off'),
    directive('proxy_pass_request_body', 'off'),
    directive('proxy_set_header', 'Host', expand('$host')),
    directive('proxy_set_header', 'Connection', ''),
    directive('proxy_set_header', 'Content-Length', ''),
    directive('proxy_set_header', 'Cookie', expand('$http_cookie')),
    directive('proxy_set_header', 'X-Real-IP', expand('$remote_addr')),
    directive('proxy_set_header', 'X-Auth-Request-Redirect', expand(wayBack)),
    // Its answer sets all cookies of a session.
    directive('proxy_buffer_size', '32k'),
    directive('proxy_buffers', 8, '32k'),
    // By a variable the way is the one that is written here, in a location without a path too.
    directive('set', expand('$upstream_oauth2_proxy'), endpointText(oauth2Proxy)),
    directive('proxy_pass', expand(`http://$upstream_oauth2_proxy${uri}`)),
  ];
}
