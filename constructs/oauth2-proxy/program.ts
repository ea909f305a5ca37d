/**
 * oauth2-proxy as a program: it tells nginx who is signed in, and signs people in. Nothing is behind it.
 * https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview
 */
import { durationText, hours } from '../../model/quantity';
import { type Place, type Program, endpointText } from '../program';
import { type TomlValue, tomlAssignment } from '../render/toml';
import type { OidcProvider, Oauth2ProxySettings } from './settings';

export const OAUTH2_PROXY_PORT = 4180;

/**
 * First part of the name of every cookie that oauth2-proxy sets: a long session has several, and each sign-in that is
 * under way has one. A browser takes `__Host-` only over TLS, for this very host.
 * https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Cookies#cookie_prefixes
 */
export const SESSION_COOKIE = '__Host-vedette';

/** A working day. Groups are those of the sign-in, so that whoever leaves one is out after so long. */
const SESSION = hours(12);
/** Tabs that may be on their way to the provider at once, before one more. */
export const SIGN_INS_AT_ONCE = 5;

/** Where nginx can be: addresses of private networks. What others say of a client is not believed. */
const PRIVATE_NETWORKS = ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];

/** The file (`config/oauth2-proxy.cfg`) and arguments. */
export function oauth2ProxyProgram(settings: Oauth2ProxySettings, place: Place): Program {
  const path = 'config/oauth2-proxy.cfg';
  const lines = Object.entries(config(settings, place)).map(([key, value]) => tomlAssignment(key, value));
  return {
    component: 'oauth2-proxy',
    args: [`--config=${place.configDir}/${path}`],
    files: [{ path, content: `${lines.join('\n')}\n` }],
  };
}

function config(settings: Oauth2ProxySettings, place: Place): Readonly<Record<string, TomlValue>> {
  return {
    http_address: endpointText(place.listen),
    ...behindNginx(settings),
    ...provider(settings.provider, place),
    // One of the two is there. Without domains any address will do, since the group says enough.
    email_domains: settings.emailDomains ?? ['*'],
    ...(settings.groups === undefined ? {} : { allowed_groups: settings.groups }),
    ...cookies(settings, place),
    // nginx logs every request; here a line would hold the code that the provider sent.
    request_logging: false,
  };
}

function behindNginx({ publicUrl }: Oauth2ProxySettings): Readonly<Record<string, TomlValue>> {
  return {
    reverse_proxy: true,
    trusted_proxy_ips: PRIVATE_NETWORKS,
    redirect_url: `${publicUrl}/oauth2/callback`,
    // Straight to the provider, without a page that has one button.
    skip_provider_button: true,
    set_xauthrequest: true,
    // nginx asks, and passes requests on itself.
    upstreams: ['static://404'],
  };
}

function provider(oidc: OidcProvider, place: Place): Readonly<Record<string, TomlValue>> {
  const { issuerUrl, clientId, clientSecret, groupsClaim = 'groups', scopes, authority } = oidc;
  return {
    provider: 'oidc',
    oidc_issuer_url: issuerUrl,
    client_id: clientId,
    client_secret_file: place.secretFile(clientSecret),
    scope: (scopes ?? ['openid', 'profile', 'email']).join(' '),
    oidc_groups_claim: groupsClaim,
    code_challenge_method: 'S256',
    insecure_oidc_skip_nonce: false,
    ...(authority === undefined ? {} : { provider_ca_files: [place.secretFile(authority)] }),
  };
}

/** Sessions are in cookies alone, so that replicas share nothing but the secret. */
function cookies({ cookieSecret }: Oauth2ProxySettings, place: Place): Readonly<Record<string, TomlValue>> {
  return {
    cookie_name: SESSION_COOKIE,
    cookie_secret_file: place.secretFile(cookieSecret),
    cookie_secure: true,
    cookie_httponly: true,
    // Whoever comes back from the provider comes from another site.
    cookie_samesite: 'lax',
    cookie_expire: durationText(SESSION),
    // A browser that opens many tabs again signs in by each.
    cookie_csrf_per_request: true,
    cookie_csrf_per_request_limit: SIGN_INS_AT_ONCE,
    // Nobody behind needs the provider's tokens, and a browser would send them with each request.
    session_cookie_minimal: true,
  };
}
