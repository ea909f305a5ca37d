import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { versionParts } from '../../constructs/prometheus/version';
import { alertmanager } from '../../services/alertmanager';
import { metrics } from '../../services/alertmanager/metrics';
import { differences, pageOf } from '../support/exposed';
import type { Exposition } from '../support/relabel';
import { Cleanup, freePorts } from '../support/running';
import { inEveryRelease } from '../support/service-claims';
import { everyVersion } from '../support/tools';

const CONFIG = 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n';

const cleanup = new Cleanup();

/** What releases before 0.26 lack; no rule and no panel asks for it. */
function known(version: string): readonly string[] {
  const [major = 0, minor = 0] = versionParts(version) ?? [];
  return major === 0 && minor < 26 ? ["alertmanager_notifications_failed_total lacks label 'reason'"] : [];
}

describe.each(everyVersion('alertmanager').map(({ version, path }) => [version, path] as const))(
  'a running Alertmanager %s',
  (version, path) => {
    const folder = mkdtempSync(join(tmpdir(), 'vedette-alertmanager-'));
    let page: Exposition;

    beforeAll(async () => {
      const { web, gossip } = await freePorts('web', 'gossip');
      writeFileSync(join(folder, 'alertmanager.yml'), CONFIG);
      const args = [
        `--config.file=${folder}/alertmanager.yml`,
        `--storage.path=${folder}/data`,
        `--web.listen-address=127.0.0.1:${web}`,
        `--cluster.listen-address=127.0.0.1:${gossip}`,
        '--cluster.advertise-address=127.0.0.1:9094',
      ];
      await cleanup.start(path, args, web);
      page = await pageOf(web, 'alertmanager_cluster_members');
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('exposes the catalogue', () => {
      expect(differences(metrics, page)).toEqual(known(version));
    });

    it('counts what it cannot save, which 0.25 did not', () => {
      const names = page.series.map(({ __name__ = '' }) => __name__);
      const counted = names.filter((name) => /^alertmanager_.+_maintenance_errors_total$/.test(name)).sort();
      const [major = 0, minor = 0] = versionParts(version) ?? [];
      const { logSaveFailures, silenceSaveFailures } = metrics;
      expect(counted).toEqual(major === 0 && minor < 26 ? [] : [logSaveFailures.name, silenceSaveFailures.name]);
    });

    it('stays far below the limit of samples', () => {
      const [delivered] = inEveryRelease(alertmanager);
      expect(page.series.length).toBeGreaterThan(100);
      expect(delivered?.delivery.scrapeJobs[0]?.sampleLimit).toBeGreaterThan(5 * page.series.length);
    });
  },
);

describe('the rules of Alertmanager', () => {
  it('ask for no label that an old release lacks', () => {
    const rules = inEveryRelease(alertmanager).flatMap(({ delivery }) => JSON.stringify(delivery.ruleGroups));
    expect(rules).toHaveLength(1);
    expect(rules.filter((text) => text.includes('reason'))).toEqual([]);
  });

  it('call a person only while no member works', () => {
    const pages = alertmanager.spec.alerts.filter(({ spec }) => spec.severity === 'critical').map(({ name }) => name);
    expect(pages).toEqual([
      'AlertmanagerAbsent',
      'AlertmanagerClusterDown',
      'AlertmanagerClusterCrashlooping',
      'AlertmanagerMembersInconsistent',
      'AlertmanagerConfigReloadFailed',
      'AlertmanagerConfigInconsistent',
      'AlertmanagerClusterFailedToSendAlerts',
    ]);
  });
});
