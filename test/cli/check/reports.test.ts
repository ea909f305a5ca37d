import '@microsoft/jest-sarif';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../../cli/check/finding';
import { merged } from '../../../cli/check/finding';
import { reportJson } from '../../../cli/check/json';
import { Sources, thrownAt } from '../../../cli/check/position';
import type { CheckReport } from '../../../cli/check/report';
import { reportSarif } from '../../../cli/check/sarif';
import { reportText } from '../../../cli/check/text';
import { allChecks } from '../../../stacks/check/catalogue/all';
import { testFolder } from '../../support/folder';

const failing: Finding = {
  id: 'AL-02',
  severity: 'error',
  where: 'shop/ShopDown',
  what: 'it has no condition',
  remedy: 'compare',
  excerpt: '    up\n    ^^',
  environments: ['prod', 'dev'],
  position: { file: 'services/shop/alerts.ts', line: 7, column: 28, endColumn: 38 },
};
const waived: Finding = {
  id: 'AL-21',
  severity: 'warning',
  where: 'shop/ShopSlow',
  what: 'the limit is absolute',
  environments: ['prod'],
  position: { file: 'services/shop/alerts.ts' },
  waiver: { id: 'AL-21', where: 'shop/ShopSlow', owner: 'web', reason: 'one size', expires: '2027-03-31' },
};
const settings: Finding = {
  severity: 'error',
  where: 'prod/nginx',
  what: 'replicas is 0, must be 1 or more',
  environments: ['prod'],
};
const report: CheckReport = {
  environments: [
    {
      environment: 'prod',
      services: 2,
      rules: 3,
      dashboards: 4,
      objects: 5,
      checkedBy: ['promtool 3.15.0'],
      omissions: [{ service: 'shop', kind: 'panel', name: 'Carts', reason: 'not counted' }],
    },
    { environment: 'dev', services: 0, rules: 0, dashboards: 0, objects: 0, checkedBy: [], omissions: [] },
  ],
  findings: [failing, settings, waived],
  notInstalled: ['amtool'],
};

describe('merged', () => {
  it('tells what several environments have once, errors first, with the remedy of the catalogue where none is given', () => {
    const absolute = { id: 'AL-21', where: 'shop/ShopSlow', what: 'the limit is absolute', remedy: 'divide' };
    const error = { id: 'X-04', where: 'shop/ShopDown', what: 'it reads job x' };
    const found = merged([
      { environment: 'dev', problems: [absolute] },
      { environment: 'prod', problems: [absolute, error, error] },
    ]);
    expect(found).toEqual([
      { ...error, remedy: 'use a job that is', severity: 'error', environments: ['prod'] },
      { ...absolute, severity: 'warning', environments: ['dev', 'prod'] },
    ]);
  });
});

describe('reportText', () => {
  it('shows each finding with caret, file and environments, then the environments and the sum', () => {
    expect(reportText(report)).toBe(
      [
        'error [AL-02] shop/ShopDown: it has no condition; compare',
        '    up',
        '    ^^',
        '    at services/shop/alerts.ts:7:28 in dev, prod',
        '',
        'error prod/nginx: replicas is 0, must be 1 or more',
        '    in prod',
        '',
        'prod: 2 errors, 2 services watched, 3 rules, 4 dashboards, 5 objects; checked by promtool 3.15.0',
        '  left out: shop panel Carts: not counted',
        'dev: 1 error',
        'waived: 1, until 2027-03-31 at the earliest (stacks/waivers.ts)',
        "not checked by amtool: it is not installed ('tools/install.sh up' installs it)",
        '2 errors, 0 warnings',
      ].join('\n'),
    );
  });
});

describe('reportJson', () => {
  it('has the shape that docs/checks.md tells', () => {
    const body = JSON.parse(reportJson(report)) as Record<string, unknown>;
    expect(Object.keys(body)).toEqual(['version', 'errors', 'warnings', 'environments', 'findings', 'notInstalled']);
    expect([body['version'], body['errors'], body['warnings']]).toEqual([1, 2, 0]);
    const { severity, ...rest } = failing;
    expect((body['findings'] as unknown[])[0]).toEqual({ ...rest, level: severity });
  });
});

interface Sarif {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly name: string; readonly rules: readonly Readonly<Record<string, unknown>>[] };
    };
    readonly results: readonly Readonly<Record<string, unknown>>[];
  }[];
}

describe('reportSarif', () => {
  const tool = { version: '1.2.3', documentation: 'https://example.org/docs/checks.md' };
  const log = JSON.parse(reportSarif(report, tool)) as Sarif;
  const [run] = log.runs;

  it('is one run of SARIF 2.1.0', () => {
    expect([log.version, log.$schema, log.runs.length]).toEqual([
      '2.1.0',
      'https://json.schemastore.org/sarif-2.1.0.json',
      1,
    ]);
    expect(run?.tool.driver).toMatchObject({ name: 'vedette', semanticVersion: '1.2.3' });
  });

  it('lists every check as a rule, each once, with a level and an address', () => {
    const rules = run?.tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual([...allChecks.map(({ id }) => id), 'settings']);
    expect(rules.find(({ id }) => id === 'AL-21')).toEqual({
      id: 'AL-21',
      shortDescription: {
        text: 'A limit is a share, a time or a number of events, not a size that fits one installation',
      },
      fullDescription: {
        text: 'A limit is a share, a time or a number of events, not a size that fits one installation.',
      },
      help: { text: 'Otherwise: divide by the capacity.' },
      helpUri: 'https://example.org/docs/checks.md#alerts',
      defaultConfiguration: { level: 'warning' },
      properties: { tags: ['monitoring', 'alerts'] },
    });
  });

  it('gives each finding its rule, level, file and line', () => {
    const rules = run?.tool.driver.rules ?? [];
    expect(run?.results[0]).toEqual({
      ruleId: 'AL-02',
      ruleIndex: rules.findIndex(({ id }) => id === 'AL-02'),
      level: 'error',
      message: { text: 'shop/ShopDown: it has no condition; compare\n    up\n    ^^' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'services/shop/alerts.ts', uriBaseId: '%SRCROOT%' },
            region: { startLine: 7, startColumn: 28, endColumn: 38 },
          },
          logicalLocations: [{ fullyQualifiedName: 'shop/ShopDown' }],
        },
      ],
      partialFingerprints: { 'vedette/v1': expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      properties: { environments: ['prod', 'dev'] },
      suppressions: [],
    });
  });

  it('takes what has no id for settings, and points at the environments where no file is known', () => {
    expect(run?.results[1]).toMatchObject({
      ruleId: 'settings',
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'stacks/environments.ts' }, region: { startLine: 1 } } },
      ],
    });
  });

  it('suppresses what is waived, with the reason', () => {
    expect(run?.results[2]).toMatchObject({
      suppressions: [{ kind: 'external', status: 'accepted', justification: 'one size (web, until 2027-03-31)' }],
    });
  });

  it('is as the schema demands, with rules and results that belong together', () => {
    expect(log).toBeValidSarifLog();
    for (const { ruleId, ruleIndex } of run?.results ?? []) {
      expect(run?.tool.driver.rules[ruleIndex as number]?.['id']).toBe(ruleId);
    }
    for (const { helpUri } of run?.tool.driver.rules ?? []) {
      expect(URL.canParse(String(helpUri))).toBe(true);
    }
  });

  it('would be refused by the schema with a level that there is none of', () => {
    const wrong = { ...log, runs: [{ ...run, results: [{ ...run?.results[0], level: 'fatal' }] }] };
    expect(wrong).not.toBeValidSarifLog();
  });
});

describe('Sources', () => {
  const root = testFolder();
  const sources = new Sources(new Map([['shop-overview', 'shop']]), root);
  const at = (where: string, environments: readonly string[] = ['prod'], id = 'AL-02') =>
    sources.placed({ id, severity: 'error', where, what: 'x', environments }).position;

  beforeAll(() => {
    for (const folder of ['services/shop/alerts', 'stacks/environment'])
      mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, 'services/shop/alerts.ts'), "import x;\nexport const down = alert('ShopDown', {\n");
    writeFileSync(join(root, 'services/shop/alerts/stock.ts'), "alert('ShopEmpty', {\n");
    writeFileSync(join(root, 'services/shop/queries.ts'), "record('shop_requests', 'rate5m', q)\n");
    writeFileSync(join(root, 'services/shop/dashboard.ts'), "stat({\n  title: 'Carts',\n");
    writeFileSync(join(root, 'services/shop/runbook.md'), '# Shop\n');
    writeFileSync(join(root, 'stacks/environment/prod.ts'), 'export const prod = 1;\n');
    writeFileSync(join(root, 'stacks/waivers.ts'), "waiver({\n  where: 'shop/ShopDown',\n");
  });

  it.each([
    ['shop/ShopDown', { file: 'services/shop/alerts.ts', line: 2, column: 27, endColumn: 37 }],
    ['shop/ShopEmpty', { file: 'services/shop/alerts/stock.ts', line: 1, column: 7, endColumn: 18 }],
    ['shop/job:shop_requests:rate5m', { file: 'services/shop/queries.ts', line: 1, column: 8, endColumn: 23 }],
    [
      "dashboards/shop-overview/panel 'Carts'",
      { file: 'services/shop/dashboard.ts', line: 2, column: 10, endColumn: 17 },
    ],
    ['dashboards/shop-overview', { file: 'services/shop/dashboard.ts' }],
    ['shop/SloErrorBudgetBurn', { file: 'services/shop/alerts.ts' }],
    ['shop/runbook', { file: 'services/shop/runbook.md' }],
    ['prod/alertmanager', { file: 'stacks/environment/prod.ts' }],
    ['stacks/waivers.ts/AL-21 shop/ShopDown', { file: 'stacks/waivers.ts', line: 2, column: 10, endColumn: 25 }],
    ['nowhere/AtAll', undefined],
  ])('finds %s', (where, position) => {
    expect(at(where)).toEqual(position);
  });
});

describe('thrownAt', () => {
  it('is the first place that a person wrote, with its line where the source runs itself', () => {
    const stack = [
      'VedetteError: [PQ-05] promql: no',
      '    at new Expr (/x/model/promql/template.ts:27:40)',
      '    at Object.<anonymous> (/x/services/shop/queries.ts:12:22)',
      '    at require (/x/services/shop/index.ts:1:1)',
    ].join('\n');
    expect(thrownAt(stack)).toEqual({ file: 'services/shop/queries.ts', line: 12, column: 22 });
    expect(thrownAt(stack.replaceAll('.ts', '.js').replaceAll('/x/', '/x/dist/'))).toEqual({
      file: 'services/shop/queries.ts',
    });
    expect(thrownAt('Error: x\n    at a (/x/model/a.ts:1:1)')).toBeUndefined();
  });
});
