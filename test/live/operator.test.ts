/** The objects for a Prometheus Operator, on a real API server that has the operator's own definitions. */
import { clusterEnvironmentNames, environments } from '../../stacks/environments';
import { operatorObjects } from '../../stacks/guests';
import { outputOf } from '../support/command';
import { operatorHosts } from '../support/guests';
import { describeOnLab, enterLab, type Lab, LAB_UP_SECONDS } from '../support/lab';
import { definitionsFolder } from '../support/operator-definitions';

const onLab = describeOnLab('no API server judged the objects of the operator, only their schema is checked');
const NAMESPACE = 'vedette-operator-test';

onLab('objects for an operator on a real API server', () => {
  let lab: Lab;
  let definitions: string;

  const kubectl = (args: readonly string[], input = ''): Promise<string> =>
    outputOf('kubectl', args, { env: { KUBECONFIG: lab.kubeconfig, PATH: lab.path }, seconds: 120, input });

  beforeAll(async () => {
    definitions = await definitionsFolder();
    lab = await enterLab();
    await kubectl(['apply', '--server-side', '--force-conflicts', '-f', definitions]);
    await kubectl(['wait', '--for=condition=Established', '--timeout=60s', '-f', definitions]);
    await kubectl(['create', 'namespace', NAMESPACE]);
  }, LAB_UP_SECONDS * 1000);

  afterAll(async () => {
    await kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
    await kubectl(['delete', '--wait=false', '-f', definitions]);
    await lab.leave();
  }, 300_000);

  it.each(clusterEnvironmentNames)(
    'are taken for %s by the letter, and a second time change nothing',
    async (name) => {
      const objects = operatorObjects(environments[name], {
        ...operatorHosts,
        namespace: NAMESPACE,
      });
      const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
      const apply = ['apply', '--server-side', '--validate=strict', '-o', 'json', '-f', '-'];
      const versions = async (): Promise<readonly string[]> => {
        const { items } = JSON.parse(await kubectl(apply, list)) as {
          readonly items: readonly { readonly metadata: { readonly name: string; readonly resourceVersion: string } }[];
        };
        return items.map(({ metadata }) => `${metadata.name} ${metadata.resourceVersion}`);
      };
      const first = await versions();
      expect(first).toHaveLength(objects.length);
      expect(await versions()).toEqual(first);
    },
    300_000,
  );
});
