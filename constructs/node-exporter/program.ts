/** node-exporter as a program: its arguments. https://github.com/prometheus/node_exporter */
import type { Place, Program } from '../program';
import type { NodeExporterSettings } from './settings';

/** Port that node-exporter listens on by default. */
export const NODE_EXPORTER_PORT = 9100;

/** Arguments of a node-exporter; it has no files. */
export function nodeExporterProgram(_settings: NodeExporterSettings, _place: Place): Program {
  return { component: 'node-exporter', args: [], files: [] };
}
