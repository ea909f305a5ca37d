/** Alertmanager as a program: its files and arguments. https://prometheus.io/docs/alerting/latest/alertmanager/ */
import type { Place, Program } from '../program';
import type { AlertmanagerSettings } from './settings';

/** Port that Alertmanager listens on by default. */
export const ALERTMANAGER_PORT = 9093;

/** Files (`config/alertmanager.yml`, `templates/*.tmpl`) and arguments of an Alertmanager. */
export function alertmanagerProgram(_settings: AlertmanagerSettings, _place: Place): Program {
  return { component: 'alertmanager', args: [], files: [] };
}
