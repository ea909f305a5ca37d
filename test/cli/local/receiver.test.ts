import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { startReceiver } from '../../../cli/local/receiver';
import { testFolder } from '../../support/folder';

const folder = testFolder();

/** What Alertmanager posts; fields that are not kept are there too. */
const MESSAGE = {
  version: '4',
  groupKey: '{}:{alertname="RstmdbDown"}',
  receiver: 'oncall',
  status: 'firing',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'RstmdbDown', severity: 'critical', instance: '127.0.0.1:7402' },
      annotations: {
        summary: 'rstmdb <down>',
        description: "it's gone",
        runbook_url: 'https://localhost:8443/runbooks/rstmdb.html#RstmdbDown',
        note: 'javascript:alert(1)',
      },
      startsAt: '2026-01-02T03:04:05Z',
      generatorURL: 'https://localhost:8443/prometheus/graph',
    },
  ],
};

async function receiver(file: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = startReceiver('127.0.0.1', 0, file);
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

const post = (url: string, body: string): Promise<Response> => fetch(url, { method: 'POST', body });

describe('startReceiver', () => {
  it('keeps what Alertmanager posts, and still has it after a restart', async () => {
    const file = join(folder, 'kept.jsonl');
    const first = await receiver(file);
    expect((await post(first.url, JSON.stringify(MESSAGE))).status).toBe(200);
    await first.stop();
    const second = await receiver(file);
    const kept: unknown = await (await fetch(`${second.url}/notifications`)).json();
    await second.stop();
    expect(kept).toEqual([
      {
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown,
        receiver: 'oncall',
        status: 'firing',
        alerts: MESSAGE.alerts,
      },
    ]);
  });

  it('shows a page that escapes what it shows, and links only what is a web address', async () => {
    const { url, stop } = await receiver(join(folder, 'page.jsonl'));
    await post(url, JSON.stringify(MESSAGE));
    const page = await (await fetch(url)).text();
    await stop();
    expect(page).toContain('<strong>rstmdb &lt;down&gt;</strong>');
    expect(page).toContain('it&#39;s gone');
    expect(page).toContain('<a href="https://localhost:8443/runbooks/rstmdb.html#RstmdbDown">');
    expect(page).not.toContain('href="javascript:');
  });

  it.each([
    ['text that is no JSON', '{', 400, 'not a notification of Alertmanager\n'],
    ['JSON without alerts', '{"status":"firing"}', 400, 'not a notification of Alertmanager\n'],
    ['a body without end', 'x'.repeat(4 * 2 ** 20 + 1), 413, 'RangeError: body is larger than 4194304 bytes\n'],
  ])('refuses %s', async (_, body, status, text) => {
    const { url, stop } = await receiver(join(folder, 'bad.jsonl'));
    const answer = await post(url, body);
    expect([answer.status, await answer.text()]).toEqual([status, text]);
    await stop();
  });
});
