/** node-exporter behind certificates, asked by a real Prometheus with what an environment gives both. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { nodeExporterProgram } from '../../../constructs/node-exporter/program';
import { kubernetesAddresses } from '../../../constructs/monitoring/kubernetes-addresses';
import { wire } from '../../../constructs/monitoring/wiring';
import { prometheusProgram } from '../../../constructs/prometheus/program';
import type { ScrapeJob } from '../../../model/delivery';
import { seconds } from '../../../model/quantity';
import { services } from '../../../services/registry';
import { testFolder } from '../../support/folder';
import { Cleanup, freePorts, writeFiles } from '../../support/running';
import { requireTool } from '../../support/tools';
import { until } from '../../support/wait';
import { folderPlace, validEnvironment } from '../fixture';

const root = testFolder();
const cleanup = new Cleanup();
const place = folderPlace(root);
const agent = (key: string): { secret: string; key: string } => ({ secret: 'agents', key });
const client = (key: string): { secret: string; key: string } => ({ secret: 'prometheus-client', key });
const NAME = 'node-exporter';

const environment = validEnvironment({
  services: {},
  nodeExporter: {
    ...validEnvironment().nodeExporter,
    tls: {
      certificate: agent('tls.crt'),
      key: agent('tls.key'),
      clientAuthority: agent('ca.crt'),
      client: {
        authority: client('ca.crt'),
        certificate: client('tls.crt'),
        key: client('tls.key'),
        serverName: NAME,
      },
    },
  },
});
const watched = services.filter(({ id }) => ['node', 'prometheus'].includes(id));
const wiring = wire(environment, watched, kubernetesAddresses(environment));
let port = 0;

const openssl = (...args: readonly string[]): void =>
  void execFileSync(requireTool('openssl').path, [...args], { stdio: 'ignore' });

/** An authority of its own, and a certificate of it in each folder of secrets. */
function makeCertificate(folder: string, name: string): void {
  const to = (file: string): string => join(root, 'secrets', folder, file);
  mkdirSync(join(root, 'secrets', folder), { recursive: true });
  const authority = join(root, 'authority');
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', ...key, '-subj', `/CN=${name}`, '-keyout', to('tls.key'), '-out', to('tls.csr'));
  writeFileSync(to('names'), `subjectAltName=DNS:${name}\n`);
  const signed = ['-CA', `${authority}.crt`, '-CAkey', `${authority}.key`, '-CAcreateserial', '-days', '2'];
  openssl('x509', '-req', '-in', to('tls.csr'), ...signed, '-extfile', to('names'), '-out', to('tls.crt'));
  writeFileSync(to('ca.crt'), readFileSync(`${authority}.crt`));
}

beforeAll(async () => {
  const authority = join(root, 'authority');
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${authority}.key`];
  openssl('req', '-x509', ...key, '-days', '2', '-subj', '/CN=authority', '-out', `${authority}.crt`);
  makeCertificate('agents', NAME);
  makeCertificate('prometheus-client', 'prometheus');
  ({ port } = await freePorts('port'));
  const listening = { ...place, listen: { host: '127.0.0.1', port } };
  const program = nodeExporterProgram({ ...wiring.nodeExporter, hostRoot: '/' }, listening);
  writeFiles(program, place.configDir);
  await cleanup.start(requireTool('node-exporter').path, program.args, port);
}, 60_000);

it('whoever shows no certificate of the authority gets nothing', async () => {
  const asked = new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: '/metrics', rejectUnauthorized: false }, resolve);
    sent.once('error', reject);
    sent.end();
  });
  await expect(asked).rejects.toThrow(/certificate required|alert|hang up|ECONNRESET/i);
});

/** Starts a Prometheus that scrapes the agent once a second. @returns what it says of the target */
async function scrape(
  name: string,
  change: (job: ScrapeJob) => ScrapeJob,
): Promise<() => Promise<{ readonly health: string; readonly lastError: string }>> {
  const { web } = await freePorts('web');
  const own = folderPlace(join(root, name), web);
  const jobs = wiring.prometheus.scrapeJobs
    .filter(({ job }) => job === 'node')
    .map((job) => ({ ...job, discovery: [{ kind: 'static', targets: [`127.0.0.1:${port}`] }] as const }))
    .map((job) => change({ ...job, interval: seconds(1), timeout: seconds(1) }));
  const settings = { ...wiring.prometheus, scrapeJobs: jobs, rules: [] };
  const program = prometheusProgram(settings, { ...own, secretFile: (ref) => place.secretFile(ref) });
  mkdirSync(own.dataDir, { recursive: true });
  writeFiles(program, own.configDir);
  await cleanup.start(requireTool('prometheus').path, program.args, web);
  return () =>
    until('a scrape', 30, async () => {
      const answer = await fetch(`http://127.0.0.1:${web}/prometheus/api/v1/targets`);
      const { data } = (await answer.json()) as {
        data: { activeTargets: readonly { health: string; lastError: string }[] };
      };
      const [target] = data.activeTargets;
      return target !== undefined && target.health !== 'unknown' && target;
    });
}

it('Prometheus is let in, also after both certificates were renewed', async () => {
  const target = await scrape('prometheus', (job) => job);
  expect(await target()).toMatchObject({ health: 'up', lastError: '' });
  const shown = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, servername: NAME, rejectUnauthorized: false }, () => {
        resolve(socket.getPeerCertificate().fingerprint256);
        socket.destroy();
      });
      socket.once('error', reject);
    });
  const before = await shown();
  makeCertificate('agents', NAME);
  makeCertificate('prometheus-client', 'prometheus');
  expect(await shown()).not.toBe(before);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  expect(await target()).toMatchObject({ health: 'up', lastError: '' });
}, 60_000);

it('a target that is somebody else is not believed', async () => {
  const target = await scrape('other', (job) => ({
    ...job,
    tls: { ...(job.tls ?? { authority: client('ca.crt') }), serverName: 'another-host' },
  }));
  expect(await target()).toMatchObject({
    health: 'down',
    lastError: expect.stringContaining('another-host') as string,
  });
}, 60_000);
