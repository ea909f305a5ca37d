/** Finds objects by what others call them, and what each needs. */
import { type DefinedKind, groupKind } from './kinds';
import { identity, type KubernetesObject, record } from './kubernetes-object';
import { claimsMadeBy } from './made-claims';
import { secretMadeBy } from './made-secret';
import { boundServiceAccounts, podTemplate, type Reference, referencesOf, referenceText } from './references';

/** Work that is done once, or at set times, on what runs already. */
const JOBS: readonly string[] = ['Job', 'CronJob'];

/** The objects of a plan by name. */
export class ObjectIndex {
  readonly #byName = new Map<string, KubernetesObject>();
  readonly #policies: readonly KubernetesObject[];
  readonly #bindings: readonly KubernetesObject[];
  readonly #servers: readonly KubernetesObject[];

  constructor(
    objects: readonly KubernetesObject[],
    readonly definitions: ReadonlyMap<string, DefinedKind>,
  ) {
    for (const object of objects) {
      // A custom kind may share its name with a built-in one, and nothing here refers to custom kinds by name.
      if (!definitions.has(groupKind(object))) this.#byName.set(`${object.kind} ${identity(object)}`, object);
      const secret = secretMadeBy(object);
      if (secret !== undefined) this.#byName.set(`Secret ${secret}`, object);
      for (const claim of claimsMadeBy(object)) this.#byName.set(`PersistentVolumeClaim ${claim}`, object);
    }
    this.#policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
    this.#bindings = objects.filter(({ kind }) => kind === 'RoleBinding' || kind === 'ClusterRoleBinding');
    this.#servers = objects.filter((object) => podTemplate(object) !== undefined && !JOBS.includes(object.kind));
  }

  find(reference: Reference): KubernetesObject | undefined {
    return this.#byName.get(referenceText(reference));
  }

  /** The objects that must exist before this one. */
  neededBy(object: KubernetesObject): readonly KubernetesObject[] {
    const candidates = [
      this.#byName.get(`Namespace ${object.metadata.namespace ?? ''}`),
      this.definitions.get(groupKind(object))?.definition,
      ...referencesOf(object).map((reference) => this.find(reference)),
      ...this.#guardsOf(object),
      ...this.#serversBefore(object),
    ];
    return candidates.filter((candidate) => candidate !== undefined);
  }

  /** Pods start with their permissions in force and their network already fenced. */
  #guardsOf(object: KubernetesObject): readonly KubernetesObject[] {
    const pod = podTemplate(object);
    if (pod === undefined) return [];
    const { namespace } = object.metadata;
    const account = pod.spec['serviceAccountName'];
    const bindings = this.#bindings.filter((binding) =>
      boundServiceAccounts(binding).some((bound) => bound.namespace === namespace && bound.name === account),
    );
    const policies = this.#policies.filter(
      (policy) => policy.metadata.namespace === namespace && selects(policy, pod.labels),
    );
    return [...bindings, ...policies];
  }

  /** A job asks the servers of its namespace. */
  #serversBefore({ kind, metadata }: KubernetesObject): readonly KubernetesObject[] {
    if (!JOBS.includes(kind)) return [];
    return this.#servers.filter((server) => server.metadata.namespace === metadata.namespace);
  }
}

/** Whether a policy's pod selector takes pods with these labels; expressions are taken as matching. */
function selects(policy: KubernetesObject, labels: Readonly<Record<string, unknown>>): boolean {
  const selector = record(record(policy['spec'])['podSelector']);
  return Object.entries(record(selector['matchLabels'])).every(([key, value]) => labels[key] === value);
}
