/** Policies for what monitoring says, and to whom. */
import { list, record, text } from '../plan/kubernetes-object';
import { filesWith } from './config-file';
import { type Fields, ofContainers } from './pod';
import { isKind, type Resource, type ResourcePolicy, when } from './policy';

/** Settings that take any certificate, in the words of the programs that have them. */
const ANY_CERTIFICATE =
  /\binsecure_skip_verify["']?\s*:\s*["']?true|\btlsSkipVerify(?:Auth)?["']?\s*:\s*["']?true|\btls_skip_verify(?:_insecure)?\s*=\s*true|\bproxy_ssl_verify\s+off/;

export const alertingPolicies = [
  {
    name: 'documented-alerts',
    rule: 'every alert has a severity, a team, a summary and a runbook',
    why: 'whoever is woken by it must know how bad it is, what it means and what to do',
    remedy: 'set the labels severity and team, and the annotations summary and runbook_url',
    source: 'https://prometheus.io/docs/practices/alerting/',
    faults: (resource) => alertsOf(resource).flatMap(undocumented),
  },
  {
    name: 'delivered-alerts',
    rule: 'no critical alert ends at a receiver that sends nothing',
    why: 'such a receiver is right for noise; a page that ends there is seen by nobody',
    remedy: 'give the receiver an integration, or a matcher that leaves severity="critical" out',
    source: 'https://prometheus.io/docs/alerting/latest/configuration/#route',
    faults: (resource) => configurationsOf(resource).flatMap(undelivered),
  },
  {
    name: 'verified-certificates',
    rule: 'no certificate is taken unread',
    why: 'a password goes to whoever answers first',
    remedy: 'name the authority: ca_file, and server_name where the name differs',
    source: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#tls_config',
    faults: ({ object }) => [
      ...Object.entries(record(object['data']))
        .filter(([, content]) => object.kind === 'ConfigMap' && ANY_CERTIFICATE.test(text(content) ?? ''))
        .map(([key]) => `${key} takes any certificate`),
      ...when(object.kind !== 'ConfigMap' && takesAny(object['spec']), 'takes any certificate'),
    ],
  },
  {
    name: 'closed-grafana',
    rule: 'Grafana lets in nobody without a name, and nobody makes an account there by themselves',
    why: 'boards and the data source behind them show how the systems are built',
    remedy: 'set enabled = false in [auth.anonymous], allow_sign_up = false in [users]',
    source: 'https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/',
    faults: (resource) => [...openByFile(resource), ...ofContainers(resource, ({ fields }) => openByVariable(fields))],
  },
] as const satisfies readonly ResourcePolicy[];

function alertsOf(resource: Resource): readonly Fields[] {
  const files = isKind(resource, 'PrometheusRule') ? [record(resource.object['spec'])] : filesWith('groups', resource);
  return files
    .flatMap(({ groups }) => list(groups))
    .flatMap((group) => list(record(group)['rules']).map(record))
    .filter(({ alert }) => alert !== undefined);
}

function undocumented(rule: Fields): readonly string[] {
  const has = { ...record(rule['labels']), ...record(rule['annotations']) };
  const missing = ['severity', 'team', 'summary', 'runbook_url'].filter((name) => text(has[name]) === undefined);
  return when(missing.length > 0, `alert ${text(rule['alert']) ?? ''} has no ${missing.join(', ')}`);
}

/** Alertmanager's configurations. */
const configurationsOf = (resource: Resource): readonly Fields[] =>
  filesWith('route', resource).filter(({ receivers }) => receivers !== undefined);

function undelivered(configuration: Fields): readonly string[] {
  const receivers = list(configuration['receivers']).map(record);
  const silent = receivers.filter((receiver) => !Object.values(receiver).some((value) => list(value).length > 0));
  const names = silent.map(({ name }) => name);
  const ends = endsOfCritical(record(configuration['route']), undefined);
  return [...new Set(ends.filter((end) => names.includes(end)))].map(
    (name) => `a critical alert can end at receiver '${String(name)}', which sends nothing`,
  );
}

/** Receivers at which a critical alert can end, a child's own or its parent's. */
function endsOfCritical(route: Fields, inherited: unknown): readonly unknown[] {
  if (!letsCriticalIn(route)) return [];
  const receiver = route['receiver'] ?? inherited;
  return [receiver, ...list(route['routes']).flatMap((child) => endsOfCritical(record(child), receiver))];
}

/** Matchers of one name of an alert are about alerts of which somebody has thought. */
function letsCriticalIn(route: Fields): boolean {
  const matchers = list(route['matchers']).map(String);
  return matchers.every((matcher) => {
    const [, name, operator, value = ''] = /^\s*"?(\w+)"?\s*(=~|!~|!=|=)\s*"?(.*?)"?\s*$/.exec(matcher) ?? [];
    if (name === 'alertname' && operator === '=') return false;
    if (name !== 'severity') return true;
    const isEqual = operator === '=' || operator === '!=' ? value === 'critical' : isMatch(value);
    return operator?.startsWith('!') === true ? !isEqual : isEqual;
  });
}

const isMatch = (pattern: string): boolean => new RegExp(`^(?:${pattern})$`).test('critical');

/** A custom resource of the operator: `insecureSkipVerify: true`, however deep. */
const takesAny = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).some(([key, inner]) => (key === 'insecureSkipVerify' ? inner === true : takesAny(inner)));

/** Sections of Grafana's file, and the setting that opens it. */
const DOORS = [
  ['auth.anonymous', 'enabled', 'GF_AUTH_ANONYMOUS_ENABLED', 'lets in people without a name'],
  ['users', 'allow_sign_up', 'GF_USERS_ALLOW_SIGN_UP', 'lets people make accounts'],
] as const;

function openByFile({ object }: Resource): readonly string[] {
  if (object.kind !== 'ConfigMap') return [];
  const files = Object.entries(record(object['data'])).filter(([name]) => name.endsWith('.ini'));
  return files.flatMap(([name, content]) =>
    DOORS.filter(([section, setting]) => settingOf(text(content) ?? '', section, setting) === 'true').map(
      ([, , , fault]) => `${name} ${fault}`,
    ),
  );
}

function settingOf(ini: string, section: string, setting: string): string | undefined {
  const body = ini.split(/^\[/m).find((part) => part.startsWith(`${section}]`)) ?? '';
  return new RegExp(`^${setting}\\s*=\\s*(\\S+)`, 'm').exec(body)?.[1];
}

function openByVariable(fields: Fields): readonly string[] {
  const variables = list(fields['env']).map(record);
  return DOORS.filter(([, , variable]) =>
    variables.some(({ name, value }) => name === variable && value === 'true'),
  ).map(([, , , fault]) => fault);
}
