/** A connection that a program needs, and what its need is read from. */
import { isIP } from 'node:net';
import type { Cluster, End, Pod } from './cluster';
import { type Address, resolve } from './resolve';

/** A connection that a program needs. */
export interface Demand {
  readonly from: End;
  readonly to: End;
  readonly port: number;
  readonly protocol: Address['protocol'];
  /** Where that is said: `data source Prometheus`. */
  readonly why: string;
}

/** A pod with the files that it mounts, and the world round it. */
export interface Surroundings {
  readonly cluster: Cluster;
  /** Who asks the public address. */
  readonly client: End;
  readonly apiServer: End;
}

/** The demands of a pod at one address; a name is asked of DNS first. */
export function demandsAt(pod: End, address: Address, why: string, { cluster }: Surroundings): readonly Demand[] {
  const { host, protocol } = address;
  const arrivals = resolve(cluster, address).map(({ to, port }) => ({ from: pod, to, port, protocol, why }));
  return isIP(host) === 0 ? [...arrivals, ...dnsDemands(pod, cluster)] : arrivals;
}

function dnsDemands(from: End, { pods }: Cluster): readonly Demand[] {
  const servers = pods.filter(({ labels }) => labels['k8s-app'] === 'kube-dns');
  if (servers.length === 0) throw new Error('the cluster has no DNS');
  return servers.flatMap((to) =>
    (['TCP', 'UDP'] as const).map((protocol) => ({ from, to, port: 53, protocol, why: 'names' })),
  );
}

/** The content of the one file of a ConfigMap that a pod's containers mount at a path with this end. */
export function fileOf(pod: Pod, path: string, around: Surroundings): string {
  const found = mountedFiles(pod, around).filter(([each]) => each.endsWith(`/${path}`));
  const contents = new Set(found.map(([, content]) => content));
  const [content] = contents;
  if (content === undefined || contents.size > 1) throw new Error(`${pod.name} mounts ${contents.size} files ${path}`);
  return content;
}

function mountedFiles({ spec, namespace }: Pod, { cluster }: Surroundings): readonly (readonly [string, string])[] {
  return spec.containers
    .flatMap(({ volumeMounts = [] }) => volumeMounts)
    .flatMap(({ name, mountPath }) => {
      const volume = spec.volumes?.find((each) => each.name === name);
      const sources = volume?.projected?.sources?.map(({ configMap }) => configMap?.name) ?? [volume?.configMap?.name];
      return sources.flatMap((source) =>
        Object.entries(cluster.files.get(`${namespace}/${source ?? ''}`) ?? {}).map(
          ([key, content]) => [`${mountPath}/${key}`, content] as const,
        ),
      );
    });
}

export function urlAddress(url: string): Address {
  const { hostname, port, protocol } = new URL(url);
  const usual = protocol === 'https:' ? 443 : 80;
  return { host: hostname, port: port === '' ? usual : Number(port), protocol: 'TCP' };
}

/** `host:port` */
export function textAddress(text: string, protocol: Address['protocol'] = 'TCP'): Address {
  const colon = text.lastIndexOf(':');
  return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)), protocol };
}
