/** Claims about objects and what they say of each other. */
import { type Claim, breaks } from './claims';
import { type KubeObject, isTask, ofKind, selects, workloads } from './objects';

const POD = 'spec.template.spec';
const CLUSTER_SCOPED = ['Namespace', 'PriorityClass', 'ClusterRole', 'ClusterRoleBinding'];
const title = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.name}`;

/** What no object may hold: the forms of known secrets. */
const SECRET_FORMS = [
  /hooks\.slack\.com\/services\//,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\$2[aby]\$\d\d\$/,
  /\$[56]\$/,
  /AKIA[0-9A-Z]{16}/,
  /xox[baprs]-/,
  /:\/\/[^/@\s:"]+:[^/@\s"]+@/,
  /[?&](?:token|api_key|access_token)=/,
];

/** What discovery finds, and what kube-state-metrics shows. */
const READABLE = [
  'cronjobs',
  ...['endpointslices', 'ingresses', 'nodes', 'pods', 'services'],
  ...['daemonsets', 'deployments', 'jobs', 'poddisruptionbudgets', 'statefulsets'],
];

const SECRET_FILE = /\/etc\/[a-z0-9-]+\/secrets\/[A-Za-z0-9._-]+\/[A-Za-z0-9._-]+/g;

/** Vector names a folder, and its files by placeholders. */
function vectorSecrets(text: string): readonly string[] {
  const keys = [...text.matchAll(/SECRET\[\w+\.([\w.]+)\]/g)].map(([, key = '']) => key);
  const folders = text.match(/\/etc\/[a-z-]+\/secrets\/[A-Za-z0-9._-]+(?=\\")/g) ?? [];
  return folders.flatMap((folder) => keys.map((key) => `${folder}/${key}`));
}

export const objectClaims: readonly Claim[] = [
  {
    claim: 'every object is named once, has the standard labels, and its namespace is among the objects',
    why: 'two of one name overwrite each other',
    faults: (objects) => {
      const namespaces = ofKind(objects, 'Namespace').map(({ metadata }) => metadata.name);
      const identities = objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
      return [
        ...identities.filter((each, index) => identities.indexOf(each) !== index),
        ...objects
          .filter(
            ({ kind, metadata }) => !CLUSTER_SCOPED.includes(kind) && !namespaces.includes(metadata.namespace ?? ''),
          )
          .map(title),
        ...objects.filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/part-of'] !== 'vedette').map(title),
        ...objects.filter(({ metadata }) => metadata.name.length > 63).map(title),
      ];
    },
    broken: breaks('ConfigMap', 'metadata.namespace', 'monitorin'),
  },
  {
    claim: 'every namespace is held to a security level of a fixed version, the stack’s own to the strictest',
    why: 'the latest version would change under the stack at an upgrade of the cluster',
    faults: (objects) =>
      ofKind(objects, 'Namespace')
        .filter(({ metadata: { name, labels = {} } }) => {
          const level = labels['pod-security.kubernetes.io/enforce'];
          const version = labels['pod-security.kubernetes.io/enforce-version'] ?? '';
          return level !== (name.endsWith('-node') ? 'privileged' : 'restricted') || !/^v1\.\d+$/.test(version);
        })
        .map(title),
    broken: breaks('Namespace', 'metadata.labels', { 'app.kubernetes.io/part-of': 'vedette' }),
  },
  {
    claim: 'every selector finds its own pods and no others, and never by version',
    why: 'selectors cannot change, versions do',
    faults: (objects) =>
      // A Job gets its selector from the cluster.
      workloads(objects.filter((each) => !isTask(each))).flatMap(({ title: name, object, labels }) => {
        const selector = object.spec?.selector?.matchLabels ?? {};
        const found = workloads(objects).filter((each) => selects(selector, each.labels));
        if (!selects(selector, labels)) return [`${name} does not find its pods`];
        if ('app.kubernetes.io/version' in selector) return [`${name} selects by version`];
        return found.length === 1 ? [] : [`${name} finds the pods of others`];
      }),
    broken: breaks('Deployment', 'spec.selector.matchLabels', { 'app.kubernetes.io/part-of': 'vedette' }),
  },
  {
    claim: 'every Service leads to pods that have its ports, with the same protocol',
    why: 'a Service that leads nowhere answers with silence',
    faults: (objects) =>
      ofKind(objects, 'Service').flatMap((service) => {
        const selector = (service.spec?.selector ?? {}) as unknown as Readonly<Record<string, string>>;
        const found = workloads(objects).filter(({ labels }) => selects(selector, labels));
        const ports = found.flatMap(({ pod }) => pod.containers.flatMap((each) => each.ports ?? []));
        const lost = (service.spec?.ports ?? []).filter(
          ({ targetPort, protocol }) => !ports.some((port) => port.name === targetPort && port.protocol === protocol),
        );
        return found.length === 1 && lost.length === 0 ? [] : [title(service)];
      }),
    broken: breaks('Service', 'spec.ports.0.targetPort', 'wed'),
  },
  {
    claim: 'every StatefulSet has its headless Service',
    why: 'without it replicas have no names, and do not find each other',
    faults: (objects) =>
      ofKind(objects, 'StatefulSet')
        .filter(
          ({ spec }) =>
            !ofKind(objects, 'Service').some(
              (each) => each.metadata.name === spec?.serviceName && each.spec?.clusterIP === 'None',
            ),
        )
        .map(title),
    broken: breaks('StatefulSet', 'spec.serviceName', 'prometheus'),
  },
  {
    claim: 'a drain takes one of several replicas, and is never stopped by one alone or by a broken one',
    why: 'a budget for a single replica keeps its node from ever being drained',
    faults: (objects) =>
      workloads(objects).flatMap(({ title: name, object, labels }) => {
        const budgets = ofKind(objects, 'PodDisruptionBudget').filter(({ spec }) =>
          selects(spec?.selector?.matchLabels ?? {}, labels),
        );
        const several = (object.spec?.replicas ?? 1) > 1;
        const good = budgets.every(
          ({ spec }) => spec?.maxUnavailable === 1 && spec.unhealthyPodEvictionPolicy === 'AlwaysAllow',
        );
        return budgets.length === (several ? 1 : 0) && good ? [] : [name];
      }),
    broken: breaks('PodDisruptionBudget', 'spec.maxUnavailable', 0),
  },
  {
    claim: 'every mounted ConfigMap is among the objects, and every ConfigMap is mounted',
    why: 'a pod that waits for a ConfigMap never starts',
    faults: (objects) => {
      const mounted = workloads(objects).flatMap(({ pod }) =>
        (pod.volumes ?? []).flatMap(({ configMap, projected }) => [
          ...(configMap === undefined ? [] : [configMap.name]),
          ...(projected?.sources ?? []).map((source) => source.configMap.name),
        ]),
      );
      const there = ofKind(objects, 'ConfigMap').map(({ metadata }) => metadata.name);
      return [...mounted.filter((name) => !there.includes(name)), ...there.filter((name) => !mounted.includes(name))];
    },
    broken: breaks('Deployment', `${POD}.volumes.0.configMap.name`, 'cofnig'),
  },
  {
    claim: 'every ConfigMap fits into the API server',
    why: 'it refuses more than a mebibyte',
    faults: (objects) =>
      ofKind(objects, 'ConfigMap')
        .filter((each) => JSON.stringify(each.data).length > 2 ** 20)
        .map(title),
    broken: breaks('ConfigMap', 'data', { 'a.json': 'x'.repeat(2 ** 20) }),
  },
  {
    claim: 'every secret that a file, an argument or a variable names is mounted at that place, and no other key of it',
    why: 'a typo in a path is found by no checker, only at night',
    faults: (objects) =>
      workloads(objects).flatMap(({ title: name, pod }) => {
        const mounted = pod.containers.flatMap(({ volumeMounts = [] }) =>
          volumeMounts.flatMap((mount) => {
            const secret = pod.volumes?.find((volume) => volume.name === mount.name)?.secret;
            return (secret?.items ?? []).map(({ path }) => `${mount.mountPath}/${path}`);
          }),
        );
        const maps = (pod.volumes ?? []).flatMap(({ configMap }) =>
          objects.filter((each) => each.kind === 'ConfigMap' && each.metadata.name === configMap?.name),
        );
        const text = JSON.stringify([maps.map(({ data }) => data), pod.containers.map(({ args, env }) => [args, env])]);
        const named = [...new Set([...(text.match(SECRET_FILE) ?? []), ...vectorSecrets(text)])];
        return [
          ...named.filter((path) => !mounted.includes(path)).map((path) => `${name} does not mount ${path}`),
          ...mounted
            .filter((path) => !named.includes(path))
            .map((path) => `${name} mounts ${path}, which nothing names`),
        ];
      }),
    broken: breaks('Deployment', `${POD}.containers.0.volumeMounts`, []),
  },
  {
    claim: 'every secret is read by its owner and group alone, and must be there',
    why: 'a pod that starts without its password fails later, and less clearly',
    faults: (objects) =>
      workloads(objects)
        .filter(({ pod }) =>
          pod.volumes?.some(
            ({ secret }) => secret !== undefined && (secret.defaultMode !== 0o440 || secret.optional !== false),
          ),
        )
        .map(({ title: name }) => name),
    broken: breaks('Deployment', `${POD}.volumes`, [{ name: 'a', secret: { secretName: 'a', optional: true } }]),
  },
  {
    claim: 'no object holds a secret',
    why: 'manifests are read by many, and kept in places that nobody thinks of',
    faults: (objects) =>
      objects
        .filter((each) => each.kind === 'Secret' || SECRET_FORMS.some((form) => form.test(JSON.stringify(each))))
        .map(title),
    broken: breaks('ConfigMap', 'data', { 'a.yml': 'url: https://me:pass@example.org' }),
  },
  {
    claim: 'no role may more than read what discovery and alerts need',
    why: 'whoever may read secrets, or all, has everything',
    faults: (objects) =>
      objects
        .filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole')
        .filter(({ rules = [] }) =>
          rules.some(
            ({ resources, verbs }) =>
              resources.some((each) => !READABLE.includes(each)) ||
              verbs.some((each) => !['get', 'list', 'watch'].includes(each)),
          ),
        )
        .map(title),
    broken: breaks('Role', 'rules', [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }]),
  },
  {
    claim: 'volumes of data have one writer, and outlive their set',
    why: 'two processes that write one database destroy it',
    faults: (objects) =>
      [...ofKind(objects, 'PersistentVolumeClaim'), ...objects.flatMap(({ spec }) => spec?.volumeClaimTemplates ?? [])]
        .filter(({ spec }) => JSON.stringify(spec?.accessModes) !== '["ReadWriteOnce"]')
        .map(title),
    broken: breaks('StatefulSet', 'spec.volumeClaimTemplates.0.spec.accessModes', ['ReadWriteMany']),
  },
];
