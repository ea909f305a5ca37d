/** What a pod mounts: a volume with the path it is seen at. */
import { createHash } from 'node:crypto';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import type { Size } from '../../model/quantity';
import { kubernetesSizeText } from '../../model/quantity';
import { dnsLabel } from '../check/names';
import type { PodPlace } from './place';

/** A volume and its place in the container; read-only unless said otherwise. */
export interface Mount {
  readonly volume: IVolume;
  readonly path: string;
  readonly writable?: boolean;
  /** How mounts that come later on the host are passed on. */
  readonly propagation?: 'HostToContainer';
}

/** Owner and group may read, others nothing: the group is the pod's `fsGroup`. */
const OWNER_AND_GROUP_READ = 0o440;

/** ConfigMaps as one folder. The whole map is mounted, not single keys, so that a new file needs no new pod. */
export function configMount(name: string, configMaps: readonly string[], path: string): Mount {
  const [only] = configMaps;
  const volume: IVolume =
    configMaps.length === 1 && only !== undefined
      ? { name, configMap: { name: only, defaultMode: OWNER_AND_GROUP_READ } }
      : {
          name,
          projected: {
            defaultMode: OWNER_AND_GROUP_READ,
            sources: configMaps.map((each) => ({ configMap: { name: each } })),
          },
        };
  return { volume, path };
}

/** The Secrets that a program named, with no other key than it named. */
export function secretMounts(place: PodPlace): readonly Mount[] {
  return place.secrets.map(([secretName, keys]) => ({
    volume: {
      name: secretVolume(secretName),
      secret: {
        secretName,
        items: keys.map((key) => ({ key, path: key })),
        defaultMode: OWNER_AND_GROUP_READ,
        optional: false,
      },
    },
    path: place.secretDir(secretName),
  }));
}

/** A Secret's name may have dots and 253 characters, a volume's neither; two Secrets never share a volume. */
function secretVolume(secretName: string): string {
  const name = `secret-${secretName}`;
  if (dnsLabel(name) === undefined) return name;
  return `secret-${createHash('sha256').update(secretName).digest('hex').slice(0, 16)}`;
}

/** A scratch folder that ends with the pod. */
export function scratchMount(name: string, path: string, size: Size): Mount {
  return { volume: { name, emptyDir: { sizeLimit: kubernetesSizeText(size) } }, path, writable: true };
}

/** The pod's volumes. */
export function volumesOf(mounts: readonly Mount[]): IVolume[] {
  return mounts.map(({ volume }) => volume);
}

/** The container's view of them. Never by `subPath`, which misses every update. */
export function volumeMountsOf(mounts: readonly Mount[]): IVolumeMount[] {
  return mounts.map(({ volume, path, writable, propagation }) => ({
    name: volume.name,
    mountPath: path,
    readOnly: writable !== true,
    ...(propagation === undefined ? {} : { mountPropagation: propagation }),
  }));
}
