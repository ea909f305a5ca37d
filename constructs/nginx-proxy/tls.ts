/** TLS as Mozilla's "intermediate" guideline 6.0 has it: https://ssl-config.mozilla.org/guidelines/6.0.json */
import { days } from '../../model/quantity';
import { isSince } from '../check/version';
import type { Place } from '../program';
import { type Directive, block, directive, expand } from '../render/nginx';
import type { NginxSettings } from './settings';

const CIPHERS = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
];

/** Two years, as the guideline asks. */
const HSTS_MAX_AGE = days(730);

/** Protocols, ciphers and sessions. The guideline's post-quantum group is left out: OpenSSL before 3.5 refuses it. */
export const tlsDirectives: readonly Directive[] = [
  directive('ssl_protocols', 'TLSv1.2', 'TLSv1.3'),
  directive('ssl_ciphers', CIPHERS.join(':')),
  directive('ssl_prefer_server_ciphers', 'off'),
  directive('ssl_ecdh_curve', 'X25519:prime256v1:secp384r1'),
  directive('ssl_session_timeout', '1d'),
  directive('ssl_session_cache', 'shared:vedette:10m'),
  directive('ssl_session_tickets', 'off'),
];

const [CERTIFICATE, KEY] = ['$vedette_certificate', '$vedette_certificate_key'];

/** Names with a variable are looked up at each handshake; a name alone is read once, at the start. */
export function certificateDirectives(settings: NginxSettings, place: Place): readonly Directive[] {
  if (settings.freshCertificate === true) {
    return [directive('ssl_certificate', expand(CERTIFICATE)), directive('ssl_certificate_key', expand(KEY))];
  }
  return [
    directive('ssl_certificate', place.secretFile(settings.certificate)),
    directive('ssl_certificate_key', place.secretFile(settings.certificateKey)),
  ];
}

/** The variables, and a minute's memory of what they lead to where nginx has one. */
export function certificateMaps(settings: NginxSettings, place: Place): readonly Directive[] {
  const { freshCertificate, certificate, certificateKey, version } = settings;
  if (freshCertificate !== true) return [];
  const constant = (name: string, path: string): Directive =>
    block('map', [expand('$ssl_server_name'), expand(name)], [directive('default', path)]);
  return [
    constant(CERTIFICATE, place.secretFile(certificate)),
    constant(KEY, place.secretFile(certificateKey)),
    ...(isSince(version, CACHE_SINCE) ? [directive('ssl_certificate_cache', 'max=2', 'valid=1m')] : []),
  ];
}

/** https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_certificate_cache */
const CACHE_SINCE = '1.27.4';

/** Headers of every answer. They stand in one place: a location with a header of its own would lose them all. */
export const securityHeaders: readonly Directive[] = [
  directive('add_header', 'Strict-Transport-Security', `max-age=${HSTS_MAX_AGE.value}`, 'always'),
  directive('add_header', 'X-Content-Type-Options', 'nosniff', 'always'),
  directive('add_header', 'Referrer-Policy', 'strict-origin-when-cross-origin', 'always'),
];
