/** The catalogue of Thanos beside its real programs, and what its rules find there. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { compactorProgram, queryProgram, storeProgram } from '../../constructs/thanos/program';
import { durationText } from '../../model/quantity';
import { thanos } from '../../services/thanos';
import { PARTS, metrics } from '../../services/thanos/metrics';
import type { Part as PartName } from '../../services/thanos/metrics';
import { storesMissing } from '../../services/thanos/queries';
import { targetLabels } from '../../services/thanos/targets';
import { longTermEnvironment } from '../constructs/thanos/fixture';
import { render, workloads } from '../constructs/kubernetes/objects';
import { folderPlace, shop, watchdog } from '../constructs/fixture';
import { differences } from '../support/exposed';
import { testFolder } from '../support/folder';
import { readExposition, relabelled } from '../support/relabel';
import type { Exposition } from '../support/relabel';
import { Cleanup } from '../support/running';
import { scrapingPrometheus, servePage } from '../support/scraping-prometheus';
import type { ScrapingPrometheus } from '../support/scraping-prometheus';
import { inEveryRelease } from '../support/service-claims';
import { type Part, StagedThanos, byAddress, folderBucket } from '../support/staged-thanos';
import { requireTool } from '../support/tools';
import { until } from '../support/wait';

const root = testFolder();
const cleanup = new Cleanup();
const rules = inEveryRelease(thanos).flatMap(({ delivery }) => delivery.ruleGroups.flatMap((group) => group.rules));

/** The labels that the scrape gives a target by the name of its container. */
const labelled = (container: string): Readonly<Record<string, string | undefined>> =>
  relabelled({ __meta_kubernetes_pod_container_name: container }, targetLabels);

describe('Thanos that runs', () => {
  let parts: Readonly<Record<PartName, Part>>;
  let pages: Readonly<Record<PartName, Exposition>>;
  let prometheus: ScrapingPrometheus;

  /** Query asks the sidecar alone, so that it lacks the store gateway. */
  async function stage(): Promise<Readonly<Record<PartName, Part>>> {
    const staged = new StagedThanos(requireTool('thanos').path, root, cleanup);
    const target = await servePage(cleanup, '# TYPE shop_level gauge\nshop_level 7\n');
    const bucket = folderBucket(join(root, 'bucket'));
    mkdirSync(join(root, 'bucket'));
    const { sidecar } = await staged.replica({ name: 'one', target, bucket });
    const { thanos: settings } = staged.wiring('one', target, sidecar.grpc, [sidecar.grpc]);
    if (settings === undefined) throw new Error('Thanos is not wired');
    const part = (name: string, program: Parameters<StagedThanos['part']>[2]): Promise<Part> =>
      staged.part(folderPlace(join(root, name)), bucket, program);
    const [store, compactor, query] = await Promise.all([
      part('store', (at, grpc) => storeProgram(settings.store, at, grpc)),
      part('compactor', (at) => compactorProgram(settings.compactor, at)),
      part('query', (at, grpc) => byAddress(queryProgram({ ...settings.query, stores: [sidecar.grpc] }, at, grpc))),
    ]);
    return { sidecar, query, store, compactor };
  }

  const hostOf = ({ url }: Part): string => new URL(url).host;

  const textOf = async ({ url }: Part): Promise<string> => (await fetch(`${url}/metrics`)).text();
  const pageOf = async (part: Part): Promise<Exposition> => readExposition(await textOf(part));

  beforeAll(async () => {
    parts = await stage();
    // What comes with the first work of a part.
    await until('Query to be connected and the sidecar to look for blocks', 60, async () => {
      await fetch(`${parts.query.url}/api/v1/query?query=shop_level`);
      const [asked, looked] = await Promise.all([textOf(parts.query), textOf(parts.sidecar)]);
      return (
        asked.includes('\nthanos_store_nodes_grpc_connections{') && looked.includes('\nthanos_shipper_uploads_total')
      );
    });
    const [sidecar, query, store, compactor] = await Promise.all(PARTS.map((name) => pageOf(parts[name])));
    if (!sidecar || !query || !store || !compactor) throw new Error('a page is missing');
    pages = { sidecar, query, store, compactor };
    const discovery = PARTS.map((part) => ({
      kind: 'static' as const,
      targets: [hostOf(parts[part])],
      labels: { part },
    }));
    const options = { folder: join(root, 'scraping'), service: thanos, targets: { discovery } };
    prometheus = await scrapingPrometheus(cleanup, options);
    await until('every part to be scraped', 30, async () => (await prometheus.ask('up == 1')).length === PARTS.length);
  }, 120_000);

  it('exposes the catalogue, one part this and another that', () => {
    const all: Exposition = {
      types: new Map(PARTS.flatMap((part) => [...pages[part].types])),
      series: PARTS.flatMap((part) => pages[part].series.map((series) => ({ ...series, part }))),
      values: [],
    };
    expect(differences(metrics, all)).toEqual([]);
    const names = new Set(all.series.map(({ __name__ }) => __name__));
    const unseen = Object.values(metrics).filter(({ name }) => name !== 'up' && !names.has(name));
    expect(unseen.map(({ name }) => name)).toEqual([]);
  });

  it('stays far below the limit of samples', () => {
    const sizes = PARTS.map((part) => pages[part].series.length);
    expect(Math.min(...sizes)).toBeGreaterThan(500);
    expect(thanos.spec.scrape.sampleLimit).toBeGreaterThan(5 * Math.max(...sizes));
  });

  it('has a Query that lacks a store gateway which runs, and is found to', async () => {
    const missing = await until('the rule to see it', 20, async () => {
      const found = await prometheus.ask(storesMissing.text());
      return found.some(({ value }) => value[1] === '1') && found;
    });
    expect(missing.map(({ metric, value }) => [metric['instance'], value[1]])).toEqual([[hostOf(parts.query), '1']]);
  }, 30_000);

  it('has no part that is absent, and every rule is evaluated without an error', async () => {
    interface Evaluated {
      readonly name: string;
      readonly health: string;
      readonly state: string;
    }
    const evaluated = async (): Promise<readonly Evaluated[]> => {
      const { groups } = (await prometheus.get('rules')) as { groups: readonly { rules: readonly Evaluated[] }[] };
      return groups.flatMap((group) => group.rules);
    };
    const all = await until('an evaluation of every rule', 30, async () => {
      const found = await evaluated();
      return found.length > rules.length && found.every(({ health }) => health !== 'unknown') && found;
    });
    expect(all.filter(({ health }) => health !== 'ok')).toEqual([]);
    // The first evaluation may have come before the first scrape.
    const absent = ['ThanosDown', 'ThanosAbsent', 'ThanosPartAbsent'];
    await until('no part to be missed', 30, async () => {
      const states = (await evaluated()).filter(({ name }) => absent.includes(name)).map(({ state }) => state);
      return states.length === absent.length && states.every((state) => state === 'inactive');
    });
  }, 70_000);
});

describe('the parts of Thanos', () => {
  it('are told apart by the names that their containers have', () => {
    const containers = workloads(render(longTermEnvironment(), [shop(), watchdog()])).flatMap(({ pod }) =>
      pod.containers.filter(({ ports = [] }) => ports.some(({ name }) => name === 'thanos-http')),
    );
    const found = containers.map(({ name }) => labelled(name)['part']);
    expect(found.sort()).toEqual([...PARTS].sort());
  });
});

describe('the rules of Thanos', () => {
  it('tell no single failure of the bucket, of a part that hardly asks it', () => {
    const failing = rules.flatMap((rule) =>
      'alert' in rule && /BucketOperationsFailing/.test(rule.alert) ? [rule] : [],
    );
    const seen = failing.map(({ for: wait, expr }) => ({
      wait: wait && durationText(wait),
      of: [...new Set([...expr.matchAll(/\[(\w+)\]/g)].map(([, range]) => range))],
    }));
    expect(seen).toEqual([{ wait: '1h', of: ['1h'] }]);
  });

  it('call nobody at night: alerts and boards do without it', () => {
    const severities = rules.flatMap((rule) => ('alert' in rule ? [rule.labels.severity] : []));
    expect(new Set(severities)).toEqual(new Set(['warning']));
  });
});
