/** A blackbox exporter as a program: its file and arguments. https://github.com/prometheus/blackbox_exporter */
import { type Place, type Program, endpointText } from '../program';
import { yamlText } from '../render/yaml';
import { blackboxConfig } from './config';
import type { BlackboxExporterSettings } from './settings';

/** Port that a blackbox exporter listens on by default. */
export const BLACKBOX_EXPORTER_PORT = 9115;

/** File `config/blackbox.yml` and arguments of a blackbox exporter. It reads the file again at SIGHUP. */
export function blackboxExporterProgram(settings: BlackboxExporterSettings, place: Place): Program {
  return {
    component: 'blackbox-exporter',
    args: [
      `--config.file=${place.configDir}/config/blackbox.yml`,
      `--web.listen-address=${endpointText(place.listen)}`,
    ],
    files: [{ path: 'config/blackbox.yml', content: yamlText(blackboxConfig(settings, place)) }],
  };
}
