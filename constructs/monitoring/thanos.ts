/** Long-term storage: from what an environment says to the parts of Thanos, and to those who use them. */
import type { Construct } from 'constructs';
import type { Discovery, SecretRef } from '../../model/delivery';
import { endpointText } from '../program';
import { REPLICA_LABEL } from '../prometheus/config';
import type { SubPath } from '../sub-path';
import { Thanos } from '../thanos/index';
import type { ThanosRetention } from '../thanos/settings';
import type { ThanosSidecarProps } from '../thanos/sidecar';
import type { ThanosDeployment } from '../thanos/validate';
import { imageOf } from '../versions';
import type { Addresses } from './addresses';
import { priorityClassName } from './cluster';
import type { Environment } from './environment';
import { identitiesOf } from './identities';
import type { Wiring } from './settings';
import { spreadFor } from './spread';

/** What an environment says of samples that outlive Prometheus. */
export interface ThanosOptions extends ThanosDeployment {
  readonly objectStore: {
    /** A file that says where the bucket is and how to sign in: https://thanos.io/tip/thanos/storage.md/ */
    readonly config: SecretRef;
    /** `host:port` of what the file names, which is all that the policies of the network let the parts reach. */
    readonly address: string;
  };
  readonly retention: ThanosRetention;
}

/** What the parts are told; absent where there are none. */
export function thanosSettings(
  { thanos, paths }: Pick<Environment, 'paths' | 'thanos'>,
  { thanos: addresses }: Addresses,
): Pick<Wiring, 'thanos'> {
  if (thanos === undefined || addresses === undefined) return {};
  const { config: objectStore } = thanos.objectStore;
  return {
    thanos: {
      sidecar: { objectStore, prometheusUrl: urlOf(addresses.prometheus, paths.prometheus) },
      query: { stores: addresses.stores, replicaLabel: REPLICA_LABEL },
      store: { objectStore },
      compactor: { objectStore, retention: thanos.retention },
    },
  };
}

function urlOf(endpoint: Parameters<typeof endpointText>[0], subPath: SubPath): string {
  return `http://${endpointText(endpoint)}${subPath}`;
}

/** How Prometheus finds the parts; the name of a container tells which one it is. */
export function thanosDiscovery({ thanos: addresses }: Addresses): readonly Discovery[] {
  return Object.values(addresses?.discovery ?? {}).flat();
}

/** What Grafana is told: long ranges are asked of Query, which has the whole past. */
export function grafanaThanos({ thanos: addresses }: Addresses): { readonly thanosUrl?: string } {
  return addresses === undefined ? {} : { thanosUrl: `http://${endpointText(addresses.query)}/` };
}

/** The container beside each Prometheus. */
export function sidecarOf(
  { thanos, images }: Environment,
  { thanos: settings }: Wiring,
): { readonly thanos?: ThanosSidecarProps } {
  if (thanos === undefined || settings === undefined) return {};
  const { resources } = thanos.sidecar;
  return { thanos: { settings: settings.sidecar, resources, image: imageOf('thanos', images) } };
}

/** The parts that are not beside Prometheus, in a cluster. */
export function thanos(scope: Construct, environment: Environment, { thanos: settings }: Wiring): void {
  if (environment.thanos === undefined || settings === undefined) return;
  const { thanosQuery: query, thanosStore: store, thanosCompactor: compactor } = identitiesOf(environment);
  new Thanos(scope, 'thanos', {
    identities: { query, store, compactor },
    settings,
    parts: environment.thanos,
    image: imageOf('thanos', environment.images),
    priorityClass: priorityClassName(environment),
    spread: spreadFor(environment),
  });
}
