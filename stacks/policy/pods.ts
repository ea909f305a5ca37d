/** Policies for what runs: the restricted Pod Security Standard, and what it leaves open. */
import { list, record, text } from '../plan/kubernetes-object';
import { type Container, type Fields, flag, ofContainers, podOf } from './pod';
import { isKind, type ResourcePolicy, when } from './policy';

const STANDARDS = 'https://kubernetes.io/docs/concepts/security/pod-security-standards/';

/** Kinds of volumes that the restricted standard allows. */
const VOLUMES: readonly string[] = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

export const podPolicies = [
  {
    name: 'no-host-access',
    rule: 'pods reach no files, network or processes of their node, outside the namespaces of host agents',
    why: 'whoever breaks into such a pod has the node, and with it every other pod there',
    remedy: 'take another kind of volume and no host namespace, or move the agent to a namespace of host agents',
    source: STANDARDS,
    faults: (resource, { hostNamespaces }) => {
      const pod = podOf(resource);
      if (pod === undefined || hostNamespaces.includes(resource.object.metadata.namespace ?? '')) return [];
      const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => pod[field] === true);
      const volumes = list(pod['volumes'])
        .map(record)
        .filter((volume) => !VOLUMES.some((kind) => kind in volume));
      return [
        ...shared.map((field) => `${field} is true`),
        ...volumes.map((volume) => `volume '${text(volume['name']) ?? ''}' is of a kind that pods may not mount`),
        ...ofContainers(resource, hostPorts),
      ];
    },
  },
  {
    name: 'host-files-read-only',
    rule: 'agents only read the files of their node',
    why: 'a file that a pod can write on a node lets it take over the node',
    remedy: 'set readOnly on the mount',
    source: 'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath',
    faults: (resource) =>
      ofContainers(resource, ({ fields }, pod) => {
        const host = list(pod['volumes'])
          .map(record)
          .filter((volume) => 'hostPath' in volume);
        const names = host.map((volume) => volume['name']);
        const mounts = list(fields['volumeMounts'])
          .map(record)
          .filter((mount) => names.includes(mount['name']));
        return mounts
          .filter((mount) => mount['readOnly'] !== true)
          .map((mount) => `may write the host's files at ${text(mount['mountPath']) ?? ''}`);
      }),
  },
  {
    name: 'unprivileged-containers',
    rule: 'every container runs as an ordinary user that cannot become more',
    why: 'a hole in an exporter is then a hole in the exporter, and not in the node',
    remedy: 'set runAsNonRoot, seccompProfile, allowPrivilegeEscalation: false, and drop ALL capabilities',
    source: STANDARDS,
    faults: (resource) => ofContainers(resource, privileges),
  },
  {
    name: 'read-only-root',
    rule: 'every container has a read-only root file system',
    why: 'what cannot be written cannot be replaced by whoever breaks in; what must be written has a volume',
    remedy: 'set readOnlyRootFilesystem, and mount an emptyDir where files are written',
    source: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    faults: (resource) =>
      ofContainers(resource, ({ security }) =>
        when(security['readOnlyRootFilesystem'] !== true, 'may write its root file system'),
      ),
  },
  {
    name: 'pinned-image',
    rule: 'every image has a version or a digest',
    why: 'without one, a restart can bring another program than was tested',
    remedy: 'name a version, or a digest',
    source: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
    faults: (resource) => ofContainers(resource, ({ fields }) => unpinned(text(fields['image']) ?? '')),
  },
  {
    name: 'resources-set',
    rule: 'every container says which processor time and memory it needs, and how much memory it may take',
    why: 'a container without a limit takes the memory of its neighbours, on the day when many alerts fire',
    remedy: 'set requests of cpu and memory, and a limit of memory',
    source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
    faults: (resource) =>
      ofContainers(resource, ({ fields }) => {
        const resources = record(fields['resources']);
        const [requests, limits] = [record(resources['requests']), record(resources['limits'])];
        return [
          ...when(requests['cpu'] === undefined, 'requests no cpu'),
          ...when(requests['memory'] === undefined, 'requests no memory'),
          ...when(limits['memory'] === undefined, 'has no limit of memory'),
        ];
      }),
  },
  {
    name: 'probes-set',
    rule: 'every program that stays says when it is alive and when it is ready',
    why: 'a program that hangs is otherwise never started anew, and traffic goes to one that does not answer',
    remedy: 'set livenessProbe and readinessProbe',
    source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
    faults: (resource) =>
      isKind(resource, 'Deployment', 'StatefulSet', 'DaemonSet')
        ? ofContainers(resource, ({ fields, stays }) =>
            (['livenessProbe', 'readinessProbe'] as const)
              .filter((probe) => stays && fields[probe] === undefined)
              .map((probe) => `has no ${probe}`),
          )
        : [],
  },
  {
    name: 'own-service-account',
    rule: 'pods have a service account of their own, and its token only where they say so',
    why: 'what is granted to the default account is granted to every pod of the namespace',
    remedy: 'set serviceAccountName and automountServiceAccountToken',
    source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
    faults: (resource) => {
      const pod = podOf(resource);
      if (pod === undefined) return [];
      const account = text(pod['serviceAccountName']) ?? 'default';
      return [
        ...when(account === 'default', 'runs as the default service account'),
        ...when(pod['automountServiceAccountToken'] === undefined, 'does not say whether it needs a token'),
      ];
    },
  },
  {
    name: 'no-secret-in-environment',
    rule: 'secrets are mounted as files',
    why: 'environment variables are printed by crash reports and inherited by every child process',
    remedy: 'mount the Secret, and name the file: most programs take one',
    source: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
    faults: (resource) =>
      ofContainers(resource, ({ fields }) => {
        const variables = list(fields['env']).map(record);
        const read = variables.filter((variable) => 'secretKeyRef' in record(variable['valueFrom']));
        const whole = list(fields['envFrom'])
          .map(record)
          .filter((source) => 'secretRef' in source);
        return [
          ...read.map((variable) => `reads variable ${text(variable['name']) ?? ''} from a Secret`),
          ...when(whole.length > 0, 'takes all variables of a Secret'),
        ];
      }),
  },
  {
    name: 'no-admin-api',
    rule: 'Prometheus offers nobody to delete its data',
    why: 'whoever reaches its port could remove what happened',
    remedy: 'drop --web.enable-admin-api',
    source: 'https://prometheus.io/docs/operating/security/',
    faults: (resource) =>
      ofContainers(resource, (container) =>
        when((flag(container, '--web.enable-admin-api') ?? 'false') !== 'false', 'has --web.enable-admin-api'),
      ),
  },
] as const satisfies readonly ResourcePolicy[];

function hostPorts({ fields }: Container): readonly string[] {
  const ports = list(fields['ports']).map(record);
  const hosts = PROBES.map((probe) => record(fields[probe])).flatMap((probe) => [
    record(probe['httpGet'])['host'],
    record(probe['tcpSocket'])['host'],
  ]);
  return [
    ...ports
      .filter(({ hostPort }) => hostPort !== undefined && hostPort !== 0)
      .map(({ hostPort }) => `takes port ${String(hostPort)} of the host`),
    ...when(
      hosts.some((host) => host !== undefined),
      'has a probe of another host',
    ),
  ];
}

function privileges({ security }: Container, pod: Fields): readonly string[] {
  const ofPod = record(pod['securityContext']);
  const capabilities = record(security['capabilities']);
  const added = list(capabilities['add']).filter((capability) => capability !== 'NET_BIND_SERVICE');
  const profile = record(security['seccompProfile'] ?? ofPod['seccompProfile'])['type'];
  return [
    ...when(security['privileged'] === true, 'is privileged'),
    ...when(security['allowPrivilegeEscalation'] !== false, 'may gain privileges'),
    ...when((security['runAsNonRoot'] ?? ofPod['runAsNonRoot']) !== true, 'may run as root'),
    ...when((security['runAsUser'] ?? ofPod['runAsUser']) === 0, 'runs as root'),
    ...when(!list(capabilities['drop']).includes('ALL'), 'keeps capabilities'),
    ...added.map((capability) => `adds capability ${String(capability)}`),
    ...when(profile !== 'RuntimeDefault' && profile !== 'Localhost', 'has no seccomp profile'),
  ];
}

/** `registry:5000/team/app:1.2`: the tag follows the last slash. */
function unpinned(image: string): readonly string[] {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return [];
  const [, tag] = /:([^/:]+)$/.exec(image) ?? [];
  return when(tag === undefined || tag === 'latest', `has image '${image}', which is another one tomorrow`);
}
