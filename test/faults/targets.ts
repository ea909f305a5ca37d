/** Faults of targets: each has its own error, and none tells a secret. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer as createPlain } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { dirname, join } from 'node:path';
import type { ScrapeAuth, ScrapeJob } from '../../model/delivery';
import { seconds } from '../../model/quantity';
import { service } from '../constructs/fixture';
import { freePorts } from '../support/running';
import { until } from '../support/wait';
import { cast } from './cast';
import { type Certificate, certificateFor } from './certificate';
import { Receiver } from './receiver';
import type { Played } from './row';
import { begin, only } from './scene';
import type { Stage } from './stage';
import type { StagedPrometheus } from './staged-prometheus';

const PASSWORD = { secret: 'faulty', key: 'password' };
const CANARY = 'canary-9f31';
const basicAuth: ScrapeAuth = { kind: 'basic', username: 'monitoring', password: PASSWORD };

interface Lock {
  /** What it lets in. */
  password: string;
}

async function listen(stage: Stage, server: Server, port = 0): Promise<string> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  stage.leftovers.later(() => new Promise((resolve) => server.close(() => resolve())));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const page =
  (lock: Lock): RequestListener =>
  (request, response) => {
    const right = `Basic ${Buffer.from(`monitoring:${lock.password}`).toString('base64')}`;
    const asked = request.headers.authorization;
    response.writeHead(asked === undefined || asked === right ? 200 : 401, {
      'content-type': 'text/plain',
      connection: 'close',
    });
    response.end('');
  };

const safe = (stage: Stage, by: Certificate, lock: Lock): Promise<string> =>
  listen(stage, createServer(by, page(lock)));

function job(name: string, target: string, auth?: ScrapeAuth): ScrapeJob {
  return {
    job: name,
    discovery: [{ kind: 'static', targets: [target] }],
    scheme: 'https',
    metricsPath: '/metrics',
    interval: seconds(1),
    timeout: seconds(1),
    sampleLimit: 100,
    ...(auth === undefined ? {} : { auth }),
  };
}

/** A Prometheus with jobs of its own, which trusts some certificates and knows the password. */
async function watching(
  stage: Stage,
  jobs: readonly ScrapeJob[],
  trusted: readonly Certificate[],
): Promise<StagedPrometheus> {
  const authorities = join(stage.folder, 'authorities.pem');
  writeFileSync(authorities, trusted.map(({ cert }) => cert).join('\n'));
  const faulty = service('faulty', { scrapeJobs: jobs, ruleGroups: [], alerts: [] });
  const people = await cast(stage, {
    receiver: await Receiver.listen(stage),
    prometheus: 1,
    services: [faulty],
    prometheusEnv: { SSL_CERT_FILE: authorities, SSL_CERT_DIR: stage.folder },
  });
  const prometheus = only(people.prometheus);
  tell(prometheus, CANARY);
  await begin(people);
  return prometheus;
}

function tell(prometheus: StagedPrometheus, password: string): void {
  const file = prometheus.place.secretFile(PASSWORD);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, password);
}

const isUp = async (prometheus: StagedPrometheus, name: string, value: number): Promise<boolean> =>
  (await prometheus.value(`up{job="${name}"}`)) === value;

/** What each fault is called by Prometheus. */
const ERRORS: Readonly<Record<string, RegExp>> = {
  refused: /connect: connection refused$/,
  locked: /server returned HTTP status 401 Unauthorized$/,
  expired: /x509: certificate has expired or is not yet valid/,
  stranger: /x509: certificate signed by unknown authority/,
  misnamed: /x509: certificate is valid for 127\.0\.0\.9, not 127\.0\.0\.1$/,
  plain: /server gave HTTP response to HTTPS client$/,
};

const targetBroken: Played = {
  id: 'F21',
  fault: 'a target is down, asks for another password, or has an expired, strange, misnamed or no certificate',
  expected:
    'up is 0 with an error of its own for each of the six, without the password; a mended one is up within one interval',
  async play(stage) {
    const [good, past, stranger, misnamed] = [
      await certificateFor('127.0.0.1', 90),
      await certificateFor('127.0.0.1', -1),
      await certificateFor('127.0.0.1', 90),
      await certificateFor('127.0.0.9', 90),
    ];
    const [{ refused }, lock] = [await freePorts('refused'), { password: 'another' }];
    const prometheus = await watching(
      stage,
      [
        job('refused', `127.0.0.1:${refused}`),
        job('locked', await safe(stage, good, lock), basicAuth),
        job('expired', await safe(stage, past, lock)),
        job('stranger', await safe(stage, stranger, lock)),
        job('misnamed', await safe(stage, misnamed, lock)),
        job('plain', await listen(stage, createPlain(page(lock)))),
      ],
      [good, past, misnamed],
    );
    const names = Object.keys(ERRORS);
    for (const name of names) await until(`${name} to be seen`, 30, () => isUp(prometheus, name, 0));
    const errors = new Map((await prometheus.targets()).map(({ scrapePool, lastError }) => [scrapePool, lastError]));
    for (const name of names) assert.match(errors.get(name) ?? '', ERRORS[name] ?? /^$/);
    assert.ok(!`${[...errors.values()].join()}${prometheus.output}`.includes(CANARY), 'the password was told');
    lock.password = CANARY;
    await listen(stage, createServer(good, page(lock)), refused);
    const since = Date.now();
    for (const name of ['refused', 'locked']) await until(`${name} to be up`, 20, () => isUp(prometheus, name, 1));
    return `${names.length} faults, ${new Set(names.map((name) => errors.get(name))).size} errors, 0 passwords; up ${((Date.now() - since) / 1000).toFixed(1)} s after the mend`;
  },
};

const passwordRotated: Played = {
  id: 'F22',
  fault: 'the password of a target is changed on one side only',
  expected: '401 until the file of the other side changes, then up within one interval, without a reload',
  async play(stage) {
    const [good, lock] = [await certificateFor('127.0.0.1', 90), { password: CANARY }];
    const prometheus = await watching(stage, [job('locked', await safe(stage, good, lock), basicAuth)], [good]);
    await until('the target to be up', 30, () => isUp(prometheus, 'locked', 1));
    lock.password = 'rotated';
    await until('the target to be down', 30, () => isUp(prometheus, 'locked', 0));
    const loaded = prometheus.output.match(/Completed loading/g)?.length;
    tell(prometheus, 'rotated');
    const since = Date.now();
    await until('the target to be up again', 30, () => isUp(prometheus, 'locked', 1));
    const took = (Date.now() - since) / 1000;
    assert.equal(prometheus.output.match(/Completed loading/g)?.length, loaded);
    return `401, then up ${took.toFixed(1)} s after the file changed, at an interval of 1 s, 0 reloads`;
  },
};

export const targetFaults: readonly Played[] = [targetBroken, passwordRotated];
