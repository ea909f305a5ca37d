/**
 * What an environment may have beside `dev`, as real pods: Thanos with a bucket behind S3, tasks on a real database,
 * silences, and certificates, also when they are renewed.
 */
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type PostgresServer, startPostgres } from '../constructs/postgres/server';
import { testFolder } from '../support/folder';
import { type Lab, LAB_UP_SECONDS, describeOnLab, enterLab } from '../support/lab';
import { Bucket } from '../support/object-store';
import { Authority, type Certified, filesOf, pageStatus } from '../support/pods/authority';
import { type Pod, containersOf, identityOf } from '../support/pods/cluster';
import { MONITORING, READY_SECONDS, RunningDev } from '../support/pods/dev';
import { makePostgresImage, makeThanosImage } from '../support/pods/images';
import * as options from '../support/pods/options';
import { loose, processesOf } from '../support/pods/processes';
import { Past, QueryApi } from '../support/pods/thanos';
import { MACHINE } from '../support/pods/webhooks';
import { Cleanup } from '../support/running';
import { until } from '../support/wait';

const onLab = describeOnLab('no task, no Thanos and no renewed certificate was seen in a pod');

/** A pod starts, does it, and ends. */
const TASK_SECONDS = 90;
/** Prometheus asks kube-state-metrics every quarter of a minute. */
const SHOWN_SECONDS = 60;
/** A sidecar looks for new blocks every half minute. */
const UPLOADED_SECONDS = 120;
/** The kubelet brings a changed Secret within a minute or two. */
const RENEWED_SECONDS = 240;
/** The node of the lab, on whose network the agent is. */
const AGENT = { host: '10.210.0.2', port: 9100, servername: options.AGENT_NAME };
const PROXY_PORT = 8443;

onLab('options of an environment as real pods', () => {
  const cleanup = new Cleanup();
  const root = testFolder();
  let lab: Lab;
  let dev: RunningDev;
  let bucket: Bucket;
  let database: PostgresServer;
  let authority: Authority;
  let client: Certified;

  const folder = (name: string): string => {
    mkdirSync(join(root, name));
    return join(root, name);
  };
  const podsOf = (component: string): Promise<readonly Pod[]> =>
    dev.cluster.pods(MONITORING, `app.kubernetes.io/name=${component}`);
  const addressOf = ({ status }: Pod): string => status.podIP ?? '';

  /** What serves a certificate, as it is without a restart. */
  const withCertificates = async (): Promise<readonly string[]> =>
    (await dev.pods()).filter(({ metadata }) => /^n(ginx-proxy|ode-exporter)-/.test(metadata.name)).map(identityOf);
  let before: readonly string[];
  let renewed: { readonly agent: Certified; readonly proxy: Certified };

  /** Long before it is looked for: the kubelet takes its time. */
  async function renew(): Promise<void> {
    before = await withCertificates();
    renewed = {
      agent: await authority.issue(options.AGENT_NAME),
      proxy: await dev.door.authority.issue(dev.environment.host),
    };
    await dev.cluster.changeSecret(dev.environment.namespaces.node, options.AGENT_SECRET, filesOf(renewed.agent));
    await dev.cluster.changeSecret(MONITORING, dev.environment.nginx.tlsSecret, filesOf(renewed.proxy));
  }

  beforeAll(
    async () => {
      lab = await enterLab('monitoring');
      bucket = await Bucket.start(cleanup, MACHINE);
      database = await startPostgres(cleanup, MACHINE);
      database.sql('CREATE TABLE entries (id bigint PRIMARY KEY); INSERT INTO entries VALUES (7)');
      database.sql('ALTER TABLE entries OWNER TO keeper');
      authority = await Authority.make();
      client = await authority.issue('prometheus');
      await makeThanosImage(folder('thanos'));
      await makePostgresImage(folder('postgres'));
      const difference = options.everyOption(bucket.address, database.database);
      const secrets = {
        ...options.certificateValues(authority, await authority.issue(options.AGENT_NAME), client),
        'object-store/objstore.yml': bucket.config,
        'ledger/password': database.password,
        'ledger/ca.crt': database.certificate,
      };
      dev = await RunningDev.start(lab, folder('dev'), { difference, secrets });
      await renew();
    },
    (2 * LAB_UP_SECONDS + READY_SECONDS) * 1000,
  );

  afterAll(async () => {
    await dev?.close();
    await lab?.leave(() => dev?.remove());
  }, 600_000);

  describe('long-term storage', () => {
    let query: QueryApi;

    beforeAll(async () => {
      query = new QueryApi(await dev.cluster.serviceAddress(MONITORING, 'thanos-query'));
    });

    it('has every part ready at its first start, as what the restricted standard lets run', async () => {
      const pods = (await dev.pods()).filter(({ metadata }) => /^(thanos|prometheus)-/.test(metadata.name));
      const parts = containersOf(pods).filter(({ name }) => name.startsWith('thanos-'));
      const sidecars = ['thanos-sidecar', 'thanos-sidecar'];
      const others = ['thanos-compactor', 'thanos-query', 'thanos-query'];
      expect(parts.map(({ name }) => name).sort()).toEqual([...others, ...sidecars, 'thanos-store']);
      expect(parts.filter(({ ready, restartCount }) => !ready || restartCount !== 0)).toEqual([]);
      const processes = processesOf(pods).filter(({ name }) => name === 'thanos');
      expect([processes.length, loose(processes)]).toEqual([6, []]);
    });

    it('is found by Query at the names of the headless Services', async () => {
      const ports = async (component: string): Promise<readonly string[]> =>
        (await podsOf(component)).map((each) => `${addressOf(each)}:10901`).sort();
      const expected = { sidecar: await ports('prometheus'), store: await ports('thanos-store') };
      expect(
        await until('all three', 60, async () => {
          const found = await query.stores();
          return Object.values(found).flat().length >= 3 && found;
        }),
      ).toEqual(expected);
    }, 70_000);

    it('answers each series once, though both Prometheus have it', async () => {
      const ask = (dedup: boolean) => query.query('up{job="prometheus"}', { dedup });
      const [once, each] = [await ask(true), await ask(false)];
      expect(once.map(({ metric }) => metric['replica'])).toEqual([undefined, undefined]);
      const replicas = ['prometheus-0', 'prometheus-0', 'prometheus-1', 'prometheus-1'];
      expect(each.map(({ metric }) => metric['replica']).sort()).toEqual(replicas);
    });

    it(
      'uploads blocks; store gateway and compactor have them when they come back',
      async () => {
        const past = new Past(folder('past'));
        for (const pod of await podsOf('prometheus')) await past.give(dev.cluster, pod);
        const both = 2 * Past.BLOCKS;
        await until('every block', UPLOADED_SECONDS, async () => (await bucket.blocks()).length === both);
        const replicas = (await bucket.blocks()).map(({ thanos }) => thanos.labels['replica']);
        expect(new Set(replicas)).toEqual(new Set(['prometheus-0', 'prometheus-1']));

        await bucket.age();
        // They look into the bucket every five and fifteen minutes, and when they start.
        const old = [...(await podsOf('thanos-store')), ...(await podsOf('thanos-compactor'))];
        const names = old.map(({ metadata }) => metadata.name);
        await dev.cluster.kubectl(['-n', MONITORING, 'delete', 'pod', ...names]);
        const [store] = await Promise.all(old.map((each) => dev.cluster.replaced(each, READY_SECONDS)));
        const asked = { time: past.from + 3600, store: `${store?.status.podIP}:10901` };
        const [level, ...others] = await until('the store gateway', 60, async () => {
          const found = await query.query(Past.QUERY, asked);
          return found.length > 0 && found;
        });
        expect([level?.value[1], others]).toEqual(['60', []]);
        await until('joined blocks', 120, async () =>
          (await bucket.blocks()).some(({ compaction }) => compaction.level > 1),
        );
      },
      (UPLOADED_SECONDS + READY_SECONDS + 200) * 1000,
    );
  });

  describe('a task of a CronJob', () => {
    /** Does it now. @returns what it wrote */
    const done = async (cronJob: string): Promise<string> => {
      const { log, failures } = await dev.cluster.runTask(MONITORING, cronJob, TASK_SECONDS);
      expect(failures).toBe(0);
      return log;
    };
    it(
      'tells every receiver of a test alert',
      async () => {
        const log = await done('receiver-test');
        expect(log.match(/^(oncall|team): told by /gm)).toHaveLength(2 * 3);
        const told = (): readonly string[] =>
          dev.told.filter(({ alertname }) => alertname === 'ReceiverTest').map(({ receiver }) => receiver);
        await until('both receivers', 30, () => told().length >= 2);
        expect(told().toSorted()).toEqual(['oncall', 'team']);
      },
      (TASK_SECONDS + 40) * 1000,
    );

    it(
      'leaves a dump that was restored on its volume',
      async () => {
        expect(await done('database-backup')).toMatch(
          /: restore of 1 tables\n(.*\n)*ledger-\S+\.dump: \d+ bytes, restored\n$/,
        );
        const volume = await dev.cluster.volumePath(MONITORING, 'database-backup');
        const [dump = '', ...others] = readdirSync(volume);
        expect([dump, others]).toEqual([expect.stringMatching(/^ledger-\d{8}T\d{6}Z\.dump$/), []]);
        expect(readFileSync(join(volume, dump)).subarray(0, 5).toString()).toBe('PGDMP');
      },
      (TASK_SECONDS + 10) * 1000,
    );

    it(
      'copies the database of a Prometheus that runs on, whose volume both have',
      async () => {
        const log = await done('prometheus-snapshot');
        const [, copy = ''] = /^(\d{8}T\d{6}Z): \d+ blocks, and the log until \d\d:\d\d:\d\d UTC\n$/.exec(log) ?? [log];
        const copies = await dev.cluster.volumePath(MONITORING, 'prometheus-snapshot');
        expect(readdirSync(copies)).toEqual([copy]);
        expect(readdirSync(join(copies, copy))).toContain('wal');
      },
      (TASK_SECONDS + 10) * 1000,
    );

    it(
      'vacuums every table',
      async () => {
        expect(await done('database-vacuum')).toBe('VACUUM (ANALYZE) entries;\n');
        const never = 'SELECT count(*) FROM pg_stat_user_tables WHERE last_vacuum IS NULL';
        expect(database.sql(never)).toBe('0');
      },
      (TASK_SECONDS + 10) * 1000,
    );

    it.each([
      ['database-backup', 'DatabaseBackupOld'],
      ['database-vacuum', 'DatabaseVacuumOld'],
      ['receiver-test', 'ReceiverTestOld'],
      ['prometheus-snapshot', 'PrometheusSnapshotOld'],
    ])(
      'is known by its last success: %s, of which %s is quiet',
      async (cronjob, alert) => {
        const api = await dev.prometheus();
        const success = `kube_cronjob_status_last_successful_time{cronjob="${cronjob}"}`;
        await until('the success', SHOWN_SECONDS, async () => (await api.query(success)).length > 0);
        const [since, ...others] = await api.watched(alert);
        expect(others).toEqual([]);
        expect(since).toBeGreaterThan(0);
        expect(since).toBeLessThan(600);
        expect(await api.query(`ALERTS{alertname="${alert}"}`)).toEqual([]);
      },
      (SHOWN_SECONDS + 10) * 1000,
    );
  });

  it(
    'makes the silences of its list, and no second time when it is applied again',
    async () => {
      const [job] = dev.stack.objects.filter(({ kind }) => kind === 'Job');
      const name = job?.metadata.name ?? '';
      const first = await dev.cluster.finished(MONITORING, name, TASK_SECONDS);
      expect(first.log).toMatch(/^rstmdb-upgrade@[0-9a-f]{8}: [0-9a-f-]{36}\n$/);
      await dev.cluster.kubectl(['-n', MONITORING, 'delete', 'job', name]);
      await dev.cluster.apply(dev.stack.objects.filter((each) => each === job));
      const second = await dev.cluster.finished(MONITORING, name, TASK_SECONDS);
      expect(second.log).toMatch(/^rstmdb-upgrade@[0-9a-f]{8}: is there\n$/);
      for (const member of await dev.alertmanagers()) {
        expect(await member.silences()).toEqual([expect.stringContaining(options.silence.reason)]);
      }
    },
    (2 * TASK_SECONDS + 30) * 1000,
  );

  describe('certificates', () => {
    it(
      'let Prometheus ask node-exporter, and nobody who shows none',
      async () => {
        const api = await dev.prometheus();
        await until('the agent', SHOWN_SECONDS, async () => (await api.query('up{job="node"} == 1')).length === 1);
        const [target] = (await api.targets()).filter(({ labels }) => labels.job === 'node');
        expect(target?.scrapeUrl).toBe(`https://${AGENT.host}:${AGENT.port}/metrics`);
        const request = { ...AGENT, path: '/metrics', ca: authority.certificate };
        await expect(pageStatus(request)).rejects.toThrow(/certificate required/);
        expect(await pageStatus({ ...request, cert: client.certificate, key: client.key })).toBe(200);
      },
      (SHOWN_SECONDS + 20) * 1000,
    );

    it(
      'are served anew when their Secrets change, by the processes that there were',
      async () => {
        await until('the certificate of the agent', RENEWED_SECONDS, async () => {
          const shown = await authority.shown(AGENT.host, AGENT.port, AGENT.servername);
          return shown === renewed.agent.fingerprint;
        });
        for (const each of await podsOf('nginx-proxy')) {
          await until('the certificate of the proxy', RENEWED_SECONDS, async () => {
            const shown = await dev.door.authority.shown(addressOf(each), PROXY_PORT, dev.environment.host);
            return shown === renewed.proxy.fingerprint;
          });
        }
        expect(await withCertificates()).toEqual(before);
        const api = await dev.prometheus();
        expect(await api.query('up{job="node"} == 0')).toEqual([]);
      },
      (3 * RENEWED_SECONDS + 10) * 1000,
    );
  });
});
