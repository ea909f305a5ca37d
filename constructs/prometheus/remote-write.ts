/**
 * Samples sent on to a store elsewhere.
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/#remote_write
 */
import type { RelabelRule, ScrapeAuth, SecretRef } from '../../model/delivery';
import type { Place } from '../program';
import type { ConfigMapping } from './discovery';
import { authConfig, relabelConfigs } from './scrape';

/** One store that takes samples by the remote-write protocol. */
export interface RemoteWrite {
  /** Names its queue in metrics and logs. */
  readonly name: string;
  /** https; http for a host inside. Never with a password: {@link auth} has it. */
  readonly url: string;
  readonly auth?: ScrapeAuth;
  /** Certificate of the authority that the store's must come from; any public one when absent. */
  readonly authority?: SecretRef;
  /** Steps on each series before it is sent; `keep` and `drop` choose. */
  readonly relabelings?: readonly RelabelRule[];
  /** How much is sent at once and in parallel. @default - Prometheus' own */
  readonly queue?: RemoteWriteQueue;
}

/** https://prometheus.io/docs/practices/remote_write/#parameters */
export interface RemoteWriteQueue {
  /** Connections at most. */
  readonly maxShards?: number;
  /** Samples in one request at most. */
  readonly maxSamplesPerSend?: number;
  /** Samples that wait in memory for each connection; a few requests' worth. */
  readonly capacity?: number;
}

/** One entry of `remote_write`. */
export function remoteWriteConfig(to: RemoteWrite, place: Place): ConfigMapping {
  const { name, url, auth, authority, relabelings = [], queue } = to;
  return {
    name,
    url,
    ...(auth === undefined ? {} : authConfig(auth, place)),
    tls_config: authority && { ca_file: place.secretFile(authority) },
    write_relabel_configs: relabelConfigs(relabelings),
    queue_config: queue && {
      max_shards: queue.maxShards,
      max_samples_per_send: queue.maxSamplesPerSend,
      capacity: queue.capacity,
    },
  };
}
