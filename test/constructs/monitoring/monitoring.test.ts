import { App, Chart } from 'cdk8s';
import { kubernetesAddresses } from '../../../constructs/monitoring/kubernetes-addresses';
import { Prometheus } from '../../../constructs/prometheus/index';
import { publicBaseUrl, wire } from '../../../constructs/monitoring/wiring';
import type { DeliveryContext } from '../../../model/delivery';
import { VedetteError } from '../../../model/problem';
import { seconds } from '../../../model/quantity';
import { loopbackAddresses, service, shop, validEnvironment, watchdog } from '../fixture';
import { objectClaims } from '../kubernetes/object-claims';
import { type KubeObject, type Rule, ofKind, render, workloads } from '../kubernetes/objects';

const services = [
  shop(),
  watchdog(),
  ...['alertmanager', 'node', 'grafana', 'nginx', 'blackbox'].map((id) => service(id)),
];
const objects = render(validEnvironment(), services);
const named = (kind: string, name: string): KubeObject | undefined =>
  ofKind(objects, kind).find(({ metadata }) => metadata.name === name);
const argsOf = (title: string): readonly string[] =>
  workloads(objects).find((each) => each.title === title)?.pod.containers[0]?.args ?? [];

describe('Monitoring', () => {
  it('names its objects by what they are, the same on every run', () => {
    const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(names).toEqual(expect.arrayContaining(['StatefulSet prometheus', 'Service alertmanager-replicas']));
    expect(render(validEnvironment(), services)).toEqual(objects);
  });

  it('gives every replica of Prometheus its own name, from its pod', () => {
    const config = named('ConfigMap', 'prometheus-config')?.data?.['prometheus.yml'];
    expect(config).toContain('replica: "${POD_NAME}"');
    const [container] =
      workloads(objects).find(({ title }) => title === 'StatefulSet prometheus')?.pod.containers ?? [];
    expect(container?.env).toEqual([{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }]);
  });

  it('tells Prometheus of each Alertmanager, not of their Service', () => {
    const config = named('ConfigMap', 'prometheus-config')?.data?.['prometheus.yml'] ?? '';
    const members = [
      ...config.matchAll(/"(alertmanager-\d)\.alertmanager-replicas\.monitoring\.svc\.cluster\.local:9093"/g),
    ];
    expect([...new Set(members.map(([, name]) => name))]).toEqual([
      'alertmanager-0',
      'alertmanager-1',
      'alertmanager-2',
    ]);
  });

  it('lets the members of Alertmanager find each other, by both protocols', () => {
    const args = argsOf('StatefulSet alertmanager');
    expect(args).toContain('--cluster.listen-address=[$(POD_IP)]:9094');
    expect(args).toContain('--cluster.label=prod/mainnet');
    expect(args.filter((arg) => arg.startsWith('--cluster.peer='))).toHaveLength(3);
    const gossip = named('Service', 'alertmanager-replicas')?.spec?.ports?.filter(({ name }) =>
      name.startsWith('gossip'),
    );
    expect(gossip?.map(({ protocol }) => protocol)).toEqual(['TCP', 'UDP']);
  });

  it('turns the cluster off where there is one member', () => {
    const alone = validEnvironment({ purpose: 'test' });
    const environment = { ...alone, alertmanager: { ...alone.alertmanager, replicas: 1 } };
    const [container] =
      workloads(render(environment, services)).find(({ title }) => title.endsWith(' alertmanager'))?.pod.containers ??
      [];
    expect(container?.args?.filter((arg) => arg.startsWith('--cluster'))).toEqual(['--cluster.listen-address=']);
  });

  it('lets no door but the proxy be reached from outside', () => {
    const open = ofKind(objects, 'NetworkPolicy').filter(({ spec }) =>
      JSON.stringify(spec?.ingress ?? []).includes('203.0.113.0/24'),
    );
    expect(open.map(({ metadata }) => metadata.name)).toEqual(['nginx-proxy']);
    expect(ofKind(objects, 'Service').every(({ spec }) => !JSON.stringify(spec).includes('NodePort'))).toBe(true);
  });

  it('starts a new proxy when its configuration changes, and none for a new rule', () => {
    const checksum = (rendered: readonly KubeObject[], title: string): string =>
      JSON.stringify(workloads(rendered).find((each) => each.title === title)?.object.spec?.template?.metadata);
    const moved = render(
      validEnvironment({ paths: { prometheus: '/prom/', alertmanager: '/alertmanager/' } }),
      services,
    );
    const ruled = render(validEnvironment(), [shop({ ruleGroups: [] }), ...services.slice(1)]);
    expect(checksum(moved, 'Deployment nginx-proxy')).not.toBe(checksum(objects, 'Deployment nginx-proxy'));
    for (const { title } of workloads(objects)) expect(checksum(ruled, title)).toBe(checksum(objects, title));
  });
});

describe('a construct', () => {
  it('may stand twice in one chart, under another name', () => {
    const chart = new Chart(new App(), 'c');
    const { prometheus: settings } = wire(validEnvironment(), services, loopbackAddresses());
    const { replicas, resources, volume } = validEnvironment().prometheus;
    for (const name of ['prometheus', 'archive']) {
      const identity = { component: 'prometheus', name, namespace: 'a', environment: 'prod' };
      new Prometheus(chart, name, { identity, settings, replicas, resources, volume });
    }
    const both = chart.toJson() as readonly KubeObject[];
    const names = both.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { faults } of objectClaims.filter(({ claim }) => /selector finds|Service leads/.test(claim))) {
      expect(faults(both)).toEqual([]);
    }
  });

  it('refuses what cannot stand, with its path', () => {
    const chart = new Chart(new App(), 'c');
    const { prometheus: settings } = wire(validEnvironment(), services, loopbackAddresses());
    const { resources, volume } = validEnvironment().prometheus;
    const identity = { component: 'prometheus', name: 'Prom', namespace: 'default', environment: 'prod' };
    const make = () => new Prometheus(chart, 'archive', { identity, settings, replicas: 0, resources, volume });
    expect(make).toThrow(
      new VedetteError([
        {
          where: 'c/archive',
          what: "name is 'Prom', must be a DNS label (lower-case letters, digits and dashes, at most 63)",
        },
        {
          where: 'c/archive',
          what: "namespace is 'default', must be a namespace of its own",
          remedy: 'the stack sets security levels and denies traffic there',
        },
        { where: 'c/archive', what: 'replicas is 0, must be a whole number, 1 or more' },
      ]),
    );
  });
});

/** Peers of a policy in words. */
function flows(name: string, direction: 'ingress' | 'egress'): readonly string[] {
  const policy = ofKind(objects, 'NetworkPolicy').find(({ metadata }) => metadata.name === name);
  const words = ({ from, to, ports }: Rule): readonly string[] =>
    (from ?? to ?? []).map((peer) => {
      const labels = peer.podSelector?.matchLabels ?? {};
      const who = labels['app.kubernetes.io/name'] ?? labels['k8s-app'] ?? peer.ipBlock?.cidr ?? 'everybody';
      return `${who} ${(ports ?? []).map(({ port, protocol }) => `${port}/${protocol}`).join(' ')}`;
    });
  return (policy?.spec?.[direction] ?? []).flatMap(words).sort();
}

describe('the network', () => {
  it.each([
    ['nginx-proxy', 'ingress', ['203.0.113.0/24 8443/TCP 8080/TCP', 'prometheus metrics/TCP']],
    [
      'nginx-proxy',
      'egress',
      ['alertmanager 9093/TCP', 'grafana 3000/TCP', 'kube-dns 53/UDP 53/TCP', 'prometheus 9090/TCP'],
    ],
    ['blackbox-exporter', 'ingress', ['prometheus 9115/TCP']],
    ['blackbox-exporter', 'egress', ['kube-dns 53/UDP 53/TCP']],
    ['grafana', 'ingress', ['nginx-proxy 3000/TCP', 'prometheus 3000/TCP']],
    ['grafana', 'egress', ['alertmanager 9093/TCP', 'kube-dns 53/UDP 53/TCP', 'prometheus 9090/TCP']],
    [
      'alertmanager',
      'ingress',
      ['alertmanager 9094/TCP 9094/UDP', 'grafana 9093/TCP', 'nginx-proxy 9093/TCP', 'prometheus 9093/TCP'],
    ],
    [
      'alertmanager',
      'egress',
      ['0.0.0.0/0 443/TCP', '0.0.0.0/0 587/TCP', 'alertmanager 9094/TCP 9094/UDP', 'kube-dns 53/UDP 53/TCP'],
    ],
    ['prometheus', 'ingress', ['grafana 9090/TCP', 'nginx-proxy 9090/TCP', 'prometheus 9090/TCP']],
    [
      'prometheus',
      'egress',
      [
        '0.0.0.0/0 8080/TCP',
        '10.1.0.0/16 9100/TCP',
        '10.2.0.1/32 443/TCP 6443/TCP',
        '192.0.2.7/32 8081/TCP',
        'alertmanager 9093/TCP',
        'blackbox-exporter 9115/TCP',
        'grafana 3000/TCP',
        'kube-dns 53/UDP 53/TCP',
        'nginx-proxy metrics/TCP',
        'prometheus 9090/TCP',
      ],
    ],
  ] as const)('of %s lets through as %s: %j', (name, direction, expected) => {
    expect(flows(name, direction)).toEqual(expected);
  });
});

describe('wire', () => {
  it('tells every program of the one sub-path', () => {
    const environment = validEnvironment({ paths: { prometheus: '/a/prom/', alertmanager: '/b/' } });
    const wiring = wire(environment, services, kubernetesAddresses(environment));
    expect(wiring.prometheus).toMatchObject({
      externalUrl: 'https://monitoring.example.org/a/prom/',
      subPath: '/a/prom/',
    });
    expect(wiring.prometheus.alertmanagers.subPath).toBe('/b/');
    expect(wiring.nginx.prometheus.subPath).toBe('/a/prom/');
    expect(wiring.grafana.prometheusUrl).toBe('http://prometheus.monitoring.svc.cluster.local:9090/a/prom/');
    expect(wiring.grafana.alertmanagerUrl).toBe('http://alertmanager.monitoring.svc.cluster.local:9093/b/');
    const path = (job: string) => wiring.prometheus.scrapeJobs.find((each) => each.job === job)?.metricsPath;
    expect([path('prometheus'), path('alertmanager'), path('shop')]).toEqual([
      '/a/prom/metrics',
      '/b/metrics',
      '/metrics',
    ]);
  });

  it('finds the stack’s own services by its addresses, and hosts outside beside them', () => {
    const environment = validEnvironment();
    const contexts = new Map<string, DeliveryContext>();
    const listening = services.map((each) => ({
      ...each,
      deliver: (context: DeliveryContext) => {
        contexts.set(each.id, context);
        return each.deliver(context);
      },
    }));
    wire(
      { ...environment, nodeExporter: { ...environment.nodeExporter, outside: ['build-7:9100'] } },
      listening,
      loopbackAddresses(),
    );
    const targets = (id: string) =>
      contexts.get(id)?.discovery.flatMap((each) => (each.kind === 'static' ? each.targets : []));
    expect(targets('node')).toEqual(['127.0.0.1:19100', 'build-7:9100']);
    expect(targets('prometheus')).toEqual(['127.0.0.1:19090']);
    expect(targets('alertmanager')).toEqual(['127.0.0.1:19093']);
    expect(targets('grafana')).toEqual(['127.0.0.1:13000']);
    expect(targets('shop')).toEqual(['shop-1.example.org:8080', '192.0.2.7:8081']);
    expect(contexts.get('shop')?.publicUrl).toBe('https://monitoring.example.org');
  });

  it('names the port in the public URL where it is not the usual one', () => {
    expect([publicBaseUrl('a.b', 443), publicBaseUrl('a.b', 8443)]).toEqual(['https://a.b', 'https://a.b:8443']);
  });

  it('reports the problems of services together with its own', () => {
    const angry = {
      ...shop(),
      deliver: () => {
        throw new VedetteError([{ where: 'shop/alerts', what: 'a is b, must be c' }]);
      },
    };
    expect(() =>
      wire(validEnvironment({ scrapeInterval: seconds(0), host: 'A' }), [angry], loopbackAddresses()),
    ).toThrow(
      new VedetteError([
        { where: 'shop/alerts', what: 'a is b, must be c' },
        { where: 'prod/prometheus', what: 'scrapeInterval is 0s, must be above 0 and at most 2m, or series have gaps' },
        {
          where: 'prod/nginx',
          what: "host is 'A', must be a host name in lower case, without scheme, port or trailing dot",
        },
      ]),
    );
  });

  it('does not hide a fault of a service’s code', () => {
    const faulty = {
      ...shop(),
      deliver: () => {
        throw new TypeError('a fault');
      },
    };
    expect(() => wire(validEnvironment(), [faulty], loopbackAddresses())).toThrow(new TypeError('a fault'));
  });
});
