import { parse } from 'yaml';
import { planCompose } from '../../../cli/local/compose';
import { USUAL_PORTS } from '../../../cli/local/plan';
import { StateDir } from '../../../cli/local/state';
import { environments } from '../../../stacks/environments';
import { everything } from '../../../stacks/synth';

const plan = planCompose({
  environment: environments.local,
  ...everything(),
  state: new StateDir('/state'),
  ports: USUAL_PORTS,
  speed: 1,
  demo: true,
});

interface ComposeService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly [key: string]: unknown;
}

const compose = parse(plan.compose) as {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const services = Object.entries(compose.services);

/** Source and target of each mount. */
const mounts = ({ volumes = [] }: ComposeService): readonly (readonly string[])[] =>
  volumes.map((volume) => volume.split(':'));

describe('planCompose', () => {
  it('runs the whole stack, Grafana included, and the receiver of notifications', () => {
    expect(Object.keys(compose.services).sort()).toEqual([
      'alertmanager',
      'blackbox-exporter',
      'demo',
      'grafana',
      'nginx-exporter',
      'nginx-proxy',
      'node-exporter',
      'prometheus',
      'receiver',
    ]);
  });

  it('opens ports on loopback only, and only those of the proxy and the receiver', () => {
    const open = services.flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`));
    expect(open.sort()).toEqual([
      'nginx-proxy 127.0.0.1:8080:8080',
      'nginx-proxy 127.0.0.1:8443:8443',
      'receiver 127.0.0.1:9099:9099',
    ]);
  });

  it('gives no container a privilege or a root file system that it can write', () => {
    const hardening = services.map(([name, each]) => [name, each['read_only'], each['cap_drop'], each['security_opt']]);
    expect(hardening).toEqual(services.map(([name]) => [name, true, ['ALL'], ['no-new-privileges:true']]));
  });

  it('names exact images, and none that moves', () => {
    for (const [, { image }] of services) expect(image).toMatch(/^[a-z.]+\/[a-z/-]+:v?\d+\.\d+\.\d+(-alpine)?$/);
  });

  it('mounts every file that an argument or a variable names, and declares every volume', () => {
    for (const [name, service] of services) {
      const targets = mounts(service).map(([, target = '']) => target);
      const named = [...(service.command ?? []), ...Object.values(service.environment ?? {})]
        .flatMap((text) => text.match(/\/(?:etc\/vedette|run\/secrets|prometheus|alertmanager|app)\/[^\s"]*/g) ?? [])
        .filter((path) => !path.endsWith('/'));
      const unmounted = named.filter((path) => !targets.some((target) => path.startsWith(target)));
      expect([name, unmounted]).toEqual([name, []]);
      const volumes = mounts(service)
        .map(([source = '']) => source)
        .filter((source) => !/^[./]/.test(source));
      expect(volumes.filter((volume) => !(volume in compose.volumes))).toEqual([]);
    }
  });

  it('renders a file for every folder of configuration that it mounts', () => {
    const folders = services.flatMap(([, service]) =>
      mounts(service).flatMap(([source = '']) => (source.startsWith('./etc/') ? [source.replace('.', '/state')] : [])),
    );
    expect(folders.length).toBe(6);
    for (const folder of folders) expect(plan.files.some(({ path }) => path.startsWith(`${folder}/`))).toBe(true);
  });

  it('mounts each secret where it is read, and none elsewhere', () => {
    const secrets = services.map(([name, service]) => [
      name,
      mounts(service).flatMap(([source = '']) => (source.startsWith('./secrets/') ? [source] : [])),
    ]);
    expect(Object.fromEntries(secrets)).toEqual({
      alertmanager: [],
      // Not the proxy's own, where the key is.
      'blackbox-exporter': ['./secrets/monitoring-authority'],
      // The key of the sequencer, which the demo plays and Prometheus scrapes.
      demo: ['./secrets/sequencer'],
      grafana: ['./secrets/grafana'],
      'nginx-exporter': [],
      'nginx-proxy': ['./secrets/monitoring-tls', './secrets/monitoring-users'],
      'node-exporter': [],
      prometheus: ['./secrets/sequencer'],
      receiver: [],
    });
  });

  it('doubles dollar signs, which Compose would take for variables', () => {
    expect(plan.compose).toContain('$$');
    expect(plan.compose.replaceAll('$$', '')).not.toContain('$');
  });

  it('lets the programs reach each other by their names in the network', () => {
    const file = (suffix: string): string => plan.files.find(({ path }) => path.endsWith(suffix))?.content ?? '';
    expect(file('config/prometheus.yml')).toContain('"alertmanager:9093"');
    expect(file('config/prometheus.yml')).toContain('"node-exporter:9100"');
    expect(file('config/alertmanager.yml')).toContain('"http://receiver:9099/"');
    expect(file('datasources/vedette.yml')).toContain('"http://prometheus:9090/prometheus/"');
    expect(file('nginx.conf')).toContain('grafana:3000');
  });
});
