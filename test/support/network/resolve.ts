/** Where a name or an address of a configuration leads to in a simulated cluster. */
import { isIP } from 'node:net';
import type { IService } from 'kubernetes-models/v1/Service';
import { type Cluster, type End, type Host, type Pod, type Protocol } from './cluster';
import { selects } from './simulator';

/** What a program connects to, as it was told. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
}

/** A connection to one end. */
export interface Arrival {
  readonly to: End;
  readonly port: number;
}

/** Stands for every host outside; which one a name leads to is known at run time only. */
export const INTERNET: Host = { kind: 'host', name: 'the internet', address: '203.0.113.10' };

/**
 * Asks DNS and the Services.
 * @throws Error for a name of the cluster that leads to nothing, or to pods that do not listen there
 */
export function resolve(cluster: Cluster, address: Address): readonly Arrival[] {
  const { host, port } = address;
  if (isIP(host) !== 0) return [{ to: endAt(cluster, host), port }];
  const parts = /^(?:([^.]+)\.)?([^.]+)\.([^.]+)\.svc(?:\.cluster\.local)?$/.exec(host);
  if (parts === null) {
    if (!host.includes('.')) throw new Error(`${host} is no full name, and is looked up in an unknown place`);
    return [{ to: INTERNET, port }];
  }
  const [, pod, name = '', namespace = ''] = parts;
  const service = cluster.services.find((each) => isNamed(each, name, namespace));
  if (service === undefined) throw new Error(`${host} leads nowhere: there is no Service ${namespace}/${name}`);
  return arrivals(cluster, service, pod, address);
}

function endAt(cluster: Cluster, address: string): End {
  if (address === INTERNET.address) return INTERNET;
  return cluster.pods.find((pod) => pod.address === address) ?? { kind: 'host', name: address, address };
}

const isNamed = ({ metadata }: IService, name: string, namespace: string): boolean =>
  metadata?.name === name && metadata.namespace === namespace;

function arrivals(
  cluster: Cluster,
  service: IService,
  podName: string | undefined,
  { host, port, protocol }: Address,
): readonly Arrival[] {
  const { metadata, spec } = service;
  const isHeadless = spec?.clusterIP === 'None';
  if (podName !== undefined && !isHeadless) throw new Error(`${host} names a pod, but its Service is not headless`);
  const pods = cluster.pods.filter(
    (pod) =>
      pod.namespace === metadata?.namespace &&
      selects({ matchLabels: spec?.selector ?? {} }, pod.labels) &&
      (podName === undefined || (pod.name === podName && pod.subdomain === metadata.name)),
  );
  if (pods.length === 0) throw new Error(`${host} leads to no pod`);
  const servicePort = spec?.ports?.find((each) => each.port === port && (each.protocol ?? 'TCP') === protocol);
  if (servicePort === undefined) throw new Error(`${host} has no port ${port}/${protocol}`);
  // A headless Service is the addresses of its pods alone, and sends nothing on to another port.
  const target = isHeadless ? port : (servicePort.targetPort ?? port);
  return pods.map((to) => ({ to, port: listening(to, target, protocol) }));
}

function listening(pod: Pod, target: number | string, protocol: Protocol): number {
  const found = pod.ports.find((each) => each.protocol === protocol && [each.name, each.port].includes(target));
  if (found === undefined) throw new Error(`pod ${pod.name} does not listen on ${target}/${protocol}`);
  return found.port;
}
