/**
 * Grafana as a program: its files and environment.
 * https://grafana.com/docs/grafana/latest/setup-grafana/configure-docker/
 */
import type { Place, Program } from '../program';
import { iniText } from '../render/ini';
import { grafanaIni } from './ini';
import { provisioningFiles } from './provisioning';
import type { GrafanaSettings } from './settings';
import { LDAP_FILE, ldapToml } from './sign-in';

/** Port that Grafana listens on by default. */
export const GRAFANA_PORT = 3000;

/**
 * Files (`config/grafana.ini`, `provisioning/…`, `dashboards/<folder>/<uid>.json`) and environment of a Grafana. It has
 * no arguments: the image's start script takes the configuration's path from the environment.
 */
export function grafanaProgram(settings: GrafanaSettings, place: Place): Program {
  return {
    component: 'grafana',
    args: [],
    env: { GF_PATHS_CONFIG: `${place.configDir}/config/grafana.ini` },
    files: [
      { path: 'config/grafana.ini', content: iniText(grafanaIni(settings, place)) },
      ...(settings.signIn?.kind === 'ldap' ? [{ path: LDAP_FILE, content: ldapToml(settings.signIn, place) }] : []),
      ...provisioningFiles(settings, place),
    ],
  };
}
