/**
 * Why the constructs make their objects themselves. Each test pins what cdk8s-plus does with an object that the stack
 * needs; when one fails the library has changed, and the reason may be gone.
 */
import { Testing } from 'cdk8s';
import { ConfigMap, Cpu, Deployment, type DeploymentProps, Pods, Protocol } from 'cdk8s-plus-27';

interface Manifest {
  readonly kind: string;
  readonly [field: string]: unknown;
}

interface PodManifest {
  readonly containers: readonly {
    readonly securityContext: Readonly<Record<string, unknown>>;
    readonly resources: Readonly<Record<string, unknown>>;
    readonly imagePullPolicy: string;
    readonly startupProbe?: unknown;
  }[];
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly terminationGracePeriodSeconds: number;
  readonly [field: string]: unknown;
}

const chart = () => Testing.chart();
const manifests = (of: ReturnType<typeof chart>): readonly Manifest[] => Testing.synth(of) as readonly Manifest[];

function pod(props: DeploymentProps = {}): PodManifest {
  const on = chart();
  new Deployment(on, 'web', { containers: [{ image: 'a:1.0.0', portNumber: 80 }], ...props });
  const deployment = manifests(on).find(({ kind }) => kind === 'Deployment');
  return (deployment as unknown as { spec: { template: { spec: PodManifest } } }).spec.template.spec;
}

describe('cdk8s-plus-27', () => {
  it('loses files when all of a ConfigMap are empty, so that a mounted folder has none', () => {
    const on = chart();
    new ConfigMap(on, 'config', { data: { 'empty.yml': '' } });
    expect(manifests(on)[0]).not.toHaveProperty('data');
  });

  it('turns UDP into TCP in a connection, so that gossip would be cut', () => {
    const on = chart();
    const member = new Deployment(on, 'member', {
      containers: [{ image: 'a:1.0.0', ports: [{ number: 9094, protocol: Protocol.UDP }] }],
    });
    member.connections.allowFrom(Pods.all(on, 'all'));
    const ports = manifests(on)
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .flatMap(({ spec }) => (spec as { ingress?: { ports: { port: number; protocol: string }[] }[] }).ingress ?? [])
      .flatMap((rule) => rule.ports);
    expect(ports).toEqual([{ port: 9094, protocol: 'TCP' }]);
  });

  it('gives a container no user, although it must not be root', () => {
    const [container] = pod().containers;
    expect(container?.securityContext).toMatchObject({ runAsNonRoot: true });
    expect(container?.securityContext).not.toHaveProperty('runAsUser');
    expect(pod().securityContext).not.toHaveProperty('runAsUser');
  });

  it('does not reach the restricted security level: capabilities and system calls are the runtime’s', () => {
    const { containers, securityContext } = pod();
    expect(containers[0]?.securityContext).not.toHaveProperty('capabilities');
    expect(containers[0]?.securityContext).not.toHaveProperty('seccompProfile');
    expect(securityContext).not.toHaveProperty('seccompProfile');
  });

  it('pulls every image anew, and asks a startup of every port', () => {
    const [container] = pod().containers;
    expect(container?.imagePullPolicy).toBe('Always');
    expect(container?.startupProbe).toMatchObject({ tcpSocket: { port: 80 } });
  });

  it('asks for a whole processor where nothing was said', () => {
    expect(pod().containers[0]?.resources).toMatchObject({ requests: { cpu: '1000m', memory: '512Mi' } });
  });

  it('gives a database half a minute to end, and sets every owner anew', () => {
    const { terminationGracePeriodSeconds, securityContext } = pod();
    expect([terminationGracePeriodSeconds, securityContext['fsGroupChangePolicy']]).toEqual([30, 'Always']);
  });

  it('leaves out what a pod of this stack has: links off, spread, priority', () => {
    for (const field of ['enableServiceLinks', 'topologySpreadConstraints', 'priorityClassName']) {
      expect(pod()).not.toHaveProperty(field);
    }
    expect(Cpu.millis(20).amount).toBe('20m');
  });
});
