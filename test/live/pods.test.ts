/**
 * The environment `dev` as real pods, with the replicas of production. What the lab has no image of is left out, and it
 * does not enforce NetworkPolicies: those are proven by the simulator.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from '../../constructs/monitoring/environment';
import { imageReference, images } from '../../constructs/versions';
import { seconds } from '../../model/quantity';
import { metrics } from '../../services/kube-state-metrics';
import { extend } from '../../stacks/environment/extend';
import { differences } from '../support/exposed';
import { testFolder } from '../support/folder';
import { type Lab, LAB_UP_SECONDS, describeOnLab, enterLab } from '../support/lab';
import { AlertmanagerApi } from '../support/pods/alertmanager';
import { type Pod, containersOf, identityOf } from '../support/pods/cluster';
import { MONITORING, READY_SECONDS, RunningDev } from '../support/pods/dev';
import { loose, processesOf } from '../support/pods/processes';
import { PrometheusApi } from '../support/pods/prometheus';
import { imagesOf, runnable, throughDoor } from '../support/pods/stack';
import { readExposition } from '../support/relabel';
import { until, untilNone } from '../support/wait';

const onLab = describeOnLab('no pod of the stack was started');

/** The kubelet brings a changed ConfigMap within a minute or two; Prometheus looks every half minute. */
const CHANGED_SECONDS = 240;
/** One minute of `for`, then a scrape, an evaluation and the wait of the group. */
const PAGED_SECONDS = 180;
/** The third member waits twice 15 s for the two before it; a duplicate would come by then. */
const DUPLICATES_MS = 40_000;
/** Each member must be ready for half a minute before the next is replaced. */
const REPLACED_SECONDS = 300;

onLab('dev as real pods', () => {
  const folder = testFolder();
  let lab: Lab;
  let dev: RunningDev;

  beforeAll(
    async () => {
      lab = await enterLab('monitoring');
      dev = await RunningDev.start(lab, folder);
    },
    (2 * LAB_UP_SECONDS + READY_SECONDS) * 1000,
  );

  afterAll(async () => {
    await dev?.close();
    await lab?.leave(() => dev?.remove());
  }, 600_000);

  it('runs the versions that are deployed, but for three that the lab has older, and for Grafana', () => {
    expect(dev.stack.leftOut).toEqual(['Deployment monitoring/grafana']);
    const deployed: readonly string[] = Object.values(images).map(imageReference);
    const others = new Set(dev.stack.objects.flatMap(imagesOf).filter((image) => !deployed.includes(image)));
    expect([...others].sort()).toEqual([
      'docker.io/nginx/nginx-prometheus-exporter:0.11.0',
      'docker.io/nginxinc/nginx-unprivileged:1.22.1',
      'quay.io/prometheus/blackbox-exporter:v0.27.0',
    ]);
  });

  it('has every pod ready at its first start, where the restricted standard is enforced', async () => {
    const containers = containersOf(await dev.pods());
    expect(containers.length).toBeGreaterThan(15);
    expect(containers.filter(({ ready, restartCount }) => !ready || restartCount !== 0)).toEqual([]);
    const [image = ''] = dev.images.filter((each) => each.includes('busybox'));
    const refused = await dev.cluster.said(['-n', MONITORING, 'run', 'root', `--image=${image}`, '--dry-run=server']);
    expect(refused).toContain('violates PodSecurity "restricted:v1.34"');
  });

  it('runs no process as root, with a capability, or on a root that it can write', async () => {
    const own = (await dev.pods()).filter(({ metadata }) => metadata.namespace !== 'sequencer');
    const processes = processesOf(own);
    expect(new Set(processes.map(({ pod }) => pod)).size).toBe(own.length);
    expect(loose(processes)).toEqual([]);
  });

  it('finds all its targets, and scrapes them', async () => {
    const servers = await dev.prometheusReplicas();
    const [one] = servers;
    const down = async (server: PrometheusApi): Promise<readonly string[]> =>
      (await server.targets())
        .filter(({ health, labels }) => health !== 'up' && labels.job !== 'grafana')
        .map(({ labels, lastError }) => `${labels.job} ${labels.instance}: ${lastError}`);
    for (const server of servers) {
      await until('a target found by the API', 60, async () =>
        (await server.targets()).some(({ labels }) => labels.job === 'node'),
      );
      expect(await untilNone(90, () => down(server))).toEqual([]);
    }
    const found = ((await one?.targets()) ?? []).map(({ labels }) => labels.job);
    const counts = [...new Set(found)].sort().map((job) => [job, found.filter((each) => each === job).length]);
    expect(Object.fromEntries(counts)).toEqual({
      alertmanager: 3,
      blackbox: 1,
      grafana: 1,
      'kube-state-metrics': 4,
      nginx: 2,
      node: 1,
      probe: 7,
      prometheus: 2,
      rstmdb: 1,
      sequencer: 2,
    });
  });

  it.each([
    ['prometheus', 'list pods -n sequencer', 'yes'],
    ['prometheus', 'list pods -n monitoring-node', 'yes'],
    ['prometheus', 'list pods -n kube-system', 'no'],
    ['prometheus', 'get secrets -n monitoring', 'no'],
    ['prometheus', 'list nodes', 'no'],
    ['kube-state-metrics', 'list statefulsets.apps -n monitoring', 'yes'],
    ['kube-state-metrics', 'watch nodes', 'yes'],
    ['kube-state-metrics', 'list pods -n kube-system', 'no'],
    ['kube-state-metrics', 'list secrets -n monitoring', 'no'],
    ['alertmanager', 'list pods -n monitoring', 'no'],
  ] as const)('lets the account of %s %s: %s', async (account, what, answer) => {
    const who = `system:serviceaccount:${MONITORING}:${account}`;
    const said = await dev.cluster.said(['auth', 'can-i', ...what.split(' '), '--as', who]);
    expect(said.split('\n').filter((line) => line === 'yes' || line === 'no')).toEqual([answer]);
  });

  it('succeeds in its probes: its own public address with the certificate, and the pods that it found', async () => {
    const api = await dev.prometheus();
    expect(await untilNone(60, () => api.query('probe_success == 0'))).toEqual([]);
    const [probes] = await api.query('count(probe_success)');
    expect(probes?.value[1]).toBe('7');
  });

  it('is reached through its proxy by TLS, by whoever knows the password', async () => {
    const address = await dev.cluster.serviceAddress(MONITORING, 'nginx-proxy');
    const ask = (path: string, asWhom: 'user' | 'nobody') =>
      throughDoor(address, dev.environment.host, path, dev.door, asWhom);
    const path = `/prometheus/api/v1/query?query=${encodeURIComponent('count(up{job="prometheus"})')}`;
    expect((await ask(path, 'nobody'))[0]).toBe(401);
    const [status, body] = await ask(path, 'user');
    expect([status, /"value":\[[^,]+,"2"\]/.test(body)]).toEqual([200, true]);
    expect((await ask('/alertmanager/api/v2/status', 'user'))[0]).toBe(200);
    expect((await ask('/runbooks/kube-state-metrics.html', 'user'))[0]).toBe(200);
    const redirect = await fetch(`http://${address}/`, { redirect: 'manual', headers: { host: dev.environment.host } });
    expect(redirect.status).toBe(308);
  });

  it('shows of the cluster what the catalogue says, each object once', async () => {
    const address = await dev.cluster.serviceAddress(MONITORING, 'kube-state-metrics');
    const pages = await Promise.all(
      [8080, 8081, 8082, 8083].map(async (port) =>
        readExposition(await (await fetch(`http://${address}:${port}/metrics`)).text()),
      ),
    );
    const together = {
      types: new Map(pages.flatMap(({ types }) => [...types])),
      series: pages.flatMap(({ series }) => series),
      values: pages.flatMap(({ values }) => values),
    };
    // The heading of a metric comes with the objects of the first namespace, which has no DaemonSet.
    const untyped = [metrics.daemonSetWanted.name, metrics.daemonSetAvailable.name];
    expect(differences(metrics, together, { untyped })).toEqual([]);
    const [objects] = pages;
    const shown = pages
      .flatMap(({ series }) => series)
      .filter(({ __name__ = '' }) => /^kube_(?!state_metrics)/.test(__name__));
    expect(new Set(shown.map((each) => JSON.stringify(each))).size).toBe(shown.length);
    const names = new Set(Object.values(metrics).flatMap((metric) => metric.seriesNames));
    expect((objects?.series ?? []).filter(({ __name__ = '' }) => !names.has(__name__))).toEqual([]);
  });

  describe('when a target dies while a rule is changed', () => {
    let before: readonly string[];
    let paged = 0;
    const identities = async (): Promise<readonly string[]> => (await dev.pods()).map(identityOf);

    beforeAll(async () => {
      before = await identities();
      const changed = extend<Environment>(dev.environment, {
        alertmanager: { timing: { groupWait: seconds(6) } },
        thresholds: { RstmdbHighLatency: seconds(0.7) },
      });
      await dev.apply(runnable(changed, dev.images));
      await dev.rstmdb.close();
    }, 120_000);

    it(
      'pages whoever is on call, and tells the team',
      async () => {
        const toldOf = (): readonly string[] =>
          dev.told.filter(({ alertname }) => alertname === 'RstmdbDown').map(({ receiver }) => receiver);
        await until('both are told', PAGED_SECONDS, () => toldOf().length >= 2);
        expect(toldOf().toSorted()).toEqual(['oncall', 'team']);
        paged = Date.now();
      },
      (PAGED_SECONDS + 10) * 1000,
    );

    it(
      'takes the changed rule and the changed route into use, without a new pod or a restart',
      async () => {
        const servers = await dev.prometheusReplicas();
        const isNew = async (api: PrometheusApi): Promise<boolean> =>
          (await api.groups()).some(({ rules }) =>
            rules.some(({ name, query }) => name === 'RstmdbHighLatency' && query.endsWith('> 0.7')),
          );
        for (const server of servers) await until('the changed rule', CHANGED_SECONDS, () => isNew(server));
        for (const member of await dev.alertmanagers()) {
          await until('the changed route', CHANGED_SECONDS, async () =>
            (await member.configuration()).includes('group_wait: 6s'),
          );
        }
        expect(servers).toHaveLength(2);
        expect(await identities()).toEqual(before);
      },
      (2 * CHANGED_SECONDS + 30) * 1000,
    );

    it('evaluates every rule, changed and unchanged', async () => {
      const api = await dev.prometheus();
      // Those of long windows have their first turn within five minutes.
      const soon = async () =>
        (await api.groups()).filter(({ interval }) => interval <= 60).flatMap(({ rules }) => rules);
      const unwell = async (): Promise<readonly string[]> =>
        (await soon()).filter(({ health }) => health !== 'ok').map(({ name, health }) => `${name}: ${health}`);
      expect(await untilNone(120, unwell)).toEqual([]);
      expect((await soon()).length).toBeGreaterThan(150);
      const failed = (await api.groups()).flatMap(({ rules }) => rules).filter(({ health }) => health === 'err');
      expect(failed).toEqual([]);
    });

    it(
      'tells each of them once, though two Prometheus told three Alertmanagers',
      async () => {
        await sleep(Math.max(0, paged + DUPLICATES_MS - Date.now()));
        const pages = dev.told.filter(({ alertname }) => alertname === 'RstmdbDown');
        expect(pages.map(({ receiver, status }) => `${receiver} ${status}`).sort()).toEqual([
          'oncall firing',
          'team firing',
        ]);
        const firing = 'ALERTS{alertname="RstmdbDown", alertstate="firing"}';
        for (const server of await dev.prometheusReplicas()) expect(await server.query(firing)).toHaveLength(1);
        for (const member of await dev.alertmanagers()) expect(await member.alerts()).toContain('RstmdbDown');
      },
      DUPLICATES_MS + 20_000,
    );
  });

  describe('when a node is drained and every Alertmanager replaced', () => {
    const SILENCE = 'while the members are replaced';
    let rolled: Promise<void>;
    let sampledAt = 0;
    let first: Pod;

    beforeAll(async () => {
      const [one, ...others] = await dev.alertmanagers();
      await one?.silence('RstmdbDown', SILENCE);
      for (const member of others) {
        await until('the silence', 30, async () => (await member.silences()).includes(SILENCE));
      }
      first = await dev.cluster.pod(MONITORING, 'prometheus-0');
      sampledAt = Date.now() / 1000;
      await dev.cluster.kubectl(['-n', MONITORING, 'rollout', 'restart', 'statefulset/alertmanager']);
      rolled = dev.cluster.rolledOut(MONITORING, 'statefulset/alertmanager', REPLACED_SECONDS);
      rolled.catch(() => undefined); // asserted by the test that awaits it
    }, 120_000);

    it('lets one Prometheus go, and keeps the other until the first is back', async () => {
      expect(await dev.cluster.evict(MONITORING, 'prometheus-0')).toBe('evicted');
      expect(await dev.cluster.evict(MONITORING, 'prometheus-1')).toBe('refused: the budget allows none');
    });

    it(
      'has the samples of the pod that went in the one that came',
      async () => {
        const { status } = await dev.cluster.replaced(first, READY_SECONDS);
        const kept = await new PrometheusApi(status.podIP ?? '').query('up{job="prometheus"}', sampledAt);
        expect(kept.map(({ value }) => value[1])).toEqual(['1', '1']);
      },
      (READY_SECONDS + 10) * 1000,
    );

    it(
      'loses no silence, at no member and at no time',
      async () => {
        const service = new AlertmanagerApi(await dev.cluster.serviceAddress(MONITORING, 'alertmanager'));
        let isOver = false;
        const over = rolled.finally(() => (isOver = true));
        const answers: boolean[] = [];
        while (!isOver) {
          // A member that is being replaced may not answer; one that answers knows.
          const known = await service.silences().catch(() => undefined);
          if (known !== undefined) answers.push(known.includes(SILENCE));
          await sleep(500);
        }
        await over;
        expect(answers.length).toBeGreaterThan(20);
        expect(answers).not.toContain(false);
        const known = await Promise.all((await dev.alertmanagers()).map((member) => member.silences()));
        expect(known).toEqual([[SILENCE], [SILENCE], [SILENCE]]);
      },
      (REPLACED_SECONDS + 30) * 1000,
    );
  });
});
