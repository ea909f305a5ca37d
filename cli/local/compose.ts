/**
 * The local stack for Docker Compose, Grafana included: the same programs and files, in containers.
 * https://docs.docker.com/reference/compose-file/
 */
import { dirname } from 'node:path';
import { ALERTMANAGER_PORT, alertmanagerProgram } from '../../constructs/alertmanager/program';
import { BLACKBOX_EXPORTER_PORT, blackboxExporterProgram } from '../../constructs/blackbox-exporter/program';
import { GRAFANA_PORT, grafanaProgram } from '../../constructs/grafana/program';
import { type Addresses, single } from '../../constructs/monitoring/addresses';
import type { Environment } from '../../constructs/monitoring/environment';
import type { Wiring } from '../../constructs/monitoring/settings';
import { wire } from '../../constructs/monitoring/wiring';
import { NGINX_EXPORTER_PORT, NGINX_STATUS_PORT, nginxExporterProgram } from '../../constructs/nginx-proxy/exporter';
import { NGINX_HTTPS_PORT, NGINX_HTTP_PORT, nginxProgram } from '../../constructs/nginx-proxy/program';
import { accessSecrets } from '../../constructs/nginx-proxy/access';
import { NODE_EXPORTER_PORT, nodeExporterProgram } from '../../constructs/node-exporter/program';
import type { Endpoint, Place, Program } from '../../constructs/program';
import { PROMETHEUS_PORT, prometheusProgram } from '../../constructs/prometheus/program';
import { type YamlValue, yamlText } from '../../constructs/render/yaml';
import { type ImageName, imageOf, imageReference } from '../../constructs/versions';
import type { SecretRef } from '../../model/delivery';
import { demoSecrets, planText, withDemo } from '../demo/local';
import { DEMO, demoFiles } from '../demo/incident-file';
import type { DemoPlan } from '../demo/plan';
import { fasterRules, localEnvironment } from './local-environment';
import type { LocalInput, PlacedFile } from './plan';
import { LOOPBACK } from './ports';

/** What `vedette up` puts in place for Docker. */
export interface ComposePlan {
  /** Content of compose.yaml, which lies in the state folder. */
  readonly compose: string;
  readonly files: readonly PlacedFile[];
  readonly wiring: Wiring;
  /** What is played; absent where everything is real, or nothing is to be played. */
  readonly demo?: DemoPlan;
}

const RECEIVER_PORT = 9099;
const DEMO_PORT = 9199;
/** Where Prometheus' container sees by which files it finds the demo's targets. */
const DEMO_TARGETS = '/etc/vedette/demo-targets';
/** Docker's own name server, in every network that Compose makes. */
const DOCKER_DNS = '127.0.0.11';
/** Where a container sees the host's root. */
const HOST_ROOT = '/host';

/** One container. */
interface Container {
  readonly program: Program;
  readonly image: ImageName;
  /** The folder that outlives the container. */
  readonly dataDir?: string;
  readonly secrets: readonly SecretRef[];
  readonly more?: Readonly<Record<string, YamlValue>>;
}

/** Renders everything. Touches nothing. */
export function planCompose(input: Omit<LocalInput, 'tools'>): ComposePlan {
  const { state, ports, speed } = input;
  const receiver: Endpoint = { host: 'receiver', port: RECEIVER_PORT };
  const addresses = composeAddresses(ports.proxy);
  const { environment, demo } = played(localEnvironment(input.environment, { receiver, speed }), addresses, input);
  const wiring = fasterRules(wire(environment, input.services, addresses, input.runbooks), speed);
  const containers = composeContainers(wiring, ports, demo);
  const placed = containers.flatMap(({ program: { component, files } }) =>
    files.map(({ path, content }) => ({ component, path: `${state.configDir(component)}/${path}`, content })),
  );
  const services = containers.map((each) => [each.program.component, serviceOf(each)] as const);
  return {
    compose: yamlText({
      name: 'vedette',
      services: Object.fromEntries([
        ...services,
        ['receiver', receiverService(ports.receiver)],
        ...(demo === undefined ? [] : [[DEMO, demoService(demo)] as const]),
      ]),
      volumes: Object.fromEntries(
        containers.flatMap(({ program, dataDir }) => (dataDir ? [[program.component, {}]] : [])),
      ),
    }),
    files: [
      ...placed,
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
  { services, demo }: Omit<LocalInput, 'tools'>,
): { readonly environment: Environment; readonly demo?: DemoPlan } {
  if (!demo) return { environment };
  const found = withDemo(environment, services, addresses, {
    exporter: { host: DEMO, port: DEMO_PORT },
    targetsFile: (service) => `${DEMO_TARGETS}/${service}.json`,
    secretFile: ({ secret, key }) => `/run/secrets/${secret}/${key}`,
  });
  return found.demo.services.length === 0 ? { environment } : found;
}

function composeAddresses(publicPort: number): Addresses {
  const at = (host: string, port: number): Endpoint => ({ host, port });
  return {
    nginx: {
      publicPort,
      redirect: at('', NGINX_HTTP_PORT),
      resolver: DOCKER_DNS,
      version: imageOf('nginx').tag,
      accessLog: '/dev/stdout',
      exporter: {
        status: at('', NGINX_STATUS_PORT),
        discovery: [{ kind: 'static', targets: [`nginx-exporter:${NGINX_EXPORTER_PORT}`] }],
      },
    },
    prometheus: {
      ...single(at('prometheus', PROMETHEUS_PORT)),
      replica: 'local',
      version: imageOf('prometheus').tag,
    },
    alertmanager: single(at('alertmanager', ALERTMANAGER_PORT)),
    grafana: single(at('grafana', GRAFANA_PORT)),
    nodeExporter: {
      discovery: [{ kind: 'static', targets: [`node-exporter:${NODE_EXPORTER_PORT}`] }],
      hostRoot: HOST_ROOT,
    },
    blackboxExporter: {
      ...single(at('blackbox-exporter', BLACKBOX_EXPORTER_PORT)),
      // The public host is the machine's own, which from a container is the container itself.
      publicUrl: at('nginx-proxy', NGINX_HTTPS_PORT),
    },
  };
}

function composeContainers(
  wiring: Wiring,
  ports: LocalInput['ports'],
  demo: DemoPlan | undefined,
): readonly Container[] {
  const { nginx, grafana } = wiring;
  return [
    {
      program: prometheusProgram(wiring.prometheus, containerPlace('prometheus', PROMETHEUS_PORT, '/prometheus')),
      image: 'prometheus',
      dataDir: '/prometheus',
      secrets: demo === undefined ? [] : demoSecrets(demo),
      ...(demo && { more: { volumes: [`./data/${DEMO}/targets:${DEMO_TARGETS}:ro`] } }),
    },
    {
      program: alertmanagerProgram(
        wiring.alertmanager,
        containerPlace('alertmanager', ALERTMANAGER_PORT, '/alertmanager'),
      ),
      image: 'alertmanager',
      dataDir: '/alertmanager',
      secrets: [],
    },
    {
      program: nodeExporterProgram(wiring.nodeExporter, containerPlace('node-exporter', NODE_EXPORTER_PORT, '/tmp')),
      image: 'nodeExporter',
      secrets: [],
      more: { pid: 'host', volumes: [`/:${HOST_ROOT}:ro,rslave`] },
    },
    {
      program: grafanaProgram(grafana, containerPlace('grafana', GRAFANA_PORT, '/var/lib/grafana')),
      image: 'grafana',
      dataDir: '/var/lib/grafana',
      secrets: [grafana.admin.password, grafana.secretKey],
    },
    proxyContainer(nginx, ports),
    {
      program: blackboxExporterProgram(
        wiring.blackboxExporter,
        containerPlace('blackbox-exporter', BLACKBOX_EXPORTER_PORT, '/tmp'),
      ),
      image: 'blackboxExporter',
      secrets: wiring.blackboxExporter.authority === undefined ? [] : [wiring.blackboxExporter.authority],
    },
    {
      program: nginxExporterProgram(
        { host: 'nginx-proxy', port: NGINX_STATUS_PORT },
        containerPlace('nginx-exporter', NGINX_EXPORTER_PORT, '/tmp'),
      ),
      image: 'nginxExporter',
      secrets: [],
    },
  ];
}

function proxyContainer(nginx: Wiring['nginx'], ports: LocalInput['ports']): Container {
  return {
    program: nginxProgram(nginx, containerPlace('nginx-proxy', NGINX_HTTPS_PORT, '/tmp')),
    image: 'nginx',
    secrets: [nginx.certificate, nginx.certificateKey, ...accessSecrets(nginx.access)],
    more: {
      // The image's start script edits its own configuration, which is not used here and cannot be written.
      entrypoint: ['nginx'],
      ports: [`${LOOPBACK}:${ports.proxy}:${NGINX_HTTPS_PORT}`, `${LOOPBACK}:${ports.redirect}:${NGINX_HTTP_PORT}`],
    },
  };
}

function containerPlace(component: string, port: number, dataDir: string): Place {
  return {
    configDir: `/etc/vedette/${component}`,
    dataDir,
    tempDir: '/tmp',
    listen: { host: '0.0.0.0', port },
    secretFile: ({ secret, key }) => `/run/secrets/${secret}/${key}`,
  };
}

/** What holds for every container: nothing to write but scratch and data, no privilege, started again when it ends. */
const HARDENED = {
  read_only: true,
  tmpfs: ['/tmp'],
  cap_drop: ['ALL'],
  security_opt: ['no-new-privileges:true'],
  restart: 'unless-stopped',
} as const;

function serviceOf({ program, image, dataDir, secrets, more = {} }: Container): YamlValue {
  const { component, args, env = {}, files } = program;
  const secretFolders = [...new Set(secrets.map(({ secret }) => secret))].sort();
  const { volumes: moreVolumes = [], ...rest } = more as { readonly volumes?: readonly string[] } & typeof more;
  return literal({
    ...HARDENED,
    image: imageReference(imageOf(image)),
    ...(args.length === 0 ? {} : { command: args }),
    ...(Object.keys(env).length === 0 ? {} : { environment: env }),
    volumes: [
      ...(files.length === 0 ? [] : [`./etc/${component}:/etc/vedette/${component}:ro`]),
      ...secretFolders.map((secret) => `./secrets/${secret}:/run/secrets/${secret}:ro`),
      ...(dataDir === undefined ? [] : [`${component}:${dataDir}`]),
      ...moreVolumes,
    ],
    ...rest,
  });
}

function receiverService(port: number): YamlValue {
  return literal({
    ...HARDENED,
    image: imageReference(imageOf('node')),
    command: ['node', '/app/receiver.js', '0.0.0.0', String(RECEIVER_PORT), '/tmp/notifications.jsonl'],
    volumes: [`${dirname(require.resolve('./receiver'))}:/app:ro`],
    ports: [`${LOOPBACK}:${port}:${RECEIVER_PORT}`],
  });
}

/** The same script that runs without containers, with the package's own modules. */
function demoService(demo: DemoPlan): YamlValue {
  const built = dirname(dirname(dirname(require.resolve('../demo/exporter'))));
  const modules = dirname(dirname(require.resolve('prom-client/package.json')));
  const files = ['/etc/vedette/plan.json', '/data/incidents.json'];
  return literal({
    ...HARDENED,
    image: imageReference(imageOf('node')),
    command: ['node', '/app/dist/cli/demo/exporter.js', '0.0.0.0', String(DEMO_PORT), ...files],
    volumes: [
      `${built}:/app/dist:ro`,
      `${modules}:/app/node_modules:ro`,
      `./etc/${DEMO}:/etc/vedette:ro`,
      `./data/${DEMO}:/data:ro`,
      ...[...new Set(demoSecrets(demo).map(({ secret }) => secret))].map(
        (secret) => `./secrets/${secret}:/run/secrets/${secret}:ro`,
      ),
    ],
  });
}

/** Compose replaces `$NAME` in every string; two dollar signs stand for one. */
function literal(value: YamlValue): YamlValue {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return (value as readonly YamlValue[]).map(literal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, literal(entry)]));
}
