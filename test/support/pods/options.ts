/** What an environment may have and `dev` has not, at sizes that suit one small node. */
import type { Environment } from '../../../constructs/monitoring/environment';
import type { Silence } from '../../../constructs/alertmanager/silences/silence';
import { type Resources, millicores } from '../../../constructs/kubernetes/resources';
import { WEEKDAYS } from '../../../constructs/alertmanager/time-intervals';
import type { PostgresDatabase } from '../../../constructs/postgres/database';
import { days, gibibytes, mebibytes } from '../../../model/quantity';
import type { Difference } from '../../../stacks/environment/extend';
import { type Authority, type Certified, filesOf } from './authority';

export const OBJECT_STORE = { secret: 'object-store', key: 'objstore.yml' } as const;
/** Secrets of node-exporter and of Prometheus, each with `tls.crt`, `tls.key` and `ca.crt`. */
export const [AGENT_SECRET, CLIENT_SECRET] = ['node-exporter-tls', 'node-exporter-client'] as const;
/** What the certificate of an agent says: agents are found by address. */
export const AGENT_NAME = 'node-exporter';

/** Values of both Secrets, by `name/key`. */
export function certificateValues(
  authority: Authority,
  agent: Certified,
  client: Certified,
): Readonly<Record<string, string>> {
  const all = { [AGENT_SECRET]: filesOf(agent), [CLIENT_SECRET]: filesOf(client) };
  const values = Object.entries(all).flatMap(([secret, files]) =>
    Object.entries({ ...files, 'ca.crt': authority.certificate }).map(([key, value]) => [`${secret}/${key}`, value]),
  );
  return Object.fromEntries(values) as Readonly<Record<string, string>>;
}

export const silence: Silence = {
  name: 'rstmdb-upgrade',
  matchers: [{ label: 'alertname', op: '=', value: 'RstmdbDown' }],
  startsAt: time(0),
  endsAt: time(6),
  owner: 'platform',
  reason: 'It is replaced',
};

/** An hour from now: `2026-11-21T23:00:00Z`. */
function time(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString().replace(/\.\d+/, '');
}

const small: Resources = {
  cpu: { request: millicores(10) },
  memory: { request: mebibytes(32), limit: mebibytes(512) },
};
const volume = { size: gibibytes(10) };

/** Silences, certificates of node-exporter, Thanos and all tasks. @param bucket - `host:port` of its server */
export function everyOption(bucket: string, database: PostgresDatabase): Difference<Environment> {
  const agent = (key: string): { secret: string; key: string } => ({ secret: AGENT_SECRET, key });
  const client = (key: string): { secret: string; key: string } => ({ secret: CLIENT_SECRET, key });
  return {
    alertmanager: { silences: [silence] },
    nodeExporter: {
      tls: {
        certificate: agent('tls.crt'),
        key: agent('tls.key'),
        clientAuthority: agent('ca.crt'),
        client: {
          authority: client('ca.crt'),
          certificate: client('tls.crt'),
          key: client('tls.key'),
          serverName: AGENT_NAME,
        },
      },
    },
    thanos: {
      objectStore: { config: OBJECT_STORE, address: bucket },
      retention: { raw: days(30), fiveMinutes: days(90), oneHour: days(365) },
      sidecar: { resources: small },
      query: { resources: small, replicas: 2 },
      store: { resources: small, replicas: 1, volume },
      compactor: { resources: small, volume },
    },
    jobs: tasks(database),
  };
}

/** None of them begins by itself within half a day. */
function tasks(database: PostgresDatabase): NonNullable<Environment['jobs']> {
  const later = new Date(Date.now() + 12 * 3_600_000);
  const at = later.toISOString().slice(11, 16);
  const weekly = { on: WEEKDAYS[(later.getUTCDay() + 6) % 7] ?? 'monday', at };
  return {
    databaseBackup: {
      database,
      schedule: { at },
      keep: 7,
      volume: { size: gibibytes(1) },
      scratch: gibibytes(1),
      resources: small,
    },
    databaseVacuum: { database, schedule: weekly, resources: small },
    receiverTest: { schedule: weekly },
    prometheusSnapshot: { schedule: { at }, keep: 3, volume: { size: gibibytes(20) }, resources: small },
  };
}
