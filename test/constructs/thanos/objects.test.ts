/** Long-term storage as Kubernetes gets it. */
import { environmentNamed } from '../../../stacks/environments';
import { synth } from '../../../stacks/synth';
import { closedDemands, entrances, needlessPairs, survey } from '../../support/network/survey';
import { shop, watchdog } from '../fixture';
import { type Workload, render, workloads } from '../kubernetes/objects';
import { longTerm, longTermEnvironment } from './fixture';

const objects = render(longTermEnvironment(), [shop(), watchdog()]);
const all = workloads(objects);

function named(title: string): Workload {
  const found = all.find((each) => each.title === title);
  if (found === undefined) throw new Error(`there is no ${title}`);
  return found;
}

function argsOf(title: string, container: string): readonly string[] {
  return named(title).pod.containers.find(({ name }) => name === container)?.args ?? [];
}

describe('with long-term storage', () => {
  it('there is one compactor, whose old pod ends before the new one starts', () => {
    expect(named('StatefulSet thanos-compactor').object.spec).toMatchObject({ replicas: 1 });
    expect(all.filter(({ title }) => title.includes('compactor'))).toHaveLength(1);
  });

  it('Prometheus and its sidecar agree on the folder of the data and on the file of what is uploaded', () => {
    expect(argsOf('StatefulSet prometheus', 'prometheus')).toEqual(
      expect.arrayContaining([
        '--storage.tsdb.path=/prometheus',
        '--storage.tsdb.delay-compact-file.path=/prometheus/thanos.shipper.json',
      ]),
    );
    expect(argsOf('StatefulSet prometheus', 'thanos-sidecar')).toEqual([
      'sidecar',
      '--http-address=:10902',
      '--grpc-address=:10901',
      '--prometheus.url=http://127.0.0.1:9090/prometheus/',
      '--prometheus.ready_timeout=20m',
      '--tsdb.path=/prometheus',
      '--shipper.meta-file-name=thanos.shipper.json',
      '--objstore.config-file=/etc/thanos-sidecar/secrets/object-store/objstore.yml',
      '--enable-auto-gomemlimit',
    ]);
  });

  it('Prometheus itself does not see the secret of the bucket', () => {
    const { containers } = named('StatefulSet prometheus').pod;
    const seeing = containers.filter(({ volumeMounts = [] }) =>
      volumeMounts.some(({ name }) => name === 'secret-object-store'),
    );
    expect(seeing.map(({ name }) => name)).toEqual(['thanos-sidecar']);
  });

  it('without it nothing of it is there', () => {
    const { thanos: _, ...without } = longTermEnvironment();
    expect(JSON.stringify(render(without, [shop(), watchdog()]))).not.toContain('thanos');
  });
});

describe('production with long-term storage', () => {
  const found = survey(synth({ ...environmentNamed('prod'), thanos: longTerm() }));

  it('lets every program reach what it is told to ask', () => {
    expect(closedDemands(found)).toEqual([]);
    const asked = found.demands.filter(({ why }) => why === 'Store API');
    expect(new Set(asked.flatMap(({ to }) => (to.kind === 'pod' ? [to.workload] : [])))).toEqual(
      new Set(['prometheus', 'thanos-store']),
    );
    const scraped = found.demands.flatMap(({ why, to }) =>
      why === 'job thanos' && to.kind === 'pod' ? [to.workload] : [],
    );
    expect([...new Set(scraped)].sort()).toEqual(['prometheus', 'thanos-compactor', 'thanos-query', 'thanos-store']);
  });

  it('lets nobody reach what it need not, nor anybody in from outside', () => {
    expect(needlessPairs(found)).toEqual([]);
    expect(entrances(found)).toEqual(['nginx-proxy 8080/TCP', 'nginx-proxy 8443/TCP']);
  });
});
