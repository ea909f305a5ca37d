/** Which of the machine's programs a local stack runs. */
import { CliError, EXIT } from '../exit';
import { type Tool, type ToolName, findTool } from '../tools';
import type { LocalTools } from './plan';
import type { Choices } from './state';

/**
 * Finds the programs. A Prometheus of the machine goes before the cached one, which is built from its Go module and so
 * has an API but no pages; Alertmanager is the other way round: Debian's has no pages. What only watches, and what is
 * only watched, may be missing.
 * @throws CliError naming all that are missing
 */
export function findLocalTools(
  { deployedVersions, rstmdb }: Pick<Choices, 'deployedVersions' | 'rstmdb'>,
  find = findTool,
): LocalTools {
  const missing: ToolName[] = [];
  const need = (name: ToolName, prefer: 'cache' | 'system'): Tool => {
    const tool = find(name, prefer);
    if (tool === undefined) missing.push(name);
    return tool ?? { name, path: '', version: '', source: 'system' };
  };
  const tools = {
    prometheus: need('prometheus', deployedVersions ? 'cache' : 'system'),
    alertmanager: need('alertmanager', 'cache'),
    'node-exporter': need('node-exporter', 'cache'),
    nginx: need('nginx', 'cache'),
  };
  if (missing.length > 0) {
    throw new CliError(
      EXIT.environment,
      `not installed: ${missing.join(', ')}\nRun 'make up', which installs them, or:\n` +
        '  Debian, Ubuntu:  sudo apt-get install prometheus prometheus-alertmanager prometheus-node-exporter nginx-light\n' +
        '  macOS:           brew install prometheus alertmanager node_exporter nginx',
    );
  }
  const found = rstmdb ? find('rstmdb') : undefined;
  const exporter = find('nginx-exporter');
  const prober = find('blackbox-exporter');
  return {
    ...tools,
    ...(found && { rstmdb: found }),
    ...(exporter && { 'nginx-exporter': exporter }),
    ...(prober && { 'blackbox-exporter': prober }),
  };
}
