/** blackbox.yml as data. https://github.com/prometheus/blackbox_exporter/blob/v0.28.0/CONFIGURATION.md */
import type { ScrapeAuth } from '../../model/delivery';
import type { DnsModule, HttpModule, ProbeModule } from '../../model/probe/module';
import { durationText } from '../../model/quantity';
import type { Place } from '../program';
import type { YamlValue } from '../render/yaml';
import type { BlackboxExporterSettings } from './settings';

/** A health page is short; more of a page than this is not read. */
const BODY_LIMIT = '1MB';
/** A host with both kinds of address is asked by IPv4, where the stack's own programs listen. */
const ADDRESS_FAMILY = { preferred_ip_protocol: 'ip4', ip_protocol_fallback: true };

/** The whole configuration. */
export function blackboxConfig({ modules, authority }: BlackboxExporterSettings, place: Place): YamlValue {
  const tls = authority === undefined ? undefined : { ca_file: place.secretFile(authority) };
  return { modules: Object.fromEntries(modules.map((module) => [module.name, moduleConfig(module, tls, place)])) };
}

function moduleConfig(module: ProbeModule, tls: YamlValue, place: Place): YamlValue {
  const common = { prober: module.prober, timeout: durationText(module.timeout) };
  switch (module.prober) {
    case 'http':
      return { ...common, http: httpConfig(module, tls, place) };
    case 'tcp':
      return { ...common, tcp: { ...ADDRESS_FAMILY, tls: module.tls, tls_config: module.tls ? tls : undefined } };
    case 'dns':
      return { ...common, dns: dnsConfig(module) };
  }
}

function httpConfig(module: HttpModule, tls: YamlValue, place: Place): YamlValue {
  return {
    ...ADDRESS_FAMILY,
    method: module.method,
    valid_status_codes: module.statuses,
    follow_redirects: false,
    [module.tls ? 'fail_if_not_ssl' : 'fail_if_ssl']: true,
    fail_if_body_not_matches_regexp: module.body === undefined ? undefined : [module.body],
    body_size_limit: BODY_LIMIT,
    body: module.send,
    headers: module.headers,
    tls_config: module.tls ? tls : undefined,
    ...(module.auth === undefined ? {} : authConfig(module.auth, place)),
  };
}

function authConfig(auth: ScrapeAuth, place: Place): { readonly [key: string]: YamlValue } {
  switch (auth.kind) {
    case 'basic':
      return { basic_auth: { username: auth.username, password_file: place.secretFile(auth.password) } };
    case 'authorization':
      return { authorization: { type: auth.type, credentials_file: place.secretFile(auth.credentials) } };
  }
}

/** An answer without a record is a success of the server and a failure for whoever looks for the name. */
function dnsConfig({ query, recordType, answer = '.+' }: DnsModule): YamlValue {
  return {
    ...ADDRESS_FAMILY,
    transport_protocol: 'udp',
    query_name: query,
    query_type: recordType,
    valid_rcodes: ['NOERROR'],
    validate_answer_rrs: { fail_if_none_matches_regexp: [answer] },
  };
}
