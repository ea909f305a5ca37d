import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type { Metric } from '../../model';
import { node } from '../../services/node';
import { metrics } from '../../services/node/metrics';
import { differences, pageOf } from '../support/exposed';
import { Cleanup, freePorts } from '../support/running';
import type { Exposition } from '../support/relabel';
import { inEveryRelease } from '../support/service-claims';
import { requireTool } from '../support/tools';

const cleanup = new Cleanup();

/** The kernel's counters come as they are in /proc/vmstat, without a type. */
const untyped = ['node_vmstat_pgmajfault', 'node_vmstat_oom_kill'];

describe('a running node-exporter', () => {
  let page: Exposition;

  beforeAll(async () => {
    const { exporter } = await freePorts('exporter');
    await cleanup.start(requireTool('node-exporter').path, [`--web.listen-address=127.0.0.1:${exporter}`], exporter);
    page = await pageOf(exporter, 'node_load1');
  });

  it('exposes the catalogue', () => {
    expect(differences(metrics, page, { untyped })).toEqual([]);
  });

  it('stays far below the limit of samples', () => {
    const [delivered] = inEveryRelease(node);
    expect(page.series.length).toBeGreaterThan(100);
    expect(delivered?.delivery.scrapeJobs[0]?.sampleLimit).toBeGreaterThan(10 * page.series.length);
  });
});

describe('a running node-exporter, on a made-up host with an array, a bond, a firewall and a broken file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-node-'));
  let page: Exposition;

  beforeAll(async () => {
    const { exporter } = await freePorts('exporter');
    for (const [path, content] of Object.entries(MADE_UP_HOST)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const collectors = ['mdadm', 'bonding', 'conntrack', 'textfile', 'netclass'].map((name) => `--collector.${name}`);
    const args = [
      `--web.listen-address=127.0.0.1:${exporter}`,
      `--path.procfs=${folder}/proc`,
      `--path.sysfs=${folder}/sys`,
      `--collector.textfile.directory=${folder}/text`,
      '--collector.disable-defaults',
      ...collectors,
    ];
    await cleanup.start(requireTool('node-exporter').path, args, exporter);
    page = await pageOf(exporter, 'node_md_disks');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const named = (prefix: RegExp): Record<string, Metric> =>
    Object.fromEntries(Object.entries(metrics as Record<string, Metric>).filter(([, { name }]) => prefix.test(name)));
  const conditional = named(/^node_(md|bonding|nf_conntrack|textfile|network_up)/);

  it('exposes what is there under a condition only, but for what systemd tells', () => {
    const names = page.series.map(({ __name__ }) => __name__);
    const optional = Object.values(metrics as Record<string, Metric>).filter(({ presence }) => presence === 'optional');
    expect(optional.map(({ name }) => name).filter((name) => !names.includes(name))).toEqual([
      'node_systemd_unit_state',
      'node_systemd_service_restart_total',
    ]);
  });

  it('exposes it as the catalogue tells', () => {
    expect(Object.keys(conditional)).toHaveLength(8);
    expect(differences(conditional, page)).toEqual([]);
  });
});

/** Files below the roots that node-exporter reads: a failed disk, a link that is down, half a line. */
const MADE_UP_HOST: Readonly<Record<string, string>> = {
  'proc/mdstat': `Personalities : [raid1]
md0 : active raid1 sdb1[1](F) sda1[0]
      104320 blocks super 1.2 [2/1] [U_]

unused devices: <none>
`,
  'proc/sys/net/netfilter/nf_conntrack_count': '900\n',
  'proc/sys/net/netfilter/nf_conntrack_max': '262144\n',
  'sys/class/net/bonding_masters': 'bond0\n',
  'sys/class/net/bond0/bonding/slaves': 'eth0 eth1\n',
  'sys/class/net/bond0/lower_eth0/bonding_slave/mii_status': 'up\n',
  'sys/class/net/bond0/lower_eth1/bonding_slave/mii_status': 'down\n',
  'sys/class/net/eth0/operstate': 'up\n',
  'sys/class/net/eth0/carrier': '1\n',
  'text/backup.prom': 'backup_age_seconds{',
};

describe('the rules of hosts', () => {
  const rules = inEveryRelease(node).flatMap(({ delivery }) => delivery.ruleGroups.flatMap((group) => group.rules));
  const exprOf = (alert: string, severity: string): string =>
    rules.flatMap((rule) =>
      'alert' in rule && rule.alert === alert && rule.labels.severity === severity ? [rule.expr] : [],
    )[0] ?? `no alert ${alert} of severity ${severity}`;

  it('page for a filling disk only where it is full within hours', () => {
    const warning = exprOf('NodeFilesystemSpaceFillingUp', 'warning');
    const critical = exprOf('NodeFilesystemSpaceFillingUp', 'critical');
    expect(warning).toContain('< 0.15');
    expect(warning).toContain('[6h], 86400) < 0');
    expect(warning).not.toContain('14400');
    expect(critical).toBe(
      `(${warning.replace('< 0.15', '< 0.1')}) and (predict_linear(node_filesystem_avail_bytes{job="node"}[6h], 14400) < 0)`,
    );
  });

  it('read no filesystem that lives in memory', () => {
    const filesystem = rules.map((rule) => rule.expr).filter((expr) => expr.includes('node_filesystem_'));
    expect(filesystem).toHaveLength(8);
    expect(filesystem.filter((expr) => !expr.includes('fstype!~"tmpfs|ramfs"'))).toEqual([]);
  });

  it('call nobody for a host that is gone', () => {
    const severities = node.spec.alerts.filter(({ name }) => /Down|Absent/.test(name)).map(({ spec }) => spec.severity);
    expect(severities).toEqual(['warning', 'warning']);
  });
});
