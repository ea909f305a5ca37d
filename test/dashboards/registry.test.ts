import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ruleFile } from '../../constructs/prometheus/rules';
import { yamlText } from '../../constructs/render/yaml';
import type { Dashboard } from '../../dashboards';
import { checkBoards } from '../../dashboards/check/boards';
import { problemText, seconds } from '../../model';
import type { ServiceDelivery } from '../../model';
import { services } from '../../services/registry';
import { questionsOf } from '../support/board-questions';
import { testFolder } from '../support/folder';
import { everyVersion } from '../support/tools';
import { deliveryContext } from './shop';

const folder = testFolder();

/** Every service in every release that it knows; undefined stands for its own choice. */
const releases = services.flatMap((service) =>
  [undefined, ...(service.spec.dialects ?? []).map((d) => d.name)].map((dialect) => [service.id, dialect] as const),
);

function deliver(id: string, dialect: string | undefined): ServiceDelivery {
  const service = services.find((s) => s.id === id);
  if (service === undefined) throw new Error(`no service '${id}'`);
  return service.deliver({ ...deliveryContext, ...(dialect !== undefined && { dialect }) });
}

const modelsOf = ({ dashboards }: ServiceDelivery): readonly Dashboard[] =>
  dashboards.map((d) => d.model as unknown as Dashboard);

describe('the boards of all registered services', () => {
  it('are there', () => {
    expect(services.length).toBeGreaterThan(0);
    expect(services.map((s) => s.deliver(deliveryContext).dashboards.length)).not.toContain(0);
  });

  it('keep the DB and X checks together', () => {
    expect(checkBoards(services.map((s) => s.deliver(deliveryContext))).map(problemText)).toEqual([]);
  });

  it.each(releases)('keep the DB and X checks: %s in release %s', (id, dialect) => {
    expect(checkBoards([deliver(id, dialect)]).map(problemText)).toEqual([]);
  });

  it.each(releases)('say what they leave out: %s in release %s', (id, dialect) => {
    const delivery = deliver(id, dialect);
    const shown = modelsOf(delivery)
      .flatMap((model) => model.panels)
      .flatMap((p) => (p.type === 'text' && p.title === 'Left out' ? [p.options.content] : []))
      .join('\n');
    const left = delivery.omissions.filter((o) => o.kind === 'panel');
    expect(left.filter(({ name, reason }) => !shown.includes(`- **${name}**: ${reason}`))).toEqual([]);
  });

  it.each(releases)('are JSON and nothing else: %s in release %s', (id, dialect) => {
    for (const { model } of deliver(id, dialect).dashboards) {
      // undefined, NaN, dates and functions do not survive the way to Grafana.
      expect(JSON.parse(JSON.stringify(model))).toStrictEqual(model);
      expect(JSON.stringify(model)).not.toMatch(/undefined|\[object |NaN/);
    }
  });

  it.each(everyVersion('promtool'))('ask what Prometheus reads (promtool $version)', ({ path }) => {
    const queries = releases.flatMap(([id, dialect]) =>
      deliver(id, dialect).dashboards.flatMap((file) => questionsOf(file).map(({ expr }) => expr)),
    );
    // As recording rules: the one way to have promtool type-check expressions without a server.
    const rules = [...new Set(queries)].map((expr, i) => ({ record: `panel:query:n${i}`, expr }));
    const file = join(folder, 'panels.yml');
    writeFileSync(file, yamlText(ruleFile([{ name: 'panels', interval: seconds(15), rules }])));
    const said = execFileSync(path, ['check', 'rules', '--lint=none', file], { encoding: 'utf8' });
    expect(said).toContain(`SUCCESS: ${rules.length} rules found`);
    expect(rules.length).toBeGreaterThan(100);
  });
});
