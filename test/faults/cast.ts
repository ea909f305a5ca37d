/**
 * Prometheus and Alertmanager as production has them, at addresses of loopback and in haste: where production waits a
 * minute, a second passes here. Only files and arguments that were rendered are hastened; no setting of an environment
 * is touched.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { webhook } from '../../constructs/alertmanager/receivers';
import { alertmanagerProgram } from '../../constructs/alertmanager/program';
import { blackboxExporterProgram } from '../../constructs/blackbox-exporter/program';
import { single } from '../../constructs/monitoring/addresses';
import type { Environment } from '../../constructs/monitoring/environment';
import { type Wiring, wire } from '../../constructs/monitoring/wiring';
import type { Place, Program } from '../../constructs/program';
import { prometheusProgram } from '../../constructs/prometheus/program';
import type { DeliverableService, SecretRef } from '../../model/delivery';
import { hours, minutes, seconds } from '../../model/quantity';
import { services } from '../../services/registry';
import { environmentNamed } from '../../stacks/environments';
import { folderPlace, loopback, loopbackAddresses } from '../constructs/fixture';
import { freePorts, writeFiles } from '../support/running';
import { requireTool } from '../support/tools';
import { StagedAlertmanager } from './staged-alertmanager';
import { StagedPrometheus } from './staged-prometheus';
import type { Receiver } from './receiver';
import { type Stage, StagedServer } from './stage';

/** Who plays. */
export interface Casting {
  readonly receiver: Receiver;
  /** Scraped as rstmdb: `host:port`. */
  readonly targets?: readonly string[];
  /** How many of each; none when absent. */
  readonly prometheus?: number;
  readonly alertmanagers?: number;
  /** Files that name the URLs of receivers, in place of the URLs. */
  readonly hookFile?: (receiver: 'oncall') => SecretRef;
  /** Ports at which members of the cluster reach each other, where those are not their own. */
  readonly paths?: (ports: readonly number[]) => Promise<readonly number[]>;
  /** The port at which a Prometheus reaches an Alertmanager, where it is not its own. */
  readonly notifyBy?: (port: number) => Promise<number>;
  /** More that is watched. */
  readonly services?: readonly DeliverableService[];
  /** The port of a proxy of production's host, which a blackbox exporter is to probe, and whose certificates it trusts. */
  readonly front?: { readonly port: number; readonly trusted: string };
  /** Changes of a file of Prometheus, after the haste. */
  readonly edit?: (path: string, content: string) => string;
  /** Changes of Prometheus' arguments. */
  readonly prometheusArgs?: (args: readonly string[]) => readonly string[];
  /** More arguments of Alertmanager. */
  readonly alertmanagerArgs?: readonly string[];
  readonly prometheusEnv?: Readonly<Record<string, string>>;
  /** Where a replica keeps its data. */
  readonly dataDir?: (program: 'prometheus' | 'alertmanager', index: number) => string | undefined;
}

export interface Cast {
  readonly prometheus: readonly StagedPrometheus[];
  readonly alertmanagers: readonly StagedAlertmanager[];
  /** Where there is a front to probe. */
  readonly prober?: StagedServer;
}

/** Makes their files; starts nobody. */
export async function cast(stage: Stage, casting: Casting): Promise<Cast> {
  const web = await portsOf('prometheus', casting.prometheus ?? 0);
  const [am, gossip] = [
    await portsOf('alertmanager', casting.alertmanagers ?? 0),
    await portsOf('gossip', casting.alertmanagers ?? 0),
  ];
  const peers = await (casting.paths?.(gossip) ?? gossip);
  const told = await Promise.all(am.map((port) => casting.notifyBy?.(port) ?? port));
  const environment = hasty(casting);
  const { front } = casting;
  const prober = front === undefined ? undefined : (await freePorts('prober')).prober;
  const ids = prober === undefined ? WATCHED : [...WATCHED, 'blackbox'];
  const watched = [...services.filter(({ id }) => ids.includes(id)), ...(casting.services ?? [])];
  const wiringOf = (prometheus: number, alertmanager: number): Wiring =>
    wire(environment, watched, {
      ...loopbackAddresses(),
      ...(front === undefined || prober === undefined
        ? {}
        : { blackboxExporter: { ...single(loopback(prober)), publicUrl: loopback(front.port) } }),
      prometheus: {
        endpoint: loopback(web[prometheus] ?? 1),
        instances: web.map(loopback),
        replica: `replica-${prometheus}`,
        version: requireTool('prometheus').version,
      },
      alertmanager: {
        endpoint: loopback(am[alertmanager] ?? 1),
        instances: am.map(loopback),
        ...(am.length < 2
          ? {}
          : { gossip: { listen: `127.0.0.1:${gossip[alertmanager]}`, peers: peers.map(loopback) } }),
      },
    });
  return {
    prometheus: web.map((port, i) => {
      const { prometheus } = wiringOf(i, 0);
      const alertmanagers = { ...prometheus.alertmanagers, instances: told.map(loopback) };
      const place = placeOf(stage, `prometheus-${i}`, port, casting.dataDir?.('prometheus', i));
      return stagedPrometheus(stage, prometheusProgram({ ...prometheus, alertmanagers }, place), place, casting);
    }),
    alertmanagers: am.map((port, i) => {
      const place = placeOf(stage, `alertmanager-${i}`, port, casting.dataDir?.('alertmanager', i));
      const program = alertmanagerProgram(wiringOf(0, i).alertmanager, place);
      const reachedBy = peers[i] === gossip[i] ? undefined : peers[i];
      return stagedAlertmanager(stage, program, place, reachedBy, casting.alertmanagerArgs);
    }),
    ...(front === undefined || prober === undefined
      ? {}
      : { prober: stagedProber(stage, wiringOf(0, 0), prober, front.trusted) }),
  };
}

const WATCHED: readonly string[] = ['alertmanager', 'prometheus', 'rstmdb'];

const AUTHORITY: SecretRef = { secret: 'authority', key: 'ca.crt' };

async function portsOf(name: string, count: number): Promise<readonly number[]> {
  return Object.values(await freePorts(...Array.from({ length: count }, (_, i) => `${name}${i}`)));
}

function hasty({ receiver, targets = ['127.0.0.1:1'], hookFile, services: more = [] }: Casting): Environment {
  const prod = environmentNamed('prod');
  const tell = (name: string): ReturnType<typeof webhook> => webhook({ url: receiver.url(name) });
  return {
    ...prod,
    scrapeInterval: seconds(1),
    scrapeTimeout: seconds(1),
    evaluationInterval: seconds(1),
    services: {
      rstmdb: { discovery: [{ kind: 'static', targets }] },
      ...Object.fromEntries(more.map(({ id }) => [id, { discovery: [{ kind: 'static' as const, targets }] }])),
    },
    blackboxExporter: { ...prod.blackboxExporter, authority: AUTHORITY },
    alertmanager: {
      ...prod.alertmanager,
      receivers: {
        oncall: [hookFile === undefined ? tell('oncall') : webhook({ url: hookFile('oncall') })],
        team: [tell('team')],
        deadMansSwitch: [tell('deadMansSwitch')],
      },
      timing: {
        groupWait: seconds(1),
        groupInterval: minutes(5),
        repeatCritical: hours(1),
        repeatWarning: hours(1),
        heartbeat: minutes(1),
      },
    },
  };
}

function placeOf(stage: Stage, name: string, port: number, dataDir: string | undefined): Place {
  const place = folderPlace(join(stage.folder, name), port);
  return dataDir === undefined ? place : { ...place, dataDir };
}

function stagedPrometheus(stage: Stage, program: Program, place: Place, casting: Casting): StagedPrometheus {
  mkdirSync(place.dataDir, { recursive: true });
  writeFiles(program, place.configDir);
  const { edit = (_, content) => content } = casting;
  for (const path of program.files.map((file) => file.path)) {
    change(join(place.configDir, path), (content) =>
      edit(path, path.startsWith('rules/') ? hastened(content) : content),
    );
  }
  const args = program.args.map((arg) =>
    arg
      .replace('auto-reload-interval=30s', 'auto-reload-interval=1s')
      .replace('for-grace-period=1m', 'for-grace-period=1s'),
  );
  const haste = ['--rules.alert.resend-delay=1s', '--query.lookback-delta=5s'];
  const command = {
    path: requireTool('prometheus').path,
    args: (casting.prometheusArgs ?? ((same) => same))([...args, ...haste]),
    ...(casting.prometheusEnv === undefined ? {} : { env: casting.prometheusEnv }),
  };
  return new StagedPrometheus(stage, command, place);
}

function stagedAlertmanager(
  stage: Stage,
  program: Program,
  place: Place,
  reachedBy: number | undefined,
  more: readonly string[] = [],
): StagedAlertmanager {
  mkdirSync(place.dataDir, { recursive: true });
  writeFiles(program, place.configDir);
  change(join(place.configDir, 'config/alertmanager.yml'), (content) =>
    content
      .replace(/group_interval: .*/g, 'group_interval: 2s')
      .replace('repeat_interval: "1m"', 'repeat_interval: 2s'),
  );
  const args = program.args.map((arg) =>
    reachedBy === undefined ? arg : arg.replace(/(advertise-address=.*:)\d+/, `$1${reachedBy}`),
  );
  const haste = args.some((arg) => arg.startsWith('--cluster.label')) ? ['--cluster.peer-timeout=2s'] : [];
  return new StagedAlertmanager(
    stage,
    { path: requireTool('alertmanager').path, args: [...args, ...haste, ...more] },
    place,
  );
}

function stagedProber(stage: Stage, { blackboxExporter }: Wiring, port: number, trusted: string): StagedServer {
  const place = placeOf(stage, 'blackbox-exporter', port, undefined);
  const program = blackboxExporterProgram(blackboxExporter, place);
  writeFiles(program, place.configDir);
  const authority = place.secretFile(AUTHORITY);
  mkdirSync(dirname(authority), { recursive: true });
  writeFileSync(authority, trusted);
  return new StagedServer(stage, { path: requireTool('blackbox-exporter').path, args: program.args, port });
}

/** Ranges, waits and offsets of rules: a minute becomes a second. */
export function hastened(rules: string): string {
  const inSeconds = { m: 1, h: 60, d: 1440 } as const;
  return rules.replace(
    /(\[|for: "|offset )(\d+)([mhd])(?=[\]"\s)])/g,
    (_, before: string, count: string, unit: keyof typeof inSeconds) => `${before}${Number(count) * inSeconds[unit]}s`,
  );
}

function change(path: string, by: (content: string) => string): void {
  writeFileSync(path, by(readFileSync(path, 'utf8')));
}
