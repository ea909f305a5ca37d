/** What the sequencer looks like from outside. */
import { probeMetrics, promql } from '../../../model';
import { probes } from '../probes';

/** 1 or 0 for each address that is asked. */
export const healthy = promql`${probes.health.success}`;
export const ready = promql`${probes.ready.success}`;
export const grpcOpen = promql`${probes.grpc.success}`;
/** How long `/health` and `/ready` take, in seconds, for each address. */
export const healthTime = promql`${probes.health.of(probeMetrics.duration)}`;
export const readyTime = promql`${probes.ready.of(probeMetrics.duration)}`;
