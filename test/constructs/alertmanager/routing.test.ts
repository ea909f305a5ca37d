import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pagerDuty, slack, webhook } from '../../../constructs/alertmanager/receivers';
import { alertmanagerProgram } from '../../../constructs/alertmanager/program';
import { receiversOf } from '../../../constructs/alertmanager/routes';
import type { Route } from '../../../constructs/alertmanager/settings';
import type { AlertmanagerOptions, Environment } from '../../../constructs/monitoring/environment';
import { wire } from '../../../constructs/monitoring/wiring';
import { hours, minutes, seconds } from '../../../model/quantity';
import { testFolder } from '../../support/folder';
import { writeFiles } from '../../support/running';
import { requireTool } from '../../support/tools';
import { folderPlace, loopbackAddresses, shop, validEnvironment, watchdog } from '../fixture';

const root = testFolder();
const amtool = requireTool('amtool').path;

function environment(changes: Partial<AlertmanagerOptions> = {}): Environment {
  const good = validEnvironment();
  return { ...good, alertmanager: { ...good.alertmanager, ...changes } };
}

const wired = (changes: Partial<AlertmanagerOptions> = {}) =>
  wire(environment(changes), [shop(), watchdog()], loopbackAddresses()).alertmanager;

const remediation: Route = {
  receiver: 'remediation',
  matchers: [
    { label: 'remediate', op: '=', value: 'yes' },
    { label: 'service', op: '!~', value: 'prometheus|alertmanager' },
  ],
  continue: true,
  groupWait: seconds(0),
  groupInterval: minutes(1),
  repeatInterval: hours(2),
  routes: [{ receiver: 'oncall', matchers: [{ label: 'op', op: '=', value: 'quote"back\\slash' }] }],
};

const extended: Partial<AlertmanagerOptions> = {
  receivers: {
    ...validEnvironment().alertmanager.receivers,
    remediation: [webhook({ url: 'http://remediation-service/api/alert', maxAlerts: 5 })],
    team: [
      slack({ channel: '#critical-alerts', apiUrl: { secret: 'receivers', key: 'slack' } }),
      pagerDuty({ routingKey: { secret: 'receivers', key: 'pd' } }),
    ],
  },
  routes: [remediation],
};

function write(folder: string, changes: Partial<AlertmanagerOptions>): string {
  const place = folderPlace(join(root, folder));
  mkdirSync(place.configDir, { recursive: true });
  writeFiles(alertmanagerProgram(wired(changes), place), place.configDir);
  return join(place.configDir, 'config/alertmanager.yml');
}

const routed = (file: string, labels: Readonly<Record<string, string>>): string =>
  execFileSync(
    amtool,
    [
      'config',
      'routes',
      'test',
      `--config.file=${file}`,
      ...Object.entries(labels).map(([k, v]) => `${k}=${JSON.stringify(v)}`),
    ],
    { encoding: 'utf8' },
  ).trim();

describe('amtool', () => {
  it.each([
    ['usual', {}],
    ['extended', extended],
  ])('takes the %s configuration with its templates', (name, changes) => {
    const out = execFileSync(amtool, ['check-config', write(name, changes)], { encoding: 'utf8' });
    expect(out).toContain('1 templates');
    expect(out).toContain('SUCCESS');
    expect(out).not.toContain('FAILED');
  });
});

const cases: readonly (readonly [labels: Readonly<Record<string, string>>, receivers: string])[] = [
  [{ alertname: 'Watchdog', severity: 'none' }, 'deadMansSwitch'],
  [{ alertname: 'X', severity: 'critical', service: 'shop' }, 'oncall,team'],
  [{ alertname: 'X', severity: 'warning', service: 'shop' }, 'team'],
  [{ alertname: 'X', severity: 'info', service: 'shop' }, 'null'],
  [{ alertname: 'X', severity: 'none' }, 'null'],
  [{ alertname: 'X' }, 'team'],
];

describe('an alert', () => {
  it.each(cases)('with %j goes to %s, as amtool and the own reckoning say', (labels, receivers) => {
    expect(routed(write('usual', {}), labels)).toBe(receivers);
    expect(receiversOf(wired().route, labels).join(',')).toBe(receivers);
  });

  it.each([
    [{ severity: 'critical', remediate: 'yes', service: 'shop' }, 'remediation,oncall,team'],
    [{ severity: 'warning', remediate: 'yes', service: 'prometheus' }, 'team'],
    [{ severity: 'warning', remediate: 'yes', op: 'quote"back\\slash' }, 'oncall,team'],
  ])('with %j goes to %s, where there is a route of one’s own', (labels, receivers) => {
    expect(routed(write('extended', extended), labels)).toBe(receivers);
    expect(receiversOf(wired(extended).route, labels).join(',')).toBe(receivers);
  });

  it('that only proves that alerts arrive goes to nobody, where there is no dead man’s switch', () => {
    const { oncall, team } = validEnvironment().alertmanager.receivers;
    const receivers = { oncall, team };
    const settings = wire(
      { ...environment({ receivers }), purpose: 'test' },
      [shop(), watchdog()],
      loopbackAddresses(),
    ).alertmanager;
    expect(receiversOf(settings.route, { alertname: 'Watchdog', severity: 'none' })).toEqual(['null']);
  });
});

describe('a notification', () => {
  it('says what, where and what to do, from annotations that every alert has', () => {
    const templates = join(dirname(write('usual', {})), '../templates/*.tmpl');
    const alert = (instance: string) => ({
      status: 'firing',
      labels: {},
      annotations: {
        summary: `${instance} is down`,
        description: 'No answer.',
        runbook_url: 'https://m/runbooks/shop#shopDown',
        dashboard_url: 'https://m/d/shop',
      },
    });
    const data = join(root, 'data.json');
    const commonLabels = { alertname: 'shopDown', environment: 'prod', cluster: 'mainnet' };
    writeFileSync(data, JSON.stringify({ status: 'firing', alerts: [alert('a'), alert('b')], commonLabels }));
    const rendered = (template: string): string =>
      execFileSync(
        amtool,
        [
          'template',
          'render',
          `--template.glob=${templates}`,
          `--template.data=${data}`,
          `--template.text={{ template "${template}" . }}`,
        ],
        { encoding: 'utf8' },
      );
    expect(rendered('vedette.title')).toBe('[FIRING:2] shopDown prod/mainnet');
    expect(rendered('vedette.text').trim()).toBe(
      ['a', 'b']
        .map(
          (name) =>
            `${name} is down\nNo answer.\nRunbook: https://m/runbooks/shop#shopDown\nDashboard: https://m/d/shop`,
        )
        .join('\n\n'),
    );
  });
});

describe('the heartbeat', () => {
  it('is sent at once and in step, and never as resolved', () => {
    const { route, receivers } = wired({
      timing: { ...validEnvironment().alertmanager.timing, heartbeat: minutes(2) },
    });
    expect(route.routes[0]).toMatchObject({
      groupWait: seconds(0),
      groupInterval: seconds(24),
      repeatInterval: minutes(2),
    });
    expect(receivers.find(({ name }) => name === 'deadMansSwitch')?.integrations).toMatchObject([
      { sendResolved: false },
    ]);
  });
});

describe('secrets of receivers', () => {
  it('stand in the configuration as paths of files, nothing else', () => {
    const file = alertmanagerProgram(wired(extended), folderPlace('/x')).files[0]?.content ?? '';
    const paths = [...file.matchAll(/(\w+_file): "([^"]+)"/g)].map(([, key, path]) => [key, path]);
    expect(paths.sort()).toEqual([
      ['api_url_file', '/x/secrets/receivers/slack'],
      ['routing_key_file', '/x/secrets/receivers/pagerduty'],
      ['routing_key_file', '/x/secrets/receivers/pd'],
      ['url_file', '/x/secrets/receivers/heartbeat-url'],
    ]);
  });
});
