/**
 * What the blackbox exporter tells of itself and of its probes, as 0.23 and 0.28 expose it. The series of probes carry
 * the job `probe`, whatever service they belong to; those of the exporter its own.
 * @see https://github.com/prometheus/blackbox_exporter
 */
import { PROBE_JOB, probeMetrics } from '../../model';
import { catalogue, counter, gauge, up } from '../../model/metric';
import { goMetrics, processMetrics } from '../process-metrics';

export const metrics = {
  ...catalogue('blackbox', {
    up,
    configLoaded: gauge('blackbox_exporter_config_last_reload_successful', {
      unit: 'bool',
      help: '1 when the last attempt to load the configuration succeeded',
    }),
    configLoadedAt: gauge('blackbox_exporter_config_last_reload_success_timestamp_seconds', {
      unit: 'timestamp',
      help: 'When a configuration was last loaded with success',
    }),
    unknownModules: counter('blackbox_module_unknown_total', {
      help: 'Probes that asked for a module which the configuration does not have',
    }),
    ...processMetrics,
    ...goMetrics,
  }),
  ...probeMetrics,
} as const;

/** Each probe of each service: 1 when the exporter carried it out, whether it succeeded or not. */
export const everyProbe = up.where({ job: PROBE_JOB });
