/** What Alertmanager reads: AM-14 and AM-15. */
import { NOTIFICATION_TEMPLATES } from '../../../constructs/alertmanager/templates';
import { carriedLabels } from '../../../constructs/alertmanager/inhibitions';
import { alertmanagerConfig } from '../../../constructs/alertmanager/config';
import type { Place } from '../../../constructs/program';
import type { Problem } from '../../../model/problem';
import type { Subject } from '../subject';
import { shapesOf } from './routes';

/** Notifications print what every alert has. */
export function templates({ alerts, environment, wiring }: Subject, text = NOTIFICATION_TEMPLATES): readonly Problem[] {
  const where = `${environment.name}/alertmanager/templates`;
  const told = alerts.filter(({ rule }) => ['critical', 'warning'].includes(rule.labels.severity));
  const annotations = printed(text, /Annotations\.(\w+)/g).flatMap((name) => {
    const without = told.find(({ rule }) => rule.annotations[name] === undefined);
    return without === undefined ? [] : [`annotation '${name}', which ${without.rule.alert} lacks`];
  });
  const shapes = shapesOf({ wiring }).filter(({ labels }) =>
    ['critical', 'warning'].includes(labels['severity'] ?? ''),
  );
  const labels = printed(text, /\bLabels\.(\w+)/g).flatMap((name) => {
    const without = shapes.find((shape) => !carriedLabels(shape).has(name));
    return without === undefined ? [] : [`label '${name}', which ${without.alertname} lacks`];
  });
  return [...annotations, ...labels].map((what) => ({
    id: 'AM-14',
    where,
    what: `a notification prints ${what}`,
    remedy: 'print what all alerts have',
  }));
}

const printed = (text: string, pattern: RegExp): readonly string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name = '']) => name)),
];

/** Keys of alertmanager.yml that hold a secret as it is; beside each there is one that names a file. */
const INLINE =
  /^(?:api_url|api_key|auth_password|auth_secret|bot_token|credentials|password|routing_key|service_key|token|webhook_url|smtp_auth_password|slack_api_url|opsgenie_api_key)$/;

/** No secret value stands in the configuration, and every mute interval is defined, in a time zone. */
export function secretsAndTimes({ environment, wiring }: Subject): readonly Problem[] {
  return configProblems(alertmanagerConfig(wiring.alertmanager, NOWHERE), `${environment.name}/alertmanager`);
}

/** Paths are of no matter here. */
const NOWHERE: Place = {
  configDir: '/etc/alertmanager',
  dataDir: '/data',
  tempDir: '/tmp',
  listen: { host: '', port: 9093 },
  secretFile: ({ secret, key }) => `/secrets/${secret}/${key}`,
};

/** Faults of a whole alertmanager.yml. */
export function configProblems(config: unknown, where: string): readonly Problem[] {
  const inline = entries(config).filter(([key, value]) => INLINE.test(key) && typeof value === 'string');
  const secrets = inline.map(([key]) => ({
    id: 'AM-15',
    where,
    what: `'${key}' holds a secret as it is`,
    remedy: `give it as a secret, which becomes '${key}_file'`,
  }));
  return [...secrets, ...mutings(config, where)];
}

function mutings(config: unknown, where: string): readonly Problem[] {
  const all = entries(config);
  const defined = all.flatMap(([key, value]) => (key === 'time_intervals' && Array.isArray(value) ? value : []));
  const names = defined.flatMap((each: unknown) =>
    entries(each).flatMap(([key, name]) => (key === 'name' ? [name] : [])),
  );
  const used = all.flatMap(([key, value]) =>
    /^(?:mute|active)_time_intervals$/.test(key) && Array.isArray(value) ? value : [],
  );
  const lost = used.filter((name: unknown) => !names.includes(name));
  const nowhere = defined.filter(
    (each: unknown) => Array.isArray(each) === false && !entries(each).some(([key]) => key === 'location'),
  );
  const nowhereNamed = nowhere.filter((each: unknown) => entries(each).some(([key]) => key === 'name'));
  return [
    ...lost.map((name: unknown) => ({
      id: 'AM-15',
      where,
      what: `mute interval '${String(name)}' is not defined`,
      remedy: "define it in 'time_intervals'",
    })),
    ...nowhereNamed.map(() => ({
      id: 'AM-15',
      where,
      what: 'a mute interval has no location, and would be in UTC',
      remedy: "give 'location', a time zone",
    })),
  ];
}

/** Every key of a nested value with its value. */
function entries(value: unknown): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.flatMap(entries);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[key, inner] as const, ...entries(inner)]);
}
