/** Every rendered object against the schema of its kind. */
import { services } from '../../../services/registry';
import { environments } from '../../../stacks/environments';
import { service, shop, validEnvironment, watchdog } from '../fixture';
import { signedIn } from '../oauth2-proxy/fixture';
import { broken, breaks } from './claims';
import { type KubeObject, render } from './objects';

interface Model {
  validate(): void;
}

/** The model of a kind, from `kubernetes-models/<group>/<version>/<Kind>`. */
async function modelOf({ apiVersion, kind }: KubeObject): Promise<new (data: object) => Model> {
  const module = (await import(`kubernetes-models/${apiVersion}/${kind}`)) as Readonly<
    Record<string, new (data: object) => Model>
  >;
  const model = module[kind];
  if (model === undefined) throw new Error(`${apiVersion} ${kind} has no model`);
  return model;
}

async function faults(objects: readonly KubeObject[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const object of objects) {
    const model = await modelOf(object);
    try {
      new model(object).validate();
    } catch (error) {
      found.push(`${object.kind} ${object.metadata.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return found;
}

const fixture = [shop(), watchdog(), service('alertmanager'), service('node')];
const all = [
  { environment: validEnvironment({ name: 'fixture' }), watched: fixture },
  { environment: signedIn(validEnvironment({ name: 'signed-in' })), watched: fixture },
  ...Object.values(environments).map((environment) => ({ environment, watched: services })),
];

it.each(all)('every object of $environment.name fits the schema of its kind', async ({ environment, watched }) => {
  const objects = render(environment, watched);
  expect(objects.length).toBeGreaterThan(30);
  expect(await faults(objects)).toEqual([]);
});

it.each([
  breaks('StatefulSet', 'spec.replicas', 'two'),
  breaks('Deployment', 'spec.template.spec.containers.0.name', undefined),
  breaks('NetworkPolicy', 'spec.egress.0.ports', 53),
  breaks('PodDisruptionBudget', 'spec.unhealthyPodEvictionPolicy', 7),
])('the schema notices $path of a $kind', async (change) => {
  const objects = render(validEnvironment(), fixture);
  expect(await faults(broken(objects, change))).toHaveLength(1);
});
