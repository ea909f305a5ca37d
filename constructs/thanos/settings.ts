/** What the parts of Thanos must be told, whatever the place they run in. https://thanos.io/tip/thanos/design.md/ */
import type { SecretRef } from '../../model/delivery';
import type { Duration } from '../../model/quantity';
import type { Endpoint } from '../program';

/** Beside each Prometheus: uploads its blocks, and answers for what is not uploaded yet. */
export interface ThanosSidecarSettings {
  /** A file that says where the bucket is and how to sign in: https://thanos.io/tip/thanos/storage.md/ */
  readonly objectStore: SecretRef;
  /** The Prometheus beside it, with the sub-path. */
  readonly prometheusUrl: string;
}

/** Answers queries from all that it finds, each series once. */
export interface ThanosQuerySettings {
  /** Names that lead to the sidecars and the store gateways, asked of DNS again and again. */
  readonly stores: readonly Endpoint[];
  /** The label that tells the replicas of a pair apart, which an answer does not have. */
  readonly replicaLabel: string;
}

/** Answers for what is in the bucket. */
export interface ThanosStoreSettings {
  readonly objectStore: SecretRef;
}

/** Joins and thins out what is in the bucket, and deletes what is too old. Two on one bucket destroy it. */
export interface ThanosCompactorSettings {
  readonly objectStore: SecretRef;
  readonly retention: ThanosRetention;
}

/** How long samples are kept in the bucket, by how far apart they are. */
export interface ThanosRetention {
  /** As they were scraped. */
  readonly raw: Duration;
  /** One for five minutes: made of raw samples once they are 40 hours old. */
  readonly fiveMinutes: Duration;
  /** One for an hour: made of the former once they are ten days old. */
  readonly oneHour: Duration;
}

/** The settings of every part. */
export interface ThanosSettings {
  readonly sidecar: ThanosSidecarSettings;
  readonly query: ThanosQuerySettings;
  readonly store: ThanosStoreSettings;
  readonly compactor: ThanosCompactorSettings;
}
