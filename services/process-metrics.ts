/** Metrics of the process itself, which every program with a Prometheus client library exposes under the same names. */
import { counter, gauge } from '../model/metric';

/** @see https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics */
export const processMetrics = {
  processCpu: counter('process_cpu_seconds_total', {
    unit: 'seconds',
    help: 'CPU time that the process has used, user and system together',
  }),
  processMemory: gauge('process_resident_memory_bytes', { unit: 'bytes', help: 'Memory that the process holds' }),
  processStart: gauge('process_start_time_seconds', { unit: 'timestamp', help: 'When the process started' }),
  openFiles: gauge('process_open_fds', { help: 'File descriptors that the process has open' }),
  maxFiles: gauge('process_max_fds', { help: 'File descriptors that the process may have open' }),
} as const;

/** Metrics of the Go runtime. */
export const goMetrics = {
  goroutines: gauge('go_goroutines', { help: 'Goroutines that exist' }),
} as const;
