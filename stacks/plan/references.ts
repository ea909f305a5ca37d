/** Who names whom: the objects that must exist before another can start. */
import { type KubernetesObject, list, record, text } from './kubernetes-object';

/** One object that another names. */
export interface Reference {
  readonly kind: string;
  readonly name: string;
  /** Absent for kinds that live in no namespace. */
  readonly namespace?: string;
  /** The pod starts without it, or the cluster itself provides it. */
  readonly optional: boolean;
}

/** `ConfigMap monitoring/targets`. */
export function referenceText({ kind, name, namespace }: Reference): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

type Fields = Readonly<Record<string, unknown>>;

/** Paths to the pod specification, by kind. */
const POD_SPECS: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** Made in every namespace by the controller manager, so no stack creates them. */
const PROVIDED: Readonly<Record<string, string>> = { ServiceAccount: 'default', ConfigMap: 'kube-root-ca.crt' };

/** The pod template's specification and labels, for kinds that have pods. */
export function podTemplate(object: KubernetesObject): { spec: Fields; labels: Fields } | undefined {
  const path = POD_SPECS[object.kind];
  if (path === undefined) return undefined;
  const template = path.slice(0, -1).reduce((fields: Fields, key) => record(fields[key]), object);
  return { spec: record(template['spec']), labels: record(record(template['metadata'])['labels']) };
}

/** Everything that the object names and that must exist before it, each once, in the order of first mention. */
export function referencesOf(object: KubernetesObject): readonly Reference[] {
  const found = new ReferenceList(object.metadata.namespace);
  const pod = podTemplate(object);
  if (pod !== undefined) addPodReferences(found, pod.spec);
  switch (object.kind) {
    case 'StatefulSet':
      for (const claim of list(record(object['spec'])['volumeClaimTemplates'])) addStorageClass(found, record(claim));
      break;
    case 'PersistentVolumeClaim':
      addStorageClass(found, object);
      break;
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      addBindingReferences(found, object);
      break;
    case 'Ingress':
      for (const tls of list(record(object['spec'])['tls'])) found.add('Secret', record(tls)['secretName']);
      break;
    default:
  }
  return found.references;
}

/** The service accounts that a role binding speaks for. */
export function boundServiceAccounts(binding: KubernetesObject): readonly { namespace: string; name: string }[] {
  return list(binding['subjects']).flatMap((entry) => {
    const subject = record(entry);
    const name = text(subject['name']);
    const namespace = text(subject['namespace']) ?? binding.metadata.namespace;
    return subject['kind'] === 'ServiceAccount' && name !== undefined && namespace !== undefined
      ? [{ namespace, name }]
      : [];
  });
}

/** Collects references of one object, merging repeated mentions; one mandatory mention makes it mandatory. */
class ReferenceList {
  readonly #byKey = new Map<string, Reference>();

  constructor(readonly namespace: string | undefined) {}

  get references(): readonly Reference[] {
    return [...this.#byKey.values()];
  }

  add(kind: string, name: unknown, optional: unknown = false, namespace = this.namespace): void {
    const known = text(name);
    if (known === undefined) return;
    const key = `${kind} ${namespace ?? ''}/${known}`;
    const lenient = optional === true || PROVIDED[kind] === known;
    this.#byKey.set(key, {
      kind,
      name: known,
      ...(namespace === undefined ? {} : { namespace }),
      optional: lenient && (this.#byKey.get(key)?.optional ?? true),
    });
  }

  addClusterScoped(kind: string, name: unknown, optional = false): void {
    const known = text(name);
    if (known !== undefined) this.#byKey.set(`${kind} ${known}`, { kind, name: known, optional });
  }
}

function addPodReferences(found: ReferenceList, spec: Fields): void {
  found.add('ServiceAccount', spec['serviceAccountName']);
  // Priority and storage classes usually belong to the cluster, so their absence from the plan is no fault.
  found.addClusterScoped('PriorityClass', spec['priorityClassName'], true);
  for (const pull of list(spec['imagePullSecrets'])) found.add('Secret', record(pull)['name']);
  for (const volume of list(spec['volumes'])) addVolumeReferences(found, record(volume));
  for (const container of [...list(spec['initContainers']), ...list(spec['containers'])]) {
    addEnvironmentReferences(found, record(container));
  }
}

function addVolumeReferences(found: ReferenceList, volume: Fields): void {
  addConfigAndSecret(found, volume, 'secretName');
  found.add('PersistentVolumeClaim', record(volume['persistentVolumeClaim'])['claimName']);
  for (const source of list(record(volume['projected'])['sources'])) addConfigAndSecret(found, record(source), 'name');
}

function addConfigAndSecret(found: ReferenceList, source: Fields, secretNameField: string): void {
  const config = record(source['configMap']);
  const secret = record(source['secret']);
  found.add('ConfigMap', config['name'], config['optional']);
  found.add('Secret', secret[secretNameField], secret['optional']);
}

function addEnvironmentReferences(found: ReferenceList, container: Fields): void {
  for (const entry of list(container['env'])) {
    const from = record(record(entry)['valueFrom']);
    const config = record(from['configMapKeyRef']);
    const secret = record(from['secretKeyRef']);
    found.add('ConfigMap', config['name'], config['optional']);
    found.add('Secret', secret['name'], secret['optional']);
  }
  for (const entry of list(container['envFrom'])) {
    const config = record(record(entry)['configMapRef']);
    const secret = record(record(entry)['secretRef']);
    found.add('ConfigMap', config['name'], config['optional']);
    found.add('Secret', secret['name'], secret['optional']);
  }
}

function addStorageClass(found: ReferenceList, claim: Fields): void {
  found.addClusterScoped('StorageClass', record(claim['spec'])['storageClassName'], true);
}

function addBindingReferences(found: ReferenceList, binding: KubernetesObject): void {
  const role = record(binding['roleRef']);
  if (role['kind'] === 'Role') found.add('Role', role['name']);
  // A cluster role is often one that the cluster brings (`view`, `system:…`).
  else found.addClusterScoped('ClusterRole', role['name'], true);
  for (const { namespace, name } of boundServiceAccounts(binding)) {
    found.add('ServiceAccount', name, namespace !== binding.metadata.namespace, namespace);
  }
}
