/** A part of all targets, for one of several servers that share them. */
import type { RelabelRule } from '../../model/delivery';

/** Which part, of how many: targets go by a hash of their address. */
export interface Shard {
  /** From 0. */
  readonly index: number;
  readonly count: number;
}

const HASH = '__tmp_shard';

/**
 * The last steps of a job's relabelling, where its address is final. A label that starts with `__tmp` is kept for such
 * use. https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config
 */
export function shardRelabelings({ index, count }: Shard): readonly RelabelRule[] {
  return [
    { sourceLabels: ['__address__'], modulus: count, targetLabel: HASH, action: 'hashmod' },
    { sourceLabels: [HASH], regex: String(index), action: 'keep' },
  ];
}
