import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PROXY_CLIENTS } from '../../model/proxy-capacity';
import { nginx } from '../../services/nginx';
import { metrics } from '../../services/nginx/metrics';
import { services } from '../../services/registry';
import { clusterEnvironmentNames, environmentNamed } from '../../stacks/environments';
import { render, workloads } from '../constructs/kubernetes/objects';
import { differences } from '../support/exposed';
import { readExposition } from '../support/relabel';
import { inEveryRelease } from '../support/service-claims';

describe('a page that exporter 0.11 served, while clients were turned away', () => {
  const text = readFileSync(join(__dirname, '../fixtures/nginx-exporter-0.11.prom'), 'utf8');
  const page = readExposition(text);

  it('has every metric of the catalogue, with its type and without labels', () => {
    expect(differences(metrics, page)).toEqual([]);
  });

  it('has no metric of nginx that the catalogue lacks', () => {
    const declared = Object.values(metrics).map(({ name }) => name);
    const served = page.series.map(({ __name__ = '' }) => __name__).filter((name) => name.startsWith('nginx_'));
    expect(served.filter((name) => !declared.includes(name))).toEqual([]);
  });

  it('tells of the clients that were turned away by the difference of two counters', () => {
    const value = (name: string): number => Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
    expect(value('nginx_connections_accepted')).toBeGreaterThan(value('nginx_connections_handled'));
  });
});

describe('the rules of nginx', () => {
  const [delivered] = inEveryRelease(nginx);
  const exprOf = (name: string): string =>
    delivered?.delivery.ruleGroups
      .flatMap((group) => group.rules)
      .flatMap((rule) => ('alert' in rule && rule.alert === name ? [rule.expr] : []))
      .join() ?? '';

  it('count clients against the number that the configuration is made for', () => {
    expect(exprOf('NginxConnectionsSaturated')).toBe(
      `(nginx_connections_active{job="nginx"} / ${PROXY_CLIENTS}) > 0.8`,
    );
  });

  it('compare the traffic of a day before over pods that have other names by now', () => {
    expect(exprOf('NginxTrafficVanished')).toContain(
      'avg by (job) (rate(nginx_http_requests_total{job="nginx"}[10m]))',
    );
    expect(exprOf('NginxTrafficVanished')).not.toContain('instance');
  });
});

describe('what the stack asks of nginx by itself', () => {
  const limit = nginx.spec.alerts.find(({ name }) => name === 'NginxTrafficVanished')?.spec.when.threshold?.value ?? 0;
  /** Exporter 0.11 was seen to ask twice for each scrape. */
  const PER_SCRAPE = 2;

  it.each(clusterEnvironmentNames)('stays below the traffic that counts as none, in %s', (name) => {
    const environment = environmentNamed(name);
    const proxy = workloads(render(environment, services)).find(({ title }) => title === 'Deployment nginx-proxy');
    const [container] = proxy?.pod.containers ?? [];
    const probes = [container?.readinessProbe, container?.livenessProbe].map((probe) => probe?.periodSeconds ?? 0);
    expect(probes.every((period) => period > 0)).toBe(true);
    const scrapes = (PER_SCRAPE * environment.prometheus.replicas) / environment.scrapeInterval.value;
    expect(scrapes + probes.reduce((sum, period) => sum + 1 / period, 0)).toBeLessThan(limit);
  });
});
