/**
 * The checks that kube-linter makes by default, as own predicates: the program is no test dependency, its checks are.
 * https://docs.kubelinter.io/#/generated/checks
 */
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { IProbe } from 'kubernetes-models/v1/Probe';
import { type Breakage, breaks } from '../../constructs/kubernetes/claims';
import { type KubeObject, type Labels, isTask, ofKind, selects } from '../../constructs/kubernetes/objects';

export interface LinterCheck {
  /** The name that kube-linter gives it. */
  readonly id: string;
  /** Objects that fail it: `DaemonSet node-exporter`. */
  readonly findings: (objects: readonly KubeObject[]) => readonly string[];
  /** A change that must be found. */
  readonly broken: Breakage;
}

interface Workload {
  readonly title: string;
  readonly object: KubeObject;
  readonly labels: Labels;
  readonly pod: IPodSpec;
}

const POD = 'spec.template.spec';
const FIRST = `${POD}.containers.0`;
const title = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.name}`;

function workloads(objects: readonly KubeObject[]): readonly Workload[] {
  return objects.flatMap((object) => {
    const template = object.spec?.template;
    if (template === undefined) return [];
    const pod = template.spec as unknown as IPodSpec;
    return [{ title: title(object), object, labels: template.metadata.labels, pod }];
  });
}

const containersOf = ({ containers, initContainers = [] }: IPodSpec): readonly IContainer[] => [
  ...containers,
  ...initContainers,
];

/** A check of pods. */
function ofPods(id: string, isWrong: (pod: IPodSpec, workload: Workload) => boolean, broken: Breakage): LinterCheck {
  const findings = (objects: readonly KubeObject[]): readonly string[] =>
    workloads(objects)
      .filter((each) => isWrong(each.pod, each))
      .map((each) => each.title);
  return { id, findings, broken };
}

/** A check of each container. */
function ofContainers(id: string, isWrong: (container: IContainer, pod: IPodSpec) => boolean, broken: Breakage) {
  return ofPods(id, (pod) => containersOf(pod).some((each) => isWrong(each, pod)), broken);
}

/** A check of objects of one kind. */
function ofObjects(
  id: string,
  kind: string,
  isWrong: (object: KubeObject, all: readonly KubeObject[]) => boolean,
  broken: Breakage,
): LinterCheck {
  const findings = (objects: readonly KubeObject[]): readonly string[] =>
    ofKind(objects, kind)
      .filter((each) => isWrong(each, objects))
      .map(title);
  return { id, findings, broken };
}

function ofProbe(id: string, probeOf: (container: IContainer) => IProbe | undefined, field: string): LinterCheck {
  const isUndeclared = (container: IContainer): boolean => {
    const probe = probeOf(container);
    const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
    const declared = container.ports?.flatMap(({ name, containerPort }) => [name, containerPort]) ?? [];
    return port !== undefined && !declared.includes(port);
  };
  return ofContainers(id, isUndeclared, breaks('StatefulSet', `${FIRST}.${field}`, { httpGet: { port: 'wed' } }));
}

const hostPaths = ({ volumes = [] }: IPodSpec): readonly string[] =>
  volumes.flatMap(({ hostPath }) => (hostPath === undefined ? [] : [hostPath.path]));
const SENSITIVE = ['/', '/boot', '/dev', '/etc', '/lib', '/proc', '/root', '/sys', '/usr'];
const UNSAFE_SYSCTLS = /^(?:kernel\.msg|kernel\.sem|kernel\.shm|fs\.mqueue\.|net\.)/;
const LATEST = /:latest$|^[^:]*$|\/[^:]+$/;
const repeated = (names: readonly string[]): boolean => new Set(names).size < names.length;
const isPortName = (name: unknown): boolean => typeof name !== 'string' || /^[a-z0-9-]{1,15}$/.test(name);

/** Budgets, as far as the checks read them. */
interface Budget {
  readonly maxUnavailable?: number | string;
  readonly minAvailable?: number | string;
  readonly unhealthyPodEvictionPolicy?: string;
  readonly selector?: { readonly matchLabels?: Labels };
}
const budget = ({ spec }: KubeObject): Budget => (spec ?? {}) as unknown as Budget;

export const kubeLinterChecks: readonly LinterCheck[] = [
  ofObjects(
    'dangling-service',
    'Service',
    ({ spec }, all) => !workloads(all).some(({ labels }) => selects(spec?.selector as unknown as Labels, labels)),
    breaks('Service', 'spec.selector', { app: 'nobody' }),
  ),
  ofPods(
    'deprecated-service-account-field',
    ({ serviceAccount }) => serviceAccount !== undefined,
    breaks('Deployment', `${POD}.serviceAccount`, 'old'),
  ),
  ofPods(
    'docker-sock',
    (pod) => hostPaths(pod).some((path) => path.endsWith('docker.sock')),
    breaks('Deployment', `${POD}.volumes`, [{ name: 'a', hostPath: { path: '/var/run/docker.sock' } }]),
  ),
  ofContainers(
    'drop-net-raw-capability',
    ({ securityContext }) => !securityContext?.capabilities?.drop?.some((each) => ['ALL', 'NET_RAW'].includes(each)),
    breaks('StatefulSet', `${FIRST}.securityContext.capabilities`, { drop: ['CHOWN'] }),
  ),
  ofContainers(
    'duplicate-env-var',
    ({ env = [] }) => repeated(env.map(({ name }) => name)),
    breaks('StatefulSet', `${FIRST}.env`, [{ name: 'A' }, { name: 'A' }]),
  ),
  ofContainers(
    'env-var-secret',
    ({ env = [] }) => env.some(({ name, value = '' }) => /secret/i.test(name) && value !== ''),
    breaks('StatefulSet', `${FIRST}.env`, [{ name: 'MY_SECRET', value: 'x' }]),
  ),
  ofPods('host-ipc', ({ hostIPC }) => hostIPC === true, breaks('Deployment', `${POD}.hostIPC`, true)),
  ofPods('host-network', ({ hostNetwork }) => hostNetwork === true, breaks('Deployment', `${POD}.hostNetwork`, true)),
  ofPods('host-pid', ({ hostPID }) => hostPID === true, breaks('Deployment', `${POD}.hostPID`, true)),
  ofObjects(
    'invalid-target-ports',
    'Service',
    ({ spec }) => spec?.ports?.some(({ targetPort }) => !isPortName(targetPort)) ?? false,
    breaks('Service', 'spec.ports.0.targetPort', 'a-name-that-is-too-long'),
  ),
  ofContainers(
    'latest-tag',
    ({ image = '' }) => LATEST.test(image.replace(/@sha256:.*$/, '')),
    breaks('Deployment', `${FIRST}.image`, 'docker.io/grafana/grafana'),
  ),
  ofProbe('liveness-port', ({ livenessProbe }) => livenessProbe, 'livenessProbe'),
  ofPods(
    'mismatching-selector',
    (_, { object, labels }) =>
      // A task has the selector that the API server gives it.
      !isTask(object) && !selects(object.spec?.selector?.matchLabels ?? { none: '' }, labels),
    breaks('Deployment', 'spec.selector.matchLabels', { app: 'other' }),
  ),
  ofPods(
    'no-anti-affinity',
    ({ affinity }, { object }) => (object.spec?.replicas ?? 1) > 1 && affinity?.podAntiAffinity === undefined,
    breaks('StatefulSet', `${POD}.affinity`, undefined),
  ),
  {
    id: 'no-extensions-v1beta',
    findings: (objects) => objects.filter(({ apiVersion }) => apiVersion.startsWith('extensions/')).map(title),
    broken: breaks('Deployment', 'apiVersion', 'extensions/v1beta1'),
  },
  ofContainers(
    'no-read-only-root-fs',
    ({ securityContext }) => securityContext?.readOnlyRootFilesystem !== true,
    breaks('StatefulSet', `${FIRST}.securityContext.readOnlyRootFilesystem`, false),
  ),
  {
    id: 'non-existent-service-account',
    findings: (objects) => {
      const accounts = ofKind(objects, 'ServiceAccount').map(({ metadata }) => metadata.name);
      return workloads(objects)
        .filter(({ pod }) => !accounts.includes(pod.serviceAccountName ?? ''))
        .map((each) => each.title);
    },
    broken: breaks('Deployment', `${POD}.serviceAccountName`, 'nobody'),
  },
  ofObjects(
    'pdb-max-unavailable',
    'PodDisruptionBudget',
    (object) => [0, '0', '0%'].includes(budget(object).maxUnavailable ?? 1),
    breaks('PodDisruptionBudget', 'spec.maxUnavailable', 0),
  ),
  ofObjects(
    'pdb-min-available',
    'PodDisruptionBudget',
    (object, all) => {
      const { minAvailable, selector } = budget(object);
      const found = workloads(all).filter(({ labels }) => selects(selector?.matchLabels ?? {}, labels));
      const replicas = found.map((each) => each.object.spec?.replicas ?? 1);
      return minAvailable === '100%' || replicas.some((count) => Number(minAvailable) >= count);
    },
    breaks('PodDisruptionBudget', 'spec.minAvailable', 3),
  ),
  ofObjects(
    'pdb-unhealthy-pod-eviction-policy',
    'PodDisruptionBudget',
    (object) => budget(object).unhealthyPodEvictionPolicy === undefined,
    breaks('PodDisruptionBudget', 'spec.unhealthyPodEvictionPolicy', undefined),
  ),
  ofContainers(
    'privilege-escalation-container',
    ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false,
    breaks('StatefulSet', `${FIRST}.securityContext.allowPrivilegeEscalation`, undefined),
  ),
  ofContainers(
    'privileged-container',
    ({ securityContext }) => securityContext?.privileged === true,
    breaks('StatefulSet', `${FIRST}.securityContext.privileged`, true),
  ),
  ofProbe('readiness-port', ({ readinessProbe }) => readinessProbe, 'readinessProbe'),
  ofContainers(
    'run-as-non-root',
    ({ securityContext }, pod) =>
      !(
        securityContext?.runAsNonRoot === true ||
        (securityContext?.runAsUser ?? pod.securityContext?.runAsUser ?? 0) > 0
      ),
    breaks('StatefulSet', `${POD}`, { containers: [{ name: 'a', securityContext: { runAsUser: 0 } }] }),
  ),
  ofPods(
    'sensitive-host-mounts',
    (pod) => hostPaths(pod).some((path) => SENSITIVE.includes(path.replace(/(?<=.)\/$/, ''))),
    breaks('Deployment', `${POD}.volumes`, [{ name: 'a', hostPath: { path: '/etc/' } }]),
  ),
  ofContainers(
    'ssh-port',
    ({ ports = [] }) => ports.some(({ containerPort, protocol = 'TCP' }) => containerPort === 22 && protocol === 'TCP'),
    breaks('StatefulSet', `${FIRST}.ports`, [{ containerPort: 22 }]),
  ),
  ofProbe('startup-port', ({ startupProbe }) => startupProbe, 'startupProbe'),
  ofPods(
    'unsafe-sysctls',
    ({ securityContext }) => securityContext?.sysctls?.some(({ name }) => UNSAFE_SYSCTLS.test(name)) ?? false,
    breaks('Deployment', `${POD}.securityContext.sysctls`, [{ name: 'kernel.msgmax', value: '1' }]),
  ),
  ofContainers(
    'unset-cpu-requirements',
    ({ resources }) => resources?.requests?.['cpu'] === undefined,
    breaks('StatefulSet', `${FIRST}.resources.requests`, { memory: '1Gi' }),
  ),
  ofContainers(
    'unset-memory-requirements',
    ({ resources }) => resources?.limits?.['memory'] === undefined || resources.requests?.['memory'] === undefined,
    breaks('StatefulSet', `${FIRST}.resources.limits`, undefined),
  ),
];
