/** Claims about pods and their containers. */
import { type Claim, breaks } from './claims';
import { type KubeObject, type Probe, containers, isTask, ofKind, workloads } from './objects';

const POD = 'spec.template.spec';
const FIRST = `${POD}.containers.0`;
/** The one agent that must see its host, and the one that must see what pods on it wrote. */
const HOST_AGENT = 'DaemonSet node-exporter';
const LOG_AGENT = 'DaemonSet log-shipper';

/** One finds its targets there, the other shows what is there. */
const API_CLIENTS = ['StatefulSet prometheus', 'Deployment kube-state-metrics', LOG_AGENT];

const missing = (objects: readonly KubeObject[], field: (each: ReturnType<typeof containers>[number][1]) => boolean) =>
  containers(objects)
    .filter(([, each]) => !field(each))
    .map(([title]) => title);

const serving = (objects: readonly KubeObject[]): readonly KubeObject[] => objects.filter((each) => !isTask(each));

export const podClaims: readonly Claim[] = [
  {
    claim: 'every image has an exact version',
    why: 'a moving tag changes what runs without a change of the code',
    faults: (objects) =>
      missing(objects, ({ image }) =>
        /:v?\d+\.\d+(\.\d+[a-z0-9.-]*|-alpine\d+\.\d+)(@sha256:[0-9a-f]{64})?$/.test(image),
      ),
    broken: breaks('StatefulSet', `${FIRST}.image`, 'quay.io/prometheus/prometheus:latest'),
  },
  {
    claim: 'every container asks for processor and memory, and has a limit of memory',
    why: 'otherwise one container takes the node down, and the scheduler cannot count',
    faults: (objects) =>
      missing(objects, ({ resources }) =>
        Boolean(resources?.requests?.['cpu'] && resources.requests['memory'] && resources.limits?.['memory']),
      ),
    broken: breaks('Deployment', `${FIRST}.resources.limits.memory`, undefined),
  },
  {
    claim: 'every pod runs as a numbered user that is not root',
    why: 'an image whose user is a name does not start where root is forbidden',
    faults: (objects) =>
      workloads(objects)
        .filter(
          ({ pod: { securityContext } }) =>
            !(Number(securityContext?.['runAsUser']) > 0 && Number(securityContext?.['fsGroup']) > 0),
        )
        .map(({ title }) => title),
    broken: breaks('StatefulSet', `${POD}.securityContext.runAsUser`, 0),
  },
  {
    claim: 'every container is at the restricted level, with a root that cannot be written',
    why: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
    faults: (objects) =>
      missing(objects, ({ securityContext = {} }) =>
        [
          securityContext['allowPrivilegeEscalation'] === false,
          securityContext['privileged'] === false,
          securityContext['readOnlyRootFilesystem'] === true,
          securityContext['runAsNonRoot'] === true,
          JSON.stringify(securityContext['capabilities']) === '{"drop":["ALL"]}',
          JSON.stringify(securityContext['seccompProfile']) === '{"type":"RuntimeDefault"}',
        ].every(Boolean),
      ),
    broken: breaks('DaemonSet', `${FIRST}.securityContext.capabilities`, { drop: ['ALL'], add: ['SYS_TIME'] }),
  },
  {
    claim: 'no pod but the agent of the host touches the host; that of the logs reads one folder of it',
    why: 'whoever sees the host can read what all pods on it do',
    faults: (objects) =>
      workloads(objects)
        .filter(({ title }) => title !== HOST_AGENT)
        .filter(
          ({ title, pod }) =>
            pod.hostNetwork ||
            pod.hostPID ||
            pod.volumes?.some(
              ({ hostPath }) =>
                hostPath !== undefined &&
                !(title === LOG_AGENT && JSON.stringify(hostPath).includes('"/var/log/pods"')),
            ),
        )
        .map(({ title }) => title),
    broken: breaks('Deployment', `${POD}.hostNetwork`, true),
  },
  {
    claim: 'only what reads the API server has a token for it',
    why: 'a token that is not there cannot be stolen',
    faults: (objects) =>
      workloads(objects)
        .filter(({ title, pod }) => pod.automountServiceAccountToken !== API_CLIENTS.includes(title))
        .map(({ title }) => title),
    broken: breaks('Deployment', `${POD}.automountServiceAccountToken`, undefined),
  },
  {
    claim: 'every pod has an account of its own, which brings no token',
    why: 'rights of the default account are rights of every pod',
    faults: (objects) => {
      const accounts = ofKind(objects, 'ServiceAccount');
      return workloads(objects)
        .filter(({ pod, namespace }) => {
          const own = accounts.find(
            ({ metadata }) => metadata.name === pod.serviceAccountName && metadata.namespace === namespace,
          );
          return own?.automountServiceAccountToken !== false;
        })
        .map(({ title }) => title);
    },
    broken: breaks('Deployment', `${POD}.serviceAccountName`, 'default'),
  },
  {
    claim: 'every container that serves is asked whether it is ready and whether it lives, at a port that it declares',
    why: 'a pod that hangs is neither taken out nor restarted otherwise',
    faults: (objects) =>
      missing(serving(objects), ({ readinessProbe, livenessProbe, startupProbe, ports = [] }) => {
        const good = (probe: Probe | undefined): boolean =>
          probe !== undefined &&
          probe.httpGet?.host === undefined &&
          probe.timeoutSeconds <= probe.periodSeconds &&
          ports.some(({ name }) => name === probe.httpGet?.port);
        return good(readinessProbe) && good(livenessProbe) && (startupProbe === undefined || good(startupProbe));
      }),
    broken: breaks('StatefulSet', `${FIRST}.readinessProbe.httpGet.port`, 'wed'),
  },
  {
    claim: 'no pod is flooded with variables of the namespace’s Services',
    why: 'a Service named like a program becomes a setting of it',
    faults: (objects) =>
      workloads(objects)
        .filter(({ pod }) => pod.enableServiceLinks !== false)
        .map(({ title }) => title),
    broken: breaks('Deployment', `${POD}.enableServiceLinks`, true),
  },
  {
    claim: 'every pod gets the time it needs to end',
    why: 'Prometheus writes its head out, nginx finishes slow answers',
    faults: (objects) => {
      const least: Readonly<Record<string, number>> = {
        'StatefulSet prometheus': 600,
        'StatefulSet alertmanager': 120,
        'Deployment nginx-proxy': 140,
      };
      return workloads(objects)
        .filter(({ title, pod }) => (pod.terminationGracePeriodSeconds ?? 0) < (least[title] ?? 30))
        .map(({ title }) => title);
    },
    broken: breaks('StatefulSet', `${POD}.terminationGracePeriodSeconds`, 30),
  },
  {
    claim: 'replicas keep away from each other',
    why: 'two on one node end together',
    faults: (objects) =>
      workloads(objects)
        .filter(({ object, pod }) => (object.spec?.replicas ?? 1) > 1 && pod.affinity === undefined)
        .map(({ title }) => title),
    broken: breaks('StatefulSet', `${POD}.affinity`, undefined),
  },
  {
    claim: 'what is mounted is there, and every volume is mounted',
    why: 'a pod with a mount of nothing does not start',
    faults: (objects) =>
      workloads(objects).flatMap(({ title, object, pod }) => {
        const claims = object.spec?.volumeClaimTemplates?.map(({ metadata }) => metadata.name) ?? [];
        const volumes = [...(pod.volumes ?? []).map(({ name }) => name), ...claims];
        const mounts = pod.containers.flatMap(({ volumeMounts = [] }) => volumeMounts);
        const paths = pod.containers.flatMap(({ name, volumeMounts = [] }) =>
          volumeMounts.map(({ mountPath }) => `${name} ${mountPath}`),
        );
        return [
          ...mounts
            .filter(({ name }) => !volumes.includes(name))
            .map(({ name }) => `${title} mounts ${name}, which is not there`),
          ...volumes
            .filter((name) => !mounts.some((mount) => mount.name === name))
            .map((name) => `${title} does not mount ${name}`),
          ...paths
            .filter((path, index) => paths.indexOf(path) !== index)
            .map((path) => `${title} mounts twice at ${path}`),
          ...mounts
            .filter(({ subPath }) => subPath !== undefined)
            .map(({ name }) => `${title} mounts a part of ${name}`),
        ];
      }),
    broken: breaks('Deployment', `${FIRST}.volumeMounts.0.name`, 'cofnig'),
  },
  {
    claim: 'only data and scratch can be written, and scratch has a size',
    why: 'a configuration that a program can change is not the one that was reviewed',
    faults: (objects) =>
      containers(objects).flatMap(([title, { volumeMounts = [] }, { pod }]) =>
        volumeMounts.flatMap(({ name, readOnly }) => {
          const volume = pod.volumes?.find((each) => each.name === name);
          if (volume?.emptyDir !== undefined)
            return volume.emptyDir.sizeLimit === undefined ? [`${title}: ${name} has no size`] : [];
          const holdsData = volume === undefined || volume.persistentVolumeClaim !== undefined;
          return holdsData || readOnly === true ? [] : [`${title}: ${name}`];
        }),
      ),
    broken: breaks('StatefulSet', `${FIRST}.volumeMounts.0.readOnly`, false),
  },
];
