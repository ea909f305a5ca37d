/** From an environment to the files and processes of a local stack. The files are those that a pod would mount. */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { alertmanagerProgram } from '../../constructs/alertmanager/program';
import { type Addresses, single } from '../../constructs/monitoring/addresses';
import type { Environment } from '../../constructs/monitoring/environment';
import type { Wiring } from '../../constructs/monitoring/settings';
import { wire } from '../../constructs/monitoring/wiring';
import { nginxProgram } from '../../constructs/nginx-proxy/program';
import { nodeExporterProgram } from '../../constructs/node-exporter/program';
import type { Place, Program, ProgramFile } from '../../constructs/program';
import { prometheusProgram } from '../../constructs/prometheus/program';
import { below } from '../../constructs/sub-path';
import type { DeliverableService, Discovery, SecretRef } from '../../model/delivery';
import { demoFiles, DEMO } from '../demo/incident-file';
import { planText, withDemo } from '../demo/local';
import type { DemoPlan } from '../demo/plan';
import type { Tool } from '../tools';
import { type Planned, exporterPrograms } from './exporters';
import { type LocalOptions, fasterRules, localEnvironment } from './local-environment';
import { LOOPBACK, at, loopbackUrl } from './ports';
import type { ProcessSpec, RunPlan, StateDir } from './state';

/** Every listener, with the port that people expect; 0 where any will do. */
export const USUAL_PORTS = {
  proxy: 8443,
  redirect: 8080,
  prometheus: 9090,
  alertmanager: 9093,
  'node-exporter': 9100,
  'nginx-exporter': 9113,
  'blackbox-exporter': 9115,
  'nginx-status': 0,
  receiver: 9099,
  demo: 9199,
  rstmdb: 7401,
  'rstmdb-metrics': 7402,
} as const;

export type LocalPorts = Readonly<Record<keyof typeof USUAL_PORTS, number>>;

/** The programs to run. rstmdb is something to watch; without the exporter nginx is not watched, and serves all the same. */
export interface LocalTools {
  readonly prometheus: Tool;
  readonly alertmanager: Tool;
  readonly 'node-exporter': Tool;
  readonly nginx: Tool;
  readonly rstmdb?: Tool;
  readonly 'nginx-exporter'?: Tool;
  /** Without it nothing is probed. */
  readonly 'blackbox-exporter'?: Tool;
}

/** What to plan for. */
export interface LocalInput {
  readonly environment: Environment;
  readonly services: readonly DeliverableService[];
  readonly runbooks: readonly ProgramFile[];
  readonly state: StateDir;
  readonly ports: LocalPorts;
  readonly tools: LocalTools;
  readonly speed: number;
  /** Play the services that nothing here serves. */
  readonly demo: boolean;
}

/** A file by its absolute path. */
export interface PlacedFile {
  readonly component: string;
  readonly path: string;
  readonly content: string;
}

/** Everything that `vedette up` puts in place. */
export interface LocalPlan {
  readonly run: RunPlan;
  readonly files: readonly PlacedFile[];
  readonly wiring: Wiring;
  /** What is played; absent where everything is real, or nothing is to be played. */
  readonly demo?: DemoPlan;
}

/**
 * Plans a local stack. Touches nothing.
 * @throws VedetteError with every problem of the environment and the services
 */
export function planLocal(input: LocalInput): LocalPlan {
  const { state, ports, tools, speed } = input;
  const addresses = localAddresses(state, ports, tools);
  const { environment, demo } = played(
    localEnvironment(input.environment, {
      receiver: at(ports.receiver),
      speed,
      ...(tools.rstmdb && { rstmdb: watchedRstmdb(ports, tools.rstmdb) }),
    }),
    addresses,
    input,
  );
  const wiring = fasterRules(wire(environment, input.services, addresses, input.runbooks), speed);
  const programs = localPrograms(wiring, environment, input);
  return {
    run: {
      processes: [
        receiverProcess(state, ports),
        ...(demo === undefined ? [] : [demoProcess(state, ports)]),
        ...(tools.rstmdb === undefined ? [] : [rstmdbProcess(state, ports, tools.rstmdb)]),
        ...programs.map(([program, tool, readyUrl]) => programProcess(state, program, tool, readyUrl)),
      ],
    },
    files: [
      ...programs.flatMap(([{ component, files }]) =>
        files.map(({ path, content }) => ({ component, path: join(state.configDir(component), path), content })),
      ),
      ...(demo === undefined ? [] : [{ component: DEMO, path: demoFiles.plan(state), content: planText(demo) }]),
    ],
    wiring,
    ...(demo && { demo }),
  };
}

/** The environment with targets for what the demo plays. */
function played(
  environment: Environment,
  addresses: Addresses,
  { state, ports, services, demo }: LocalInput,
): { readonly environment: Environment; readonly demo?: DemoPlan } {
  if (!demo) return { environment };
  const place = {
    exporter: at(ports.demo),
    targetsFile: (service: string) => demoFiles.targets(state, service),
    secretFile: ({ secret, key }: SecretRef) => state.secretFile(secret, key),
  };
  const found = withDemo(environment, services, addresses, place);
  return found.demo.services.length === 0 ? { environment } : found;
}

/** The programs with what runs them and where they say that they are ready, in the order of starting. */
function localPrograms(
  { nodeExporter, alertmanager, prometheus, nginx, blackboxExporter }: Wiring,
  { paths, host }: Environment,
  { state, ports, tools }: LocalInput,
): readonly Planned[] {
  const place = (component: string, port: number): Place => ({
    configDir: state.configDir(component),
    dataDir: state.dataDir(component),
    tempDir: state.tempDir(component),
    listen: at(port),
    secretFile: ({ secret, key }) => state.secretFile(secret, key),
  });
  return [
    [
      nodeExporterProgram(nodeExporter, place('node-exporter', ports['node-exporter'])),
      tools['node-exporter'],
      loopbackUrl(ports['node-exporter'], '/'),
    ],
    [
      alertmanagerProgram(alertmanager, place('alertmanager', ports.alertmanager)),
      tools.alertmanager,
      loopbackUrl(ports.alertmanager, below(paths.alertmanager, '/-/ready')),
    ],
    [
      prometheusProgram(prometheus, place('prometheus', ports.prometheus)),
      tools.prometheus,
      loopbackUrl(ports.prometheus, below(paths.prometheus, '/-/ready')),
    ],
    [nginxProgram(nginx, place('nginx-proxy', ports.proxy)), tools.nginx, `https://${host}:${ports.proxy}/healthz`],
    ...exporterPrograms(tools, ports, place, blackboxExporter),
  ];
}

function watchedRstmdb(ports: LocalPorts, { version }: Tool): NonNullable<LocalOptions['rstmdb']> {
  return { release: version, metrics: at(ports['rstmdb-metrics']), clients: at(ports.rstmdb) };
}

function localAddresses(state: StateDir, ports: LocalPorts, tools: LocalTools): Addresses {
  return {
    nginx: {
      publicPort: ports.proxy,
      redirect: at(ports.redirect),
      version: tools.nginx.version,
      accessLog: state.logFile('nginx-proxy-access'),
      // Root's own folders are closed to the account that nginx would give its workers.
      ...(process.getuid?.() === 0 ? { user: 'root' } : {}),
      ...(tools['nginx-exporter'] && {
        exporter: { status: at(ports['nginx-status']), discovery: [onLoopback(ports['nginx-exporter'])] },
      }),
    },
    prometheus: { ...single(at(ports.prometheus)), replica: 'local', version: tools.prometheus.version },
    alertmanager: single(at(ports.alertmanager)),
    nodeExporter: {
      discovery: [onLoopback(ports['node-exporter'])],
      hostRoot: '/',
    },
    ...(tools['blackbox-exporter'] && { blackboxExporter: single(at(ports['blackbox-exporter'])) }),
  };
}

function onLoopback(port: number): Discovery {
  return { kind: 'static', targets: [`${LOOPBACK}:${port}`] };
}

function programProcess(
  state: StateDir,
  { component, args, env = {} }: Program,
  tool: Tool,
  readyUrl: string,
): ProcessSpec {
  return processSpec({
    name: component,
    command: tool.path,
    args,
    env,
    cwd: state.tempDir(component),
    stopSignal: 'SIGTERM',
    readyUrl,
  });
}

function receiverProcess(state: StateDir, { receiver }: LocalPorts): ProcessSpec {
  return processSpec({
    name: 'receiver',
    command: process.execPath,
    args: [
      join(__dirname, 'receiver.js'),
      LOOPBACK,
      String(receiver),
      join(state.dataDir('receiver'), 'notifications.jsonl'),
    ],
    env: {},
    cwd: state.tempDir('receiver'),
    stopSignal: 'SIGTERM',
    readyUrl: loopbackUrl(receiver, '/healthz'),
  });
}

function demoProcess(state: StateDir, { demo }: LocalPorts): ProcessSpec {
  const script = join(dirname(__dirname), 'demo', 'exporter.js');
  return processSpec({
    name: DEMO,
    command: process.execPath,
    args: [script, LOOPBACK, String(demo), demoFiles.plan(state), demoFiles.incidents(state)],
    env: {},
    cwd: state.tempDir(DEMO),
    stopSignal: 'SIGTERM',
    readyUrl: loopbackUrl(demo, '/healthz'),
  });
}

/** rstmdb is told everything by its environment; metrics are off unless asked for. https://docs.rs/crate/rstmdb/0.3.0 */
function rstmdbProcess(state: StateDir, ports: LocalPorts, tool: Tool): ProcessSpec {
  return processSpec({
    name: 'rstmdb',
    command: tool.path,
    args: [],
    env: {
      RSTMDB_BIND: `${LOOPBACK}:${ports.rstmdb}`,
      RSTMDB_DATA: state.dataDir('rstmdb'),
      RSTMDB_METRICS_ENABLED: '1',
      RSTMDB_METRICS_BIND: `${LOOPBACK}:${ports['rstmdb-metrics']}`,
      RUST_LOG: 'warn',
    },
    cwd: state.tempDir('rstmdb'),
    // It writes its log out on SIGINT only.
    stopSignal: 'SIGINT',
    readyUrl: loopbackUrl(ports['rstmdb-metrics'], '/health'),
  });
}

/** Programs see nothing of the caller's environment but where programs and the home folder are. */
function processSpec(spec: Omit<ProcessSpec, 'revision' | 'held'>): ProcessSpec {
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/', ...spec.env };
  const revision = createHash('sha256')
    .update(JSON.stringify([spec.command, spec.args, spec.env]))
    .digest('hex');
  return { ...spec, env, revision, held: false };
}
