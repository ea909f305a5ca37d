import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nginxConfig, workerConnections } from '../../../constructs/nginx-proxy/config';
import { STATUS_PATH, nginxExporterProgram } from '../../../constructs/nginx-proxy/exporter';
import { nginxText } from '../../../constructs/render/nginx';
import { PROXY_CLIENTS } from '../../../model/proxy-capacity';
import { pageOf } from '../../support/exposed';
import { Cleanup, freePorts } from '../../support/running';
import { requireTool } from '../../support/tools';
import { folderPlace, loopback } from '../fixture';
import { type Proxy, proxySettings, startProxy } from './proxy';

const root = mkdtempSync(join(tmpdir(), 'vedette-status-'));
const cleanup = new Cleanup();
let proxy: Proxy;
let ports: Record<'status' | 'exporter', number>;

beforeAll(async () => {
  ports = await freePorts('status', 'exporter');
  proxy = await startProxy(root, cleanup, { status: loopback(ports.status) });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const fetchStatus = async (path: string): Promise<{ readonly code: number; readonly body: string }> => {
  const answer = await fetch(`http://127.0.0.1:${ports.status}${path}`);
  return { code: answer.status, body: await answer.text() };
};

describe('the counters of a running nginx', () => {
  it('are shown at one path of their own address, and nothing else is', async () => {
    const { code, body } = await fetchStatus(STATUS_PATH);
    expect([code, body]).toEqual([200, expect.stringMatching(/^Active connections: \d+/)]);
    expect((await fetchStatus('/')).code).toBe(404);
    expect((await fetchStatus('/prometheus/')).code).toBe(404);
    expect(proxy.received).toEqual([]);
  });

  it('become metrics by the exporter, with the arguments that a pod gives it', async () => {
    const { args } = nginxExporterProgram(loopback(ports.status), folderPlace('/x', ports.exporter));
    await cleanup.start(requireTool('nginx-exporter').path, args, ports.exporter);
    const { series } = await pageOf(ports.exporter, 'nginx_up 1');
    expect(series.map(({ __name__ }) => __name__)).toContain('nginx_connections_accepted');
  });
});

describe('the connections of all workers together', () => {
  it.each([1, 2, 3, 8])(
    'are two for each client that the alert counts against, and some more (%i workers)',
    (workers) => {
      const text = nginxText(nginxConfig(proxySettings({ workers }), folderPlace('/x')));
      const [, processes, each] = /worker_processes (\d+);[^]*worker_connections (\d+);/.exec(text) ?? [];
      expect(Number(processes)).toBe(workers);
      expect(Number(each)).toBe(workerConnections(workers));
      const all = Number(processes) * Number(each);
      expect(all).toBeGreaterThanOrEqual(2 * PROXY_CLIENTS + 16 * workers);
      expect(all).toBeLessThan(2 * PROXY_CLIENTS + 17 * workers);
    },
  );
});

describe('without an exporter', () => {
  it('nginx shows its counters to nobody', () => {
    expect(nginxText(nginxConfig(proxySettings(), folderPlace('/x')))).not.toContain('stub_status');
  });
});
