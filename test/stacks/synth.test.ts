import { environmentNamed, environmentNames } from '../../stacks/environments';
import { prerequisites } from '../../stacks/plan/prerequisite';
import { neededSecrets, secretObject } from '../../stacks/secrets';
import { synth } from '../../stacks/synth';
import { validEnvironment } from '../constructs/fixture';

const nothing = { services: [], runbooks: [] };
const quiet = validEnvironment({ services: {} });

describe('synth', () => {
  it.each(environmentNames)('of %s has no Secret: values are the stack configuration’s', (name) => {
    const kinds = synth(environmentNamed(name)).map(({ kind }) => kind);
    expect(kinds).toContain('StatefulSet');
    expect(kinds).not.toContain('Secret');
  });

  it('puts namespaces first, then what pods mount, then the pods', () => {
    const kinds = synth(quiet, nothing).map(({ kind }) => kind);
    const position = ['Namespace', 'ConfigMap', 'Service', 'StatefulSet'].map((kind) => kinds.indexOf(kind));
    expect(position).toStrictEqual([...position].sort((a, b) => a - b));
    expect(position[0]).toBe(0);
  });

  it('names objects without a hash, so that a renamed construct replaces nothing', () => {
    const names = synth(quiet, nothing).map(({ metadata }) => metadata.name);
    expect(names.filter((name) => /-c[0-9a-f]{7}$/.test(name))).toStrictEqual([]);
    expect(names).toContain('prometheus-config');
  });

  it('has a ConfigMap with files of targets mounted, and does not make it', () => {
    const environment = { ...quiet, prometheus: { ...quiet.prometheus, targetsConfigMap: 'hosts' } };
    const objects = synth(environment, nothing);
    expect(JSON.stringify(objects)).toContain('"name":"hosts"');
    expect(objects.filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'hosts')).toStrictEqual([]);
  });
});

describe('neededSecrets', () => {
  const pod = (spec: object) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'probe', namespace: 'watch' },
    spec,
  });

  it('leaves out the certificate that cert-manager makes, and what it needs in the cluster is asked for', () => {
    const prod = environmentNamed('prod');
    const issuer = { kind: 'ClusterIssuer', name: 'letsencrypt' } as const;
    const objects = synth({ ...prod, nginx: { ...prod.nginx, certificateIssuer: issuer } });
    expect(neededSecrets(objects).map(({ name }) => name)).not.toContain(prod.nginx.tlsSecret);
    expect(neededSecrets(synth(prod)).map(({ name }) => name)).toContain(prod.nginx.tlsSecret);
    const made = objects.find(({ kind }) => kind === 'Certificate');
    expect(made).toMatchObject({
      apiVersion: 'cert-manager.io/v1',
      spec: { secretName: prod.nginx.tlsSecret, dnsNames: [prod.host], issuerRef: issuer },
    });
    expect(prerequisites(objects).map(({ name }) => name)).toContain('certificates.cert-manager.io');
  });

  it('gathers the keys of one Secret from volumes, projections and variables, each once', () => {
    const spec = {
      volumes: [
        { secret: { secretName: 'shop', items: [{ key: 'b', path: 'b' }] } },
        { projected: { sources: [{ secret: { name: 'shop', items: [{ key: 'c' }, { key: 'b' }] } }] } },
      ],
      containers: [{ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'shop', key: 'a' } } }] }],
    };
    expect(neededSecrets([pod(spec)])).toStrictEqual([
      { namespace: 'watch', name: 'shop', keys: ['a', 'b', 'c'], user: 'Pod watch/probe' },
    ]);
  });

  it('takes no Secret that is optional, or that is among the objects', () => {
    const spec = {
      volumes: [{ secret: { secretName: 'maybe', optional: true } }, { secret: { secretName: 'made' } }],
    };
    const made = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'made', namespace: 'watch' } };
    expect(neededSecrets([pod(spec), made])).toStrictEqual([]);
  });

  it('names no key of a Secret that is used whole', () => {
    expect(neededSecrets([pod({ imagePullSecrets: [{ name: 'registry' }] })])[0]?.keys).toStrictEqual([]);
  });

  it("knows the keys of an Ingress's certificate, which becomes a Secret of the type for certificates", () => {
    const ingress = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'public', namespace: 'watch' },
      spec: { tls: [{ secretName: 'certificate' }] },
    };
    const [needed] = neededSecrets([ingress]);
    expect(needed?.keys).toStrictEqual(['tls.crt', 'tls.key']);
    expect(needed && secretObject(needed)).toStrictEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'certificate', namespace: 'watch', labels: { 'app.kubernetes.io/managed-by': 'vedette' } },
      type: 'kubernetes.io/tls',
    });
  });
});
