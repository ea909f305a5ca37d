/** The ready configurations of docs/drachma.md: what they expose, what they open, and that Kubernetes knows them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

import { drachma, nodePods, RPC_PORT } from '../../services/drachma';
import { rpc010 as dialect } from '../../services/drachma/dialects';
import { targetLabels } from '../../services/drachma/targets';
import { relabelled } from '../support/relabel';
import { ROOT } from '../support/source-file';

describe('the ready configurations', () => {
  const read = (name: string): string => readFileSync(join(ROOT, 'examples/drachma', name), 'utf8');
  interface Module {
    readonly metrics: readonly { readonly name: string; readonly valuetype: string }[];
    readonly http_client_config: { readonly basic_auth: { readonly password_file: string } };
  }
  const { modules } = parse(read('json_exporter.yml')) as { modules: Readonly<Record<string, Module>> };

  it('give json_exporter the module and the metrics that the dialect asks for', () => {
    expect(dialect.page?.params).toEqual({ module: ['drachma'], target: [`http://127.0.0.1:${RPC_PORT}/`] });
    const absent = dialect.absent.map(({ metric }) => metric.name);
    const wanted = Object.values(drachma.spec.metrics)
      .filter(({ name }) => name !== 'up' && !absent.includes(name))
      .map(({ name, metricType }) => [name, metricType]);
    expect(modules['drachma']?.metrics.map(({ name, valuetype }) => [name, valuetype])).toEqual(wanted);
  });

  it('hold no password', () => {
    expect(modules['drachma']?.http_client_config.basic_auth).toEqual({
      username: 'monitoring',
      password_file: '/etc/json_exporter/secret/password',
    });
  });

  it('are objects that Kubernetes knows, found by the discovery, closed but for peers and Prometheus', async () => {
    const objects = parseAllDocuments(read('node.yaml')).map((document) => document.toJS() as KubeObject);
    for (const object of objects) await validate(object);
    const pods = objects.find(({ kind }) => kind === 'StatefulSet')?.spec.template;
    const found = nodePods(['drachma']);
    if (found.kind !== 'kubernetes') throw new Error('pods are found in Kubernetes');
    expect(pods?.metadata.labels).toMatchObject(found.matchLabels);
    expect(pods?.spec.containers.flatMap(({ ports }) => ports)).toContainEqual({
      name: found.portName,
      containerPort: 9311,
    });
    const meta = Object.entries(pods?.metadata.labels ?? {}).map(
      ([name, value]) => [`__meta_kubernetes_pod_label_${name.replace(/\W/g, '_')}`, value] as const,
    );
    expect(relabelled(Object.fromEntries(meta), targetLabels)).toMatchObject({ network: 'mainnet', role: 'seed' });
    const policy = objects.find(({ kind }) => kind === 'NetworkPolicy')?.spec;
    expect(policy?.ingress?.map(({ from, ports }) => [from === undefined, ports.map(({ port }) => port)])).toEqual([
      [true, [9333]],
      [false, [9311]],
    ]);
  });

  interface KubeObject {
    readonly apiVersion: string;
    readonly kind: string;
    readonly spec: {
      readonly template?: {
        readonly metadata: { readonly labels: Readonly<Record<string, string>> };
        readonly spec: { readonly containers: readonly { readonly ports: readonly object[] }[] };
      };
      readonly ingress?: readonly { readonly from?: unknown; readonly ports: readonly { readonly port: number }[] }[];
    };
  }

  async function validate({ apiVersion, kind, ...rest }: KubeObject): Promise<void> {
    const models = (await import(`kubernetes-models/${apiVersion}/${kind}`)) as Readonly<
      Record<string, (new (data: object) => { validate(): void }) | undefined>
    >;
    const model = models[kind];
    if (model === undefined) throw new Error(`${apiVersion} ${kind} has no model`);
    new model({ apiVersion, kind, ...rest }).validate();
  }
});
