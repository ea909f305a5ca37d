/** Policies for what is kept: volumes, secrets, and what must survive a mistake. */
import { durable } from '../plan/plan';
import { list, record, text } from '../plan/kubernetes-object';
import { leakedSecrets } from '../plan/leaked-secret';
import { filesWith } from './config-file';
import { type Container, type Fields, containersOf, flag, podOf } from './pod';
import { isKind, type Policy, type Resource, when } from './policy';

/** Where Prometheus and Alertmanager keep their data. */
const DATA_FLAGS = ['--storage.tsdb.path', '--storage.path'] as const;

/** The rest is for the log and for what compaction needs meanwhile. */
const LARGEST_SHARE = 0.85;

export const dataPolicies = [
  {
    name: 'no-secret-in-clear',
    rule: 'nothing but a Secret holds a credential',
    why: 'ConfigMaps, arguments and annotations are read by many, and kept where nobody thinks of them',
    remedy: 'keep it in a Secret, mounted as a file',
    source: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
    faults: ({ object }) => leakedSecrets([object]).map(({ what }) => what),
  },
  {
    name: 'volume-holds-retention',
    rule: 'Prometheus keeps less than 85% of its volume',
    why: 'on a full volume it goes on answering, and stores and fires nothing',
    remedy: 'set a retention by size, or enlarge the volume',
    source: 'https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects',
    faultsAmong: (resource, all) =>
      dataOf(resource)
        .filter(({ directory }) => directory === '--storage.tsdb.path')
        .flatMap(({ container, claim }) => {
          const volume = claim === undefined ? undefined : sizeOfClaim(resource, claim, all);
          if (volume === undefined) return [];
          const kept = retentionOf(resource, container, all);
          if (kept === undefined) return ['has no retention by size'];
          const share = Math.round((kept / volume) * 100);
          return when(kept > volume * LARGEST_SHARE, `may fill ${share}% of its volume`);
        }),
  },
  {
    name: 'data-on-claims',
    rule: 'Prometheus and Alertmanager keep their data on a claim',
    why: 'otherwise a restart forgets what was measured, silenced, and already notified',
    remedy: 'mount a claim where the data lies',
    source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/',
    onlyProduction: true,
    faults: (resource) =>
      dataOf(resource)
        .filter(({ claim }) => claim === undefined)
        .map(({ container }) => `container '${container.name}' loses its data when it restarts`),
  },
  {
    name: 'protected-data',
    rule: 'what holds data, or all else, is protected from deletion',
    why: 'a renamed resource, or pulumi destroy in the wrong stack, would take the history away',
    remedy: 'set the resource option protect',
    source: 'https://www.pulumi.com/docs/iac/concepts/options/protect/',
    onlyProduction: true,
    faults: (resource) => when(isKind(resource, ...durable.protect) && !resource.protect, 'is not protected'),
  },
] as const satisfies readonly Policy[];

/** Where a container keeps data. */
interface Data {
  readonly container: Container;
  readonly directory: (typeof DATA_FLAGS)[number];
  /** Name of the volume whose claim it is; absent where the data lies on none. */
  readonly claim?: string;
}

function dataOf(resource: Resource): readonly Data[] {
  const pod = podOf(resource);
  if (pod === undefined) return [];
  return containersOf(pod).flatMap((container) =>
    DATA_FLAGS.flatMap((directory): readonly Data[] => {
      const path = flag(container, directory);
      if (path === undefined) return [];
      const claim = claimAt(container, path, resource, pod);
      return [{ container, directory, ...(claim === undefined ? {} : { claim }) }];
    }),
  );
}

function claimAt({ fields }: Container, path: string, resource: Resource, pod: Fields): string | undefined {
  const mounts = list(fields['volumeMounts']).map(record);
  const mount = mounts.find(({ mountPath }) => typeof mountPath === 'string' && `${path}/`.startsWith(`${mountPath}/`));
  const name = text(mount?.['name']);
  const volumes = list(pod['volumes']).map(record);
  const isClaim =
    templatesOf(resource).some((template) => record(template['metadata'])['name'] === name) ||
    volumes.some((volume) => volume['name'] === name && ('persistentVolumeClaim' in volume || 'ephemeral' in volume));
  return isClaim ? name : undefined;
}

function templatesOf({ object }: Resource): readonly Fields[] {
  return list(record(object['spec'])['volumeClaimTemplates']).map(record);
}

/** Bytes that a claim asks for, of the template or of the object that the volume names; none where neither is here. */
function sizeOfClaim(resource: Resource, volume: string, all: readonly Resource[]): number | undefined {
  const template = templatesOf(resource).find((each) => record(each['metadata'])['name'] === volume);
  const pod = podOf(resource) ?? {};
  const claim = list(pod['volumes'])
    .map(record)
    .find(({ name }) => name === volume)?.['persistentVolumeClaim'];
  const { namespace } = resource.object.metadata;
  const named = all.find(
    (each) =>
      isKind(each, 'PersistentVolumeClaim') &&
      each.object.metadata.namespace === namespace &&
      each.object.metadata.name === record(claim)['claimName'],
  );
  const spec = record(template?.['spec'] ?? named?.object['spec']);
  return bytesOf(text(record(record(spec['resources'])['requests'])['storage']) ?? '');
}

/** Bytes that Prometheus keeps, by its flag or by a configuration that the pod mounts. */
function retentionOf(resource: Resource, container: Container, all: readonly Resource[]): number | undefined {
  const given = flag(container, '--storage.tsdb.retention.size');
  if (given !== undefined) return bytesOf(given);
  const pod = podOf(resource) ?? {};
  const mounted = list(pod['volumes']).map((volume) => record(record(volume)['configMap'])['name']);
  const { namespace } = resource.object.metadata;
  return all
    .filter((each) => isKind(each, 'ConfigMap') && each.object.metadata.namespace === namespace)
    .filter((each) => mounted.includes(each.object.metadata.name))
    .flatMap((each) => filesWith('storage', each))
    .map(({ storage }) => record(record(record(storage)['tsdb'])['retention']))
    .map(({ size }) => bytesOf(text(size) ?? ''))
    .find((size) => size !== undefined);
}

/** Prometheus counts all of its units in powers of two; Kubernetes has `G` for a billion. */
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  B: 1,
  ...Object.fromEntries(
    ['K', 'M', 'G', 'T', 'P'].flatMap((unit, i) => ['i', 'B', 'iB'].map((end) => [unit + end, 2 ** (10 * (i + 1))])),
  ),
};

/** Bytes of `50GB` or `64Gi`. */
function bytesOf(size: string): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(size) ?? [];
  const factor = UNITS[unit];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}
