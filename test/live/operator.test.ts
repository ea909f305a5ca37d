/** The objects for a Prometheus Operator, on a real API server that has the operator's own definitions. */
import type { Environment } from '../../constructs/monitoring/environment';
import { clusterEnvironmentNames, environments } from '../../stacks/environments';
import { operatorObjects } from '../../stacks/guests';
import { outputOf } from '../support/command';
import { operatorHosts } from '../support/guests';
import { describeOnLab, enterLab, type Lab, LAB_UP_SECONDS } from '../support/lab';
import { definitionsFolder } from '../support/operator-definitions';

const onLab = describeOnLab('no API server judged the objects of the operator, only their schema is checked');
/** Names of programs are the same in each environment. */
const namespacesOf = (name: string): Environment['namespaces'] => ({
  monitoring: `vedette-operator-${name}`,
  node: `vedette-operator-${name}-node`,
});
const LEVEL = 'pod-security.kubernetes.io/enforce';

interface Applied {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly generation?: number;
    readonly labels?: object;
    readonly annotations?: object;
  };
  readonly status?: unknown;
}

onLab('objects for an operator on a real API server', () => {
  let lab: Lab;
  let definitions: string;
  const applied: string[] = [];

  const kubectl = (args: readonly string[], input = ''): Promise<string> =>
    outputOf('kubectl', args, { env: { KUBECONFIG: lab.kubeconfig, PATH: lab.path }, seconds: 120, input });

  const apply = async (list: string): Promise<readonly Applied[]> => {
    const args = ['apply', '--server-side', '--validate=strict', '-o', 'json', '-f', '-'];
    return (JSON.parse(await kubectl(args, list)) as { readonly items: readonly Applied[] }).items;
  };

  beforeAll(async () => {
    definitions = await definitionsFolder();
    lab = await enterLab();
    await kubectl(['apply', '--server-side', '--force-conflicts', '-f', definitions]);
    await kubectl(['wait', '--for=condition=Established', '--timeout=60s', '-f', definitions]);
    for (const { monitoring, node } of clusterEnvironmentNames.map(namespacesOf)) {
      for (const namespace of [monitoring, node]) await kubectl(['create', 'namespace', namespace]);
      await kubectl(['label', 'namespace', monitoring, `${LEVEL}=restricted`]);
      await kubectl(['label', 'namespace', node, `${LEVEL}=privileged`]);
    }
  }, LAB_UP_SECONDS * 1000);

  afterAll(async () => {
    const namespaces = clusterEnvironmentNames.flatMap((name) => Object.values(namespacesOf(name)));
    for (const list of applied) await kubectl(['delete', '--ignore-not-found', '--wait=false', '-f', '-'], list);
    await kubectl(['delete', 'namespace', ...namespaces, '--wait=false']);
    await kubectl(['delete', '--wait=false', '-f', definitions]);
    await lab.leave();
  }, 300_000);

  it.each(clusterEnvironmentNames)(
    'are taken for %s by the letter, and a second time change nothing',
    async (name) => {
      const environment: Environment = { ...environments[name], namespaces: namespacesOf(name) };
      const quiet: Environment = { ...environment, alertmanager: { ...environment.alertmanager, silences: [] } };
      const objects = operatorObjects(quiet, operatorHosts);
      const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
      applied.push(list);
      const first = await apply(list);
      expect(first).toHaveLength(objects.length);
      expect(first.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['ScrapeConfig', 'Job', 'NetworkPolicy']));
      expect((await apply(list)).map(asked)).toEqual(first.map(asked));
    },
    300_000,
  );
});

/** What was asked for. The rest (status, version, claims that are bound) is written by controllers all the time. */
function asked({ kind, metadata: { name, generation, labels }, status: _, ...rest }: Applied): unknown {
  return kind === 'PersistentVolumeClaim' ? { kind, name, labels } : { ...rest, kind, name, generation, labels };
}
