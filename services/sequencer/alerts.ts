/** What is wrong with the sequencer when, and who is told. The reasons behind the choices are in the runbook. */
import * as commitments from './alerts/commitments';
import * as ingest from './alerts/ingest';
import * as limits from './alerts/limits';
import * as pool from './alerts/pool';
import * as probes from './alerts/probes';
import * as requests from './alerts/requests';
import * as servers from './alerts/servers';

export { commitments, ingest, limits, pool, probes, requests, servers };

/** All of them, in the order of the runbook. */
export const alerts = [
  servers.down,
  servers.absent,
  servers.metricsMissing,
  servers.scrapesRefused,
  servers.restarting,
  servers.metricsOverflow,
  probes.notReady,
  probes.unhealthy,
  probes.grpcClosed,
  requests.highErrorRate,
  requests.serverErrors,
  requests.highLatency,
  ingest.ingestLatency,
  ingest.lowThroughput,
  ingest.eventsRejected,
  ingest.signatureFailures,
  pool.poolExhausted,
  limits.rateLimited,
  limits.rateLimitRejections,
  commitments.circuitBreakerOpen,
  commitments.commitmentsFailing,
  commitments.anchoringFailing,
] as const;
