/** What flows.test.ts finds when something is wrong: production with one fault at a time. */
import { environmentNamed } from '../../stacks/environments';
import { synth } from '../../stacks/synth';
import { closedDemands, entrances, needlessPairs, survey } from '../support/network/survey';

type Manifest = { kind: string; metadata: { name: string }; spec: Record<string, Record<string, unknown>[]> };

const production = JSON.stringify(synth(environmentNamed('prod')));

/** Production with the objects that one thing is wrong with. */
function faulty(change: (manifests: Manifest[]) => Manifest[]) {
  return survey(change(JSON.parse(production) as Manifest[]));
}

const changed = (kind: string, name: string, change: (spec: Manifest['spec']) => void) => (manifests: Manifest[]) => {
  const found = manifests.find((each) => each.kind === kind && each.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  change(found.spec);
  return manifests;
};

describe('a stack that', () => {
  it('does not let Grafana into Prometheus is found', () => {
    const found = faulty(
      changed('NetworkPolicy', 'prometheus', (spec) => {
        spec['ingress'] = (spec['ingress'] ?? []).filter((rule) => !JSON.stringify(rule).includes('grafana'));
      }),
    );
    expect(closedDemands(found)).toEqual([
      'grafana → prometheus 9090/TCP (data source Prometheus) is closed at Ingress',
    ]);
  });

  it('does not let Grafana out to Prometheus is found', () => {
    const found = faulty(
      changed('NetworkPolicy', 'grafana', (spec) => {
        spec['egress'] = (spec['egress'] ?? []).filter((rule) => !JSON.stringify(rule).includes('prod-prometheus'));
      }),
    );
    expect(closedDemands(found)).toEqual([
      'grafana → prometheus 9090/TCP (data source Prometheus) is closed at Egress',
    ]);
  });

  it('gossips by TCP alone is found', () => {
    const found = faulty(
      changed('NetworkPolicy', 'alertmanager', (spec) => {
        for (const rule of [...(spec['ingress'] ?? []), ...(spec['egress'] ?? [])]) {
          const ports = rule['ports'] as { port: number; protocol: string }[];
          rule['ports'] = ports.filter(({ port, protocol }) => port !== 9094 || protocol === 'TCP');
        }
      }),
    );
    expect(closedDemands(found)).toEqual([
      'alertmanager → alertmanager 9094/UDP (gossip) is closed at Egress',
      'alertmanager → alertmanager 9094/UDP (gossip) is closed at Ingress',
    ]);
  });

  it('has no policy for a component is found', () => {
    const found = faulty((all) =>
      all.filter(({ kind, metadata }) => kind !== 'NetworkPolicy' || metadata.name !== 'grafana'),
    );
    expect(closedDemands(found)).toContain('nginx-proxy → grafana 3000/TCP (upstream) is closed at Ingress');
  });

  it('denies nothing where a component has no policy is found', () => {
    const names = ['grafana', 'prod-deny-all'];
    const found = faulty((all) =>
      all.filter(({ kind, metadata }) => kind !== 'NetworkPolicy' || !names.includes(metadata.name)),
    );
    expect(entrances(found)).toContain('grafana 1–65535/TCP');
    expect(needlessPairs(found)).toContain('blackbox-exporter → grafana 1024–65535/TCP');
  });

  it('lets one component more into another than needs it is found', () => {
    const peer = { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'grafana' } } };
    const found = faulty((all) =>
      changed('NetworkPolicy', 'grafana', (spec) => {
        spec['egress']?.push({
          to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'blackbox-exporter' } } }],
        });
      })(
        changed('NetworkPolicy', 'blackbox-exporter', (spec) => {
          spec['ingress']?.push({ from: [peer], ports: [{ port: 9115 }] });
        })(all),
      ),
    );
    expect(needlessPairs(found)).toEqual(['grafana → blackbox-exporter 9115/TCP']);
  });

  it('has a Service that leads to no port is found', () => {
    const change = changed('Service', 'prometheus', (spec) => {
      spec['ports'] = [{ name: 'web', port: 9090, targetPort: 'wed', protocol: 'TCP' }];
    });
    expect(() => faulty(change)).toThrow('pod prometheus-0 does not listen on wed/TCP');
  });

  it('names a Service that is not there is found', () => {
    const without = (all: Manifest[]) =>
      all.filter(({ kind, metadata }) => kind !== 'Service' || metadata.name !== 'grafana');
    expect(() => faulty(without)).toThrow(
      'grafana.monitoring.svc.cluster.local leads nowhere: there is no Service monitoring/grafana',
    );
  });

  it('has a component whose needs nobody can read is found', () => {
    const manifest = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'new', namespace: 'monitoring' } };
    const template = { metadata: { labels: { 'app.kubernetes.io/name': 'new' } }, spec: { containers: [] } };
    const added = { ...manifest, spec: { template } } as unknown as Manifest;
    expect(() => faulty((all) => [...all, added])).toThrow(
      "nothing is known of what 'new' connects to; write a reader",
    );
  });
});
