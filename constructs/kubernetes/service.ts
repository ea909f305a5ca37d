/** Names for pods. https://kubernetes.io/docs/concepts/services-networking/service/ */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IService } from 'kubernetes-models/v1/Service';
import type { Endpoint } from '../program';
import type { ContainerPort } from './container';
import { type Identity, metadata, selectorLabels } from './identity';

/** Suffix of the headless Service that names each replica. */
export const REPLICAS = 'replicas';

/**
 * DNS suffix of a cluster that was not given another.
 * https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
 */
export const CLUSTER_DOMAIN = 'cluster.local';

/** One name for all pods of a component. */
export function service(scope: Construct, identity: Identity, ports: readonly ContainerPort[]): void {
  const manifest: IService = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(identity),
    spec: { type: 'ClusterIP', selector: selectorLabels(identity), ports: servicePorts(ports) },
  };
  new ApiObject(scope, 'Service', manifest);
}

/** A name for each pod, also before it is ready: replicas must find each other to become so. */
export function replicasService(scope: Construct, identity: Identity, ports: readonly ContainerPort[]): void {
  const manifest: IService = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(identity, REPLICAS),
    spec: {
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: selectorLabels(identity),
      ports: servicePorts(ports),
    },
  };
  new ApiObject(scope, 'ReplicasService', manifest);
}

/** Ports by name, so that a Service and its pods cannot disagree about a number. */
export function servicePorts(ports: readonly ContainerPort[]): {
  name: string;
  port: number;
  targetPort: string;
  protocol: 'TCP' | 'UDP';
}[] {
  return ports.map(({ name, port, protocol }) => ({ name, port, targetPort: name, protocol: protocol ?? 'TCP' }));
}

/** Full name of a Service, which needs no search list to resolve. */
export function serviceHost(name: string, namespace: string): string {
  return `${name}.${namespace}.svc.${CLUSTER_DOMAIN}`;
}

/** Every replica of a StatefulSet by its own name. */
export function replicaEndpoints(name: string, namespace: string, replicas: number, port: number): readonly Endpoint[] {
  const domain = serviceHost(`${name}-${REPLICAS}`, namespace);
  return Array.from({ length: replicas }, (_, index) => ({ host: `${name}-${index}.${domain}`, port }));
}
