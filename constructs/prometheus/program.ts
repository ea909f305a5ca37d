/** Prometheus as a program: its files and arguments. https://prometheus.io/docs/prometheus/latest/command-line/prometheus/ */
import type { Place, Program } from '../program';
import type { PrometheusSettings } from './settings';

/** Port that Prometheus listens on by default. */
export const PROMETHEUS_PORT = 9090;

/** Files (`config/prometheus.yml`, `rules/<service>.yml`) and arguments of a Prometheus server. */
export function prometheusProgram(_settings: PrometheusSettings, _place: Place): Program {
  return { component: 'prometheus', args: [], files: [] };
}
