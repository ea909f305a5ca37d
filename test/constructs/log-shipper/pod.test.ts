/** The shipper in Kubernetes, whichever program it is. */
import { Chart, Testing } from 'cdk8s';
import { LogShipper } from '../../../constructs/log-shipper';
import type { LogShipperSettings } from '../../../constructs/log-shipper/settings';
import { millicores } from '../../../constructs/kubernetes/resources';
import { mebibytes } from '../../../model';
import { validSettings } from './fixture';

interface Manifest {
  readonly kind: string;
  readonly rules?: readonly { readonly resources: readonly string[]; readonly verbs: readonly string[] }[];
  readonly spec?: {
    readonly template: { readonly spec: { readonly containers: readonly Readonly<Record<string, unknown>>[] } };
  };
}

function manifestsOf(changes: Partial<LogShipperSettings>): readonly Manifest[] {
  const chart = new Chart(Testing.app(), 'logs');
  new LogShipper(chart, 'log-shipper', {
    identity: { component: 'log-shipper', name: 'log-shipper', namespace: 'monitoring-node', environment: 'prod' },
    settings: validSettings(changes),
    resources: { cpu: { request: millicores(60) }, memory: { request: mebibytes(130), limit: mebibytes(260) } },
  });
  return Testing.synth(chart) as Manifest[];
}

function containerOf(changes: Partial<LogShipperSettings>): Readonly<Record<string, unknown>> {
  const set = manifestsOf(changes).find(({ kind }) => kind === 'DaemonSet');
  return set?.spec?.template.spec.containers[0] ?? {};
}
const rightsOf = (changes: Partial<LogShipperSettings>): readonly unknown[] =>
  manifestsOf(changes).flatMap(({ rules = [] }) => rules.map(({ resources, verbs }) => [resources, verbs]));

describe('the shipper’s pod', () => {
  it('runs Fluentd as nobody, on a root that cannot be written, and told of its node', () => {
    expect(containerOf({ shipper: 'fluentd' })).toMatchObject({
      name: 'fluentd',
      image: 'docker.io/fluent/fluentd-kubernetes-daemonset:v1.19.3-debian-elasticsearch8-1.1',
      command: ['tini', '--', 'fluentd'],
      args: ['--no-supervisor', '--config=/etc/log-shipper/config/fluent.conf', '--plugin=/etc/log-shipper/plugins'],
      env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
      securityContext: { readOnlyRootFilesystem: true, runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
      volumeMounts: expect.arrayContaining([
        expect.objectContaining({ mountPath: '/var/log/pods', readOnly: true }),
        expect.objectContaining({ mountPath: '/var/lib/log-shipper' }),
        expect.objectContaining({ mountPath: '/tmp' }),
        expect.objectContaining({ mountPath: '/etc/log-shipper/plugins' }),
      ]) as unknown,
    });
  });

  it('takes the image that has the plug-in for the store', () => {
    const auth = { kind: 'basic', username: 'shipper', password: { secret: 'log-store', key: 'password' } } as const;
    const store = { ...validSettings().store, kind: 'opensearch', auth } as const;
    expect(containerOf({ shipper: 'fluentd', store })['image']).toMatch(/:v1\.19\.3-debian-opensearch-1\.1$/);
    expect(containerOf({ store })['image']).toMatch(/^docker\.io\/timberio\/vector:/);
  });

  it('has no other right than its program needs', () => {
    expect(rightsOf({ shipper: 'fluentd' })).toEqual([[['pods'], ['get']]]);
    expect(rightsOf({})).toEqual([
      [
        ['nodes', 'pods'],
        ['get', 'list', 'watch'],
      ],
    ]);
  });
});
