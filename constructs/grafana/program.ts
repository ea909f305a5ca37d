/** Grafana as a program: its files and environment. https://grafana.com/docs/grafana/latest/administration/provisioning/ */
import type { Place, Program } from '../program';
import type { GrafanaSettings } from './settings';

/** Port that Grafana listens on by default. */
export const GRAFANA_PORT = 3000;

/** Files (`config/grafana.ini`, `provisioning/…`, `dashboards/<folder>/<uid>.json`) and environment of a Grafana. */
export function grafanaProgram(_settings: GrafanaSettings, _place: Place): Program {
  return { component: 'grafana', args: [], files: [] };
}
