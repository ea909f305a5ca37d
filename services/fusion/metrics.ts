/**
 * The metrics of the connection pools of a 1inch Fusion+ relayer, under the names of its monitoring page. The page
 * states neither types nor labels for most of them: types are by behaviour, labels by what its panels tell apart.
 */
import { bool, catalogue, counter, gauge, histogram, up } from '../../model';

/** Values of {@link metrics.health}: upside down, compared with `up`. The one place that has the numbers. */
export const HEALTH = { healthy: bool(false), unhealthy: bool(true) } as const;
/** Values of {@link metrics.circuitBreaker}. */
export const BREAKER = { closed: bool(false), open: bool(true) } as const;

/**
 * Upper bounds in milliseconds. No page states them; these leave room above the limit of 1000 ms, or a quantile could
 * never be seen to pass it.
 */
export const REQUEST_BUCKETS = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000] as const;

const pool = { card: 3 } as const;
const endpoint = { card: 3 } as const;
const type = { card: 6 } as const;
const ofPool = { pool } as const;
const ofEndpoint = { pool, endpoint } as const;
/** A client library makes a labelled counter with its first event. */
const presence = 'after-first-event';

/** Every metric of the scrape job `fusion`. */
export const metrics = catalogue('fusion', {
  up,

  /** A size, whatever its suffix says: never rated. */
  connections: gauge('fusion_connection_pool_connections_total', {
    help: 'Connections that the pool holds now, used or not',
    labels: ofEndpoint,
  }),
  active: gauge('fusion_connection_pool_connections_active', {
    help: 'Connections that serve a request',
    labels: ofEndpoint,
  }),
  idle: gauge('fusion_connection_pool_connections_idle', {
    help: 'Connections that wait for a request',
    labels: ofEndpoint,
  }),

  requests: counter('fusion_connection_pool_requests_total', {
    help: 'Requests served',
    labels: ofEndpoint,
    presence,
  }),
  requestDuration: histogram('fusion_connection_pool_request_duration_ms', {
    help: 'Time of a request, in milliseconds',
    unit: 'milliseconds',
    labels: ofEndpoint,
    buckets: REQUEST_BUCKETS,
    presence,
  }),
  queueSize: gauge('fusion_connection_pool_queue_size', {
    help: 'Requests that wait for a connection',
    labels: ofPool,
  }),
  queueTimeouts: counter('fusion_connection_pool_queue_timeouts_total', {
    help: 'Requests that gave up waiting for a connection',
    labels: ofPool,
    presence,
  }),

  health: gauge('fusion_connection_pool_health_status', {
    help: '0 while the endpoint is healthy, 1 while it is not',
    unit: 'bool',
    labels: ofEndpoint,
  }),
  circuitBreaker: gauge('fusion_connection_pool_circuit_breaker_status', {
    help: '0 while the circuit breaker is closed, 1 while it is open and refuses requests',
    unit: 'bool',
    labels: ofEndpoint,
  }),
  weight: gauge('fusion_connection_pool_endpoint_weight', {
    help: 'Weight of the endpoint when a request chooses one',
    labels: ofEndpoint,
  }),

  errors: counter('fusion_connection_pool_errors_total', {
    help: 'Requests that failed, by the type of the error',
    labels: { pool, type },
    presence,
  }),
  healthCheckFailures: counter('fusion_connection_pool_health_check_failures_total', {
    help: 'Health checks that failed',
    labels: ofEndpoint,
    presence,
  }),

  created: counter('fusion_connection_pool_connections_created_total', {
    help: 'Connections opened',
    labels: ofPool,
    presence,
  }),
  destroyed: counter('fusion_connection_pool_connections_destroyed_total', {
    help: 'Connections closed',
    labels: ofPool,
    presence,
  }),
});
