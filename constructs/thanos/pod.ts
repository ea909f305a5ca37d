/** What every container of Thanos has in common. */
import { seconds } from '../../model/quantity';
import type { ContainerOptions, ContainerPort } from '../kubernetes/container';
import type { Mount } from '../kubernetes/mounts';
import type { Resources } from '../kubernetes/resources';
import type { Program } from '../program';
import type { Image } from '../versions';
import { THANOS_GRPC_PORT, THANOS_HTTP_PORT } from './program';

/** `nobody`, as Prometheus: the sidecar writes into its data folder. Any user can run the program. */
export const THANOS_USER = 65534;

/** Named so that they can be told from those of Prometheus in one pod with it. */
export const THANOS_HTTP: ContainerPort = { name: 'thanos-http', port: THANOS_HTTP_PORT };
export const THANOS_GRPC: ContainerPort = { name: 'thanos-grpc', port: THANOS_GRPC_PORT };

/** A container of one of the parts. */
export function thanosContainer(
  { component, args }: Program,
  image: Image,
  resources: Resources,
  mounts: readonly Mount[],
  ports: readonly ContainerPort[] = [THANOS_HTTP, THANOS_GRPC],
): ContainerOptions {
  const probe = { port: THANOS_HTTP.name, period: seconds(10), timeout: seconds(3) };
  return {
    name: component,
    image,
    args,
    ports,
    mounts,
    resources,
    readiness: { ...probe, path: '/-/ready', failures: 3 },
    liveness: { ...probe, path: '/-/healthy', failures: 6 },
  };
}
