import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { versionParts } from '../../constructs/prometheus/version';
import { ruleFile } from '../../constructs/prometheus/rules';
import { yamlText } from '../../constructs/render/yaml';
import { prometheus } from '../../services/prometheus';
import { metrics } from '../../services/prometheus/metrics';
import { differences, pageOf } from '../support/exposed';
import type { Exposition } from '../support/relabel';
import { Cleanup, freePorts } from '../support/running';
import { inEveryRelease } from '../support/service-claims';
import { everyVersion } from '../support/tools';
import { until } from '../support/wait';

const cleanup = new Cleanup();

/** What releases before 3 lack; rules and panels do without. */
function known(version: string): readonly string[] {
  const [major = 0] = versionParts(version) ?? [];
  return major < 3 ? ["prometheus_notifications_queue_length lacks label 'alertmanager'"] : [];
}

/** Metrics under a condition that releases before 3 do not have at all; that of what was sent comes with the first. */
function optionalMissing(version: string): readonly string[] {
  const [major = 0] = versionParts(version) ?? [];
  if (major >= 3) return [];
  return [
    'prometheus_sd_kubernetes_failures_total',
    'prometheus_remote_storage_queue_highest_timestamp_seconds',
    'prometheus_remote_storage_queue_highest_sent_timestamp_seconds',
    'prometheus_tsdb_wal_storage_size_bytes',
    'prometheus_tsdb_head_chunks_storage_size_bytes',
  ];
}

const configText = (port: number): string =>
  yamlText({
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: ['rules.yml'],
    alerting: { alertmanagers: [{ static_configs: [{ targets: ['127.0.0.1:1'] }] }] },
    remote_write: [{ name: 'archive', url: 'http://127.0.0.1:1/api/v1/write' }],
    scrape_configs: [{ job_name: 'prometheus', static_configs: [{ targets: [`127.0.0.1:${port}`] }] }],
  });

interface EvaluatedRule {
  readonly name: string;
  readonly health: string;
  readonly lastError?: string;
  readonly state: string;
}

describe.each(everyVersion('prometheus').map(({ version, path }) => [version, path] as const))(
  'a running Prometheus %s',
  (version, path) => {
    const folder = mkdtempSync(join(tmpdir(), 'vedette-prometheus-'));
    const [delivered] = inEveryRelease(prometheus);
    let port: number;
    let page: Exposition;
    let rules: readonly EvaluatedRule[];

    beforeAll(async () => {
      ({ web: port } = await freePorts('web'));
      writeFileSync(join(folder, 'prometheus.yml'), configText(port));
      writeFileSync(join(folder, 'rules.yml'), yamlText(ruleFile(delivered?.delivery.ruleGroups ?? [])));
      const args = [
        `--config.file=${folder}/prometheus.yml`,
        `--storage.tsdb.path=${folder}/data`,
        '--storage.tsdb.retention.size=1GB',
        `--web.listen-address=127.0.0.1:${port}`,
      ];
      await cleanup.start(path, args, port);
      rules = await evaluated(port);
      // Prometheus 2 shows it from the first sample on.
      page = await pageOf(port, 'prometheus_tsdb_head_samples_appended_total');
    }, 60_000);
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('exposes the catalogue', () => {
      expect(differences(metrics, page)).toEqual(known(version));
    });

    it('exposes everything that is there under certain conditions only, when they hold', () => {
      const names = page.series.map(({ __name__ = '' }) => __name__);
      const missing = Object.values(metrics)
        .filter(({ presence, name }) => presence === 'optional' && !names.includes(name))
        .map(({ name }) => name);
      expect(missing).toEqual(optionalMissing(version));
    });

    it('stays far below the limit of samples', () => {
      expect(page.series.length).toBeGreaterThan(300);
      expect(delivered?.delivery.scrapeJobs[0]?.sampleLimit).toBeGreaterThan(10 * page.series.length);
    });

    it('evaluates every rule without an error', () => {
      const wanted = delivered?.delivery.ruleGroups.flatMap((group) => group.rules).length;
      expect(rules.length).toBe(wanted);
      expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
    });

    it('fires Watchdog from the first evaluation on', () => {
      expect(rules.filter(({ state }) => state === 'firing').map(({ name }) => name)).toEqual(['Watchdog']);
    });
  },
);

/** The rules once each has been evaluated; groups begin within their own interval of 15 s. */
async function evaluated(port: number): Promise<readonly EvaluatedRule[]> {
  return until('an evaluation of every rule', 40, async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/rules`).catch(() => undefined);
    if (answer?.ok !== true) return undefined;
    const { data } = (await answer.json()) as { data: { groups: { rules: EvaluatedRule[] }[] } };
    const all = data.groups.flatMap((group) => group.rules);
    return all.length > 0 && all.every(({ health }) => health !== 'unknown') && all;
  });
}

describe('the rules of Prometheus', () => {
  const texts = inEveryRelease(prometheus).flatMap(({ delivery }) =>
    delivery.ruleGroups.flatMap((group) => group.rules.map((rule) => rule.expr)),
  );

  it('need no label that Prometheus 2 lacks: its queue has none', () => {
    const queue = texts.filter((expr) => expr.includes('prometheus_notifications_queue_length'));
    expect(queue).toEqual([
      '(max by (job, instance) (prometheus_notifications_queue_length{job="prometheus"}) / on (job, instance) (max by (job, instance) (prometheus_notifications_queue_capacity{job="prometheus"}) > 0)) > 0.5',
    ]);
  });

  it('watch the share of each job’s targets that is down, whatever the job', () => {
    expect(texts).toContain(
      '((count by (job) (up == 0) or 0 * count by (job) (up)) / (count by (job) (up) > 0)) > 0.1',
    );
  });
});
