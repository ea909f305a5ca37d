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
