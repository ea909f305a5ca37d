import { findLocalTools } from '../../../cli/local/tool-set';
import type { Tool, ToolName } from '../../../cli/tools';

/** A machine where the cache and the system have every program. */
const everywhere = (name: ToolName, prefer: Tool['source'] = 'cache'): Tool => ({
  name,
  path: `/${prefer}/${name}`,
  version: '1.2.3',
  source: prefer,
});

const sourcesOf = (tools: Readonly<Record<string, Tool>>): Record<string, string> =>
  Object.fromEntries(Object.entries(tools).map(([name, { source }]) => [name, source]));

describe('findLocalTools', () => {
  it('takes the Prometheus of the machine, which has pages, and an rstmdb where there is one', () => {
    expect(sourcesOf({ ...findLocalTools({ deployedVersions: false, rstmdb: true }, everywhere) })).toEqual({
      prometheus: 'system',
      alertmanager: 'cache',
      'node-exporter': 'cache',
      nginx: 'cache',
      'nginx-exporter': 'cache',
      'blackbox-exporter': 'cache',
      rstmdb: 'cache',
    });
  });

  it('takes the deployed Prometheus when asked, and no rstmdb when told so', () => {
    const tools = findLocalTools({ deployedVersions: true, rstmdb: false }, everywhere);
    expect(sourcesOf({ ...tools })).toEqual({
      prometheus: 'cache',
      alertmanager: 'cache',
      'node-exporter': 'cache',
      nginx: 'cache',
      'nginx-exporter': 'cache',
      'blackbox-exporter': 'cache',
    });
  });

  it('names all programs that are missing, and says how to get them', () => {
    const none = (): undefined => undefined;
    expect(() => findLocalTools({ deployedVersions: false, rstmdb: true }, none)).toThrow(
      `not installed: prometheus, alertmanager, node-exporter, nginx
Run 'make up', which installs them, or:
  Debian, Ubuntu:  sudo apt-get install prometheus prometheus-alertmanager prometheus-node-exporter nginx-light
  macOS:           brew install prometheus alertmanager node_exporter nginx`,
    );
  });
});
