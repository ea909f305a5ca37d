/** The metrics that the expressions of these tests are made of: a few real ones of Prometheus' own family, each of another nature. */
import { catalogue, counter, gauge, histogram, info, stateSet, summary, up } from '../../../model/metric';

export const shop = catalogue('shop', {
  up,
  requests: counter('shop_requests_total', {
    help: 'requests answered',
    labels: { op: { values: ['get', 'put', 'delete'] }, code: { card: 8 } },
  }),
  failures: counter('shop_failures_total', {
    help: 'requests failed',
    labels: { op: { values: ['get', 'put', 'delete'] } },
    presence: 'after-first-event',
  }),
  written: counter('shop_written_bytes_total', { help: 'bytes written', unit: 'bytes' }),
  busy: counter('shop_busy_seconds_total', { help: 'time spent', unit: 'seconds', labels: { cpu: {}, mode: {} } }),
  latency: histogram('shop_latency_seconds', {
    help: 'time to answer',
    unit: 'seconds',
    labels: { op: { values: ['get', 'put', 'delete'] } },
    buckets: [0.1, 0.5, 1, 2.5],
  }),
  pause: summary('shop_pause_seconds', { help: 'pauses', unit: 'seconds' }),
  connections: gauge('shop_connections', { help: 'open connections' }),
  limit: gauge('shop_connections_limit', { help: 'connections allowed' }),
  memory: gauge('shop_memory_bytes', { help: 'memory in use', unit: 'bytes' }),
  memoryLimit: gauge('shop_memory_limit_bytes', { help: 'memory allowed', unit: 'bytes' }),
  fill: gauge('shop_cache_fill_ratio', { help: 'share of the cache in use', unit: 'ratio' }),
  load: gauge('shop_load_percent', { help: 'load of the disk', unit: 'percent' }),
  delay: gauge('shop_delay_milliseconds', { help: 'delay', unit: 'milliseconds' }),
  heat: gauge('shop_temperature_celsius', { help: 'temperature', unit: 'celsius' }),
  lag: gauge('shop_replication_lag_seconds', { help: 'lag', unit: 'seconds', labels: { peer: {} } }),
  started: gauge('shop_start_time_seconds', { help: 'start of the process', unit: 'timestamp' }),
  reloaded: gauge('shop_config_reload_success', { help: '1 after a good reload', unit: 'bool' }),
  state: stateSet('shop_state', { help: 'state', labels: { state: { values: ['running', 'draining', 'failed'] } } }),
  build: info('shop_build_info', { help: 'build', labels: { version: {}, revision: {} } }),
});

/** A host's metrics, under the job of its exporter. */
export const host = catalogue('host', {
  up,
  available: gauge('host_filesystem_available_bytes', {
    help: 'free space',
    unit: 'bytes',
    labels: { device: {}, mountpoint: {} },
  }),
  size: gauge('host_filesystem_size_bytes', {
    help: 'size',
    unit: 'bytes',
    labels: { device: {}, mountpoint: {} },
  }),
  readonly: gauge('host_filesystem_readonly', {
    help: '1 when mounted read-only',
    unit: 'bool',
    labels: { device: {}, mountpoint: {} },
  }),
  busy: counter('host_cpu_seconds_total', { help: 'time per mode', unit: 'seconds', labels: { cpu: {}, mode: {} } }),
  load: gauge('host_load1', { help: 'runnable tasks' }),
  errors: counter('host_receive_errors_total', { help: 'errors', labels: { device: {} } }),
  packets: counter('host_receive_packets_total', { help: 'packets', labels: { device: {} } }),
  faults: counter('host_major_faults', { help: 'page faults' }),
  offset: gauge('host_clock_offset_seconds', { help: 'distance to the reference clock', unit: 'seconds' }),
  synced: gauge('host_clock_synced', { help: '1 when the clock follows a reference', unit: 'bool' }),
});

/** Series of every job. */
export const any = catalogue(undefined, {
  up,
  started: gauge('process_start_time_seconds', { unit: 'timestamp', help: 'start' }),
});
