/** Who is told, read back from alertmanager.yml: the same as the real amtool says. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse, stringify } from 'yaml';
import { AlertRouting } from '../../../stacks/diff/routing';
import { filesOf } from '../../../stacks/diff/manifest-files';
import { testFolder } from '../../support/folder';
import { requireTool } from '../../support/tools';
import { rendered } from './deployments';

const run = promisify(execFile);
const folder = testFolder();

/** Each way to write a matcher, routes inside routes, and some that go on. */
const TREE = {
  receivers: ['all', 'a', 'b', 'c', 'd', 'e'].map((name) => ({
    name,
    webhook_configs: [{ url: `http://${name}.example/` }],
  })),
  route: {
    receiver: 'all',
    routes: [
      { matchers: ['service = shop', 'severity=~"crit.*|page"'], receiver: 'a', continue: true },
      {
        matchers: ['service!="shop"'],
        receiver: 'b',
        routes: [
          { matchers: ['team!~"x|y"'], receiver: 'c' },
          { matchers: ['alertname="Say \\"x\\""'], receiver: 'd' },
        ],
      },
      { matchers: ['severity="critical"'], receiver: 'e' },
    ],
  },
};

const ALERTS = [
  { alertname: 'A', labels: { service: 'shop', severity: 'critical' } },
  { alertname: 'B', labels: { service: 'shop', severity: 'critically' } },
  { alertname: 'C', labels: { service: 'shop', severity: 'warning' } },
  { alertname: 'D', labels: { service: 'other', severity: 'critical' } },
  { alertname: 'E', labels: { service: 'other', severity: 'critical', team: 'x' } },
  { alertname: 'Say "x"', labels: { team: 'y' } },
];

async function amtool(config: object, alertname: string, labels: Readonly<Record<string, string>>): Promise<string> {
  const path = join(folder, 'alertmanager.yml');
  writeFileSync(path, stringify(config));
  const pairs = Object.entries({ ...labels, alertname }).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const args = ['config', 'routes', 'test', `--config.file=${path}`, ...pairs];
  return (await run(requireTool('amtool').path, args, { timeout: 10_000 })).stdout.trim();
}

it.each(ALERTS)('agrees with amtool on $alertname $labels', async ({ alertname, labels }) => {
  const told = new AlertRouting(TREE).tells({ alertname, labels, guaranteed: [] });
  expect(told.map(({ receiver }) => receiver).join(',')).toBe(await amtool(TREE, alertname, labels));
});

it('inherits times, and knows those of Alertmanager', () => {
  const route = { receiver: 'a', group_by: ['alertname'], routes: [{ receiver: 'b', repeat_interval: '1d12h' }] };
  const routing = new AlertRouting({ ...TREE, route });
  expect(routing.tells({ alertname: 'A', labels: {}, guaranteed: [] })).toEqual([
    {
      receiver: 'b',
      timing: { 'together by': 'alertname', 'first after': '30s', 'more after': '5m', 'again every': '1d12h' },
    },
  ]);
});

it('tells when a route is silent, by what the interval says, and that branches do not inherit it', () => {
  const spans = [{ weekdays: ['saturday'], location: 'UTC' }];
  const routes = [{ receiver: 'b', matchers: ['x="y"'] }];
  const timed = { receiver: 'a', matchers: ['team!="z"'], mute_time_intervals: ['weekend'], routes };
  const config = { ...TREE, time_intervals: [{ name: 'weekend', time_intervals: spans }] };
  const routing = new AlertRouting({ ...config, route: { receiver: 'all', routes: [timed] } });
  const notIn = (labels: Readonly<Record<string, string>>): unknown =>
    routing.tells({ alertname: 'A', labels, guaranteed: [] }).map(({ timing }) => timing['not in']);
  expect(notIn({})).toEqual(['weekend ([{"location":"UTC","weekdays":["saturday"]}])']);
  expect(notIn({ x: 'y' })).toEqual([undefined]);
});

it('leaves out receivers that reach nobody', () => {
  const routing = new AlertRouting({ receivers: [{ name: 'null' }], route: { receiver: 'null' } });
  expect(routing.tells({ alertname: 'A', labels: {}, guaranteed: [] })).toEqual([]);
});

it('refuses a matcher that it cannot read', () => {
  const route = { receiver: 'a', matchers: ['{severity="critical",team="x"}'] };
  expect(() => new AlertRouting({ receivers: [], route })).toThrow(
    `alertmanager.yml: matcher '{severity="critical",team="x"}' cannot be read; write it as label="value"`,
  );
});

it('reads what the stack writes', () => {
  const file = filesOf(rendered()).find(({ kind }) => kind === 'alertmanager');
  expect(file?.where).toBe('monitoring/alertmanager-config: alertmanager.yml');
  expect(file?.content).toEqual(parse(file?.text ?? ''));
});
