/**
 * From a declared probe to a page: a real blackbox exporter asks a real nginx and a real rstmdb, Prometheus holds what it
 * found, and Alertmanager tells a webhook. Every wait is thirty times shorter.
 */
import { toolCache } from '../support/live-rstmdb';
import { liveStack } from '../support/live-stack';
import { until, untilNone } from '../support/wait';

const SPEED = 30;
/** The alert's wait, a scrape, an evaluation, the group's wait; all short, on a busy machine. */
const TOLD_SECONDS = 60;

jest.setTimeout(180_000);

const stack = liveStack((folder) => ({ VEDETTE_CACHE: toolCache(folder) }));
let url = '';
/** What each probe is to ask, by service and probe. */
let asked: Readonly<Record<string, string>> = {};

beforeAll(async () => {
  ({ url } = await stack.up('--speed', String(SPEED)));
  asked = {
    'blackbox public_url': `${url}/healthz`,
    'rstmdb clients': `127.0.0.1:${stack.port('rstmdb')}`,
    'rstmdb health': `http://127.0.0.1:${stack.port('rstmdb-metrics')}/health`,
  };
});

/** What Prometheus holds of `probe_success`, by service and probe. */
async function found(): Promise<Readonly<Record<string, string>>> {
  const series = await stack.query('probe_success{job="probe"}');
  return Object.fromEntries(
    series.map(({ metric, value }) => [
      `${metric['service'] ?? ''} ${metric['probe'] ?? ''}`,
      `${metric['instance'] ?? ''} ${value?.[1] ?? ''}`,
    ]),
  );
}

describe('probes of a local stack', () => {
  it('are carried out, and succeed', async () => {
    const wanted = Object.fromEntries(Object.entries(asked).map(([probe, target]) => [probe, `${target} 1`]));
    const left = await untilNone(60, async () => {
      const now = await found();
      return Object.keys(wanted).filter((probe) => now[probe] !== wanted[probe]);
    });
    expect(left).toEqual([]);
    expect((await stack.query('up{job="probe"} == 0')).length).toBe(0);
  });

  it('see the certificate of the proxy, for as long as it lasts', async () => {
    const [left] = await stack.query('(probe_ssl_earliest_cert_expiry{service="blackbox"} - time()) / 86400');
    expect(Number(left?.value?.[1])).toBeGreaterThan(80);
  });

  it('tell on-call that the public URL does not answer, and that it does again', async () => {
    expect((await stack.vedette('down', 'nginx-proxy')).code).toBe(0);
    const { labels, annotations } = await stack.notified('BlackboxProbeFailed', 'firing', TOLD_SECONDS);
    expect(labels).toEqual({
      alertname: 'BlackboxProbeFailed',
      cluster: 'local',
      environment: 'local',
      instance: `${url}/healthz`,
      job: 'probe',
      probe: 'public_url',
      service: 'blackbox',
      severity: 'critical',
      team: 'platform',
    });
    expect(annotations['summary']).toBe(`The public URL fails the probe public_url at ${url}/healthz`);
    await stack.up();
    await stack.notified('BlackboxProbeFailed', 'resolved', TOLD_SECONDS);
    expect((await stack.page(annotations['runbook_url'] ?? '')).body).toContain('<h2 id="BlackboxProbeFailed">');
  });

  it('tell on-call by the service’s own alert that nobody can connect to rstmdb', async () => {
    expect((await stack.vedette('down', 'rstmdb')).code).toBe(0);
    const { labels, annotations } = await stack.notified('RstmdbPortClosed', 'firing', TOLD_SECONDS);
    expect(labels).toMatchObject({ service: 'rstmdb', probe: 'clients', instance: asked['rstmdb clients'] });
    expect(annotations['runbook_url']).toBe(`${url}/runbooks/rstmdb.html#RstmdbPortClosed`);
    await stack.up();
    await stack.notified('RstmdbPortClosed', 'resolved', TOLD_SECONDS);
  });

  it('are missed when the exporter itself is gone', async () => {
    expect((await stack.vedette('down', 'blackbox-exporter')).code).toBe(0);
    const { labels } = await stack.notified('BlackboxExporterDown', 'firing', TOLD_SECONDS);
    expect(labels['instance']).toBe(`127.0.0.1:${stack.port('blackbox-exporter')}`);
    await until('probes without a result', 30, async () => Object.keys(await found()).length === 0);
    await stack.up();
    await stack.notified('BlackboxExporterDown', 'resolved', TOLD_SECONDS);
  });
});
