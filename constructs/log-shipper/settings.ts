/** What a log shipper must be told, whichever program it is and whatever the place it runs in. */
import type { SecretRef } from '../../model/delivery';
import type { ServiceLogs } from '../../model/log';
import type { Duration, Size } from '../../model/quantity';

/** Which program reads and sends; the documents are the same. */
export type LogShipperKind = 'fluentd' | 'vector';

export interface LogShipperSettings {
  /** @default 'vector' */
  readonly shipper?: LogShipperKind;
  /** Told with each line, as the external labels are told with each alert. */
  readonly environment: string;
  readonly cluster: string;
  readonly streams: readonly LogStream[];
  readonly store: LogStore;
  /** How long indices are kept; whole days, for there is one a day. */
  readonly retention: Duration;
  readonly buffer: LogBuffer;
}

/** The lines of one service: what its pods write. Nothing else on a node is read. */
export interface LogStream {
  /** Id of the service; each has its own indices. */
  readonly service: string;
  readonly namespaces: readonly string[];
  /** Labels that its pods carry, whatever else runs in the namespaces. */
  readonly matchLabels: Readonly<Record<string, string>>;
  readonly logs: ServiceLogs;
}

/** Where lines end up. */
export interface LogStore {
  readonly kind: 'elasticsearch' | 'opensearch';
  /** `https://host:port`, any of which takes lines. */
  readonly endpoints: readonly string[];
  /** What every index starts with: `drachma-prod` makes `drachma-prod-rstmdb-2026-11-21`. */
  readonly indexPrefix: string;
  readonly auth: LogStoreAuth;
  /** Certificate of the authority that the store's must come from; any public one when absent. */
  readonly authority?: SecretRef;
}

/** How the shipper proves itself: OpenSearch knows no API keys. */
export type LogStoreAuth =
  | { readonly kind: 'apiKey'; readonly key: SecretRef }
  | { readonly kind: 'basic'; readonly username: string; readonly password: SecretRef };

/** What waits on the node's disk while the store does not answer. */
export interface LogBuffer {
  readonly size: Size;
  /**
   * `block`: nothing more is read, and what the kubelet deletes meanwhile is lost. `dropNewest`: it is read and thrown
   * away. `dropOldest`: what has waited longest is thrown away; Vector cannot.
   */
  readonly whenFull: 'block' | 'dropNewest' | 'dropOldest';
}

/** Beginning of the names of one service's indices. */
export function indexStem({ indexPrefix }: LogStore, service: string): string {
  return `${indexPrefix}-${service}`;
}
