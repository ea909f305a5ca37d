/** Every service that Vedette watches. A new one is one folder and one line here. */
import type { Service } from '../model/service';
import { alertmanager } from './alertmanager';
import { blackbox } from './blackbox';
import { drachma } from './drachma';
import { fusion } from './fusion';
import { grafana } from './grafana';
import { kubeStateMetrics } from './kube-state-metrics';
import { logShipper } from './log-shipper';
import { nginx } from './nginx';
import { node } from './node';
import { postgres } from './postgres';
import { prometheus } from './prometheus';
import { rstmdb } from './rstmdb';
import { sequencer } from './sequencer';
import { sequencerDatabase } from './sequencer-database';
import { thanos } from './thanos';

const registered = [
  alertmanager,
  blackbox,
  drachma,
  fusion,
  grafana,
  kubeStateMetrics,
  logShipper,
  nginx,
  node,
  postgres,
  prometheus,
  rstmdb,
  sequencer,
  sequencerDatabase,
  thanos,
] as const satisfies readonly Service[];

export const services: readonly Service[] = registered;

/** Names of all alerts, for the thresholds of an environment. */
export type AlertName = (typeof registered)[number] extends Service<infer N> ? N : never;
