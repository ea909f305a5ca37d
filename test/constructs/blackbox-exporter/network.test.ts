/** What probes need of the network, at both ends: the exporter asks what a caller names, so it is held to what is declared. */
import { probesOf, httpProbe, tcpProbe } from '../../../model';
import type { DeliverableService, Discovery } from '../../../model';
import { deliverProbes } from '../../../model/probe/deliver';
import { service, shop, validEnvironment, watchdog } from '../fixture';
import { type KubeObject, ofKind, render } from '../kubernetes/objects';

const share = { proves: 'it answers', severity: 'critical' } as const;
const probes = probesOf('till', {
  page: httpProbe({ path: '/health', ...share }),
  port: tcpProbe({ port: 7401, ...share }),
  door: httpProbe({ at: 'public-url', path: '/healthz', ...share }),
});

/** A service that is probed, and nothing else. */
const till: DeliverableService = {
  ...service('till'),
  deliver: (context) => {
    const { jobs, modules } = deliverProbes('till', Object.values(probes), context);
    return { ...service('till').deliver(context), scrapeJobs: jobs, probeModules: modules, ruleGroups: [], alerts: [] };
  },
};

function objectsFor(discovery: Discovery): readonly KubeObject[] {
  const environment = validEnvironment();
  return render({ ...environment, services: { till: { discovery: [discovery] } } }, [till, shop(), watchdog()]);
}

/** Where the exporter may connect to, beside the names of the cluster. */
function reaches(discovery: Discovery): readonly string[] {
  const policy = ofKind(objectsFor(discovery), 'NetworkPolicy').find(
    ({ metadata }) => metadata.name === 'blackbox-exporter',
  );
  const words = (policy?.spec?.egress ?? []).flatMap(({ to = [], ports = [] }) =>
    to.map(({ ipBlock, podSelector, namespaceSelector }) => {
      const where = namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'] ?? '';
      const pods = Object.values(podSelector?.matchLabels ?? {})[0] ?? 'all';
      const who = ipBlock?.cidr ?? `${where}/${pods}`;
      return `${who} ${ports.map(({ port, protocol }) => `${port}/${protocol}`).join(' ')}`;
    }),
  );
  return words.filter((each) => !each.startsWith('kube-system/')).sort();
}

const PUBLIC = ['/prod-nginx-proxy 8443/TCP', '0.0.0.0/0 443/TCP'];

describe('the blackbox exporter reaches', () => {
  it.each<[string, Discovery, readonly string[]]>([
    [
      'addresses, at both ports',
      { kind: 'static', targets: ['192.0.2.7:9090'] },
      ['192.0.2.7/32 7401/TCP', '192.0.2.7/32 9090/TCP'],
    ],
    [
      'Services, in their namespace',
      { kind: 'static', targets: ['till.shops.svc.cluster.local:9090'] },
      ['shops/all 7401/TCP', 'shops/all 9090/TCP'],
    ],
    [
      'pods, by the name of the port and by the probe’s own',
      { kind: 'kubernetes', role: 'pod', namespaces: ['shops'], matchLabels: { app: 'till' }, portName: 'web' },
      ['shops/till 7401/TCP', 'shops/till web/TCP'],
    ],
    [
      'names of service discovery, whose port is known only then',
      { kind: 'dns', type: 'SRV', names: ['_till._tcp.service.consul'] },
      ['0.0.0.0/0 1024/TCP', '0.0.0.0/0 7401/TCP'],
    ],
  ])('%s', (_what, discovery, expected) => {
    expect(reaches(discovery)).toEqual([...expected, ...PUBLIC].sort());
  });

  it('and never the cloud’s metadata service', () => {
    const policies = ofKind(objectsFor({ kind: 'dns', type: 'SRV', names: ['a.consul'] }), 'NetworkPolicy');
    const blocks = policies
      .filter(({ metadata }) => metadata.name === 'blackbox-exporter')
      .flatMap(({ spec }) => (spec?.egress ?? []).flatMap(({ to = [] }) => to.flatMap(({ ipBlock }) => ipBlock ?? [])))
      .filter(({ cidr }) => cidr === '0.0.0.0/0');
    expect(blocks.length).toBeGreaterThan(2);
    expect(blocks.filter(({ except }) => except?.join() !== '169.254.169.254/32')).toEqual([]);
  });
});

it('Prometheus does not reach what is only probed', () => {
  const objects = objectsFor({ kind: 'static', targets: ['192.0.2.7:9090'] });
  const policy = ofKind(objects, 'NetworkPolicy').find(({ metadata }) => metadata.name === 'prometheus');
  expect(JSON.stringify(policy)).toContain('blackbox-exporter');
  expect(JSON.stringify(policy)).not.toContain('192.0.2.7');
});

it('mounts the certificate of the authority, and not the key that may lie beside it', () => {
  const environment = validEnvironment();
  const authority = { secret: 'monitoring-tls', key: 'ca.crt' };
  const objects = render(
    { ...environment, services: {}, blackboxExporter: { ...environment.blackboxExporter, authority } },
    [till, shop(), watchdog()],
  );
  const deployment = ofKind(objects, 'Deployment').find(({ metadata }) => metadata.name === 'blackbox-exporter');
  const volumes = deployment?.spec?.template?.spec?.volumes ?? [];
  expect(volumes.flatMap(({ secret }) => (secret === undefined ? [] : [secret]))).toEqual([
    { secretName: 'monitoring-tls', items: [{ key: 'ca.crt', path: 'ca.crt' }], defaultMode: 0o440, optional: false },
  ]);
});
