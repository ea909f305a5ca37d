/** What `vedette up` and `vedette status` tell a person. */
import { basename, relative, resolve } from 'node:path';
import type { Environment } from '../../constructs/monitoring/environment';
import type { AlertingRule } from '../../model/delivery';
import { durationText, seconds } from '../../model/quantity';
import { LOOPBACK } from './ports';
import type { StateDir } from './state';
import type { ComponentHealth, LocalHealth } from './status';
import type { UpResult } from './up';

/** Where the state is when nobody says otherwise. */
export const DEFAULT_STATE = '.vedette';

/** A verb as it can be typed, given how this command was called. */
export function typed(verb: string, state: StateDir): string {
  const script = process.argv[1] ?? '';
  const name = basename(script) === 'main.js' ? `node ${relative(process.cwd(), script)}` : 'vedette';
  const isDefault = state.path === resolve(DEFAULT_STATE);
  return `${name} ${verb}${isDefault ? '' : ` --state ${state.path}`}`;
}

/** Addresses, the password when it is new, and what to try. */
export function summaryText(result: UpResult, environment: Environment, state: StateDir): string {
  const { wiring, choices, password, changed } = result;
  const { publicUrl } = wiring;
  const { receiver = 0, rstmdb = 0 } = choices.ports;
  const rows = [
    ['start page', `${publicUrl}/`],
    ['Prometheus', publicUrl + environment.paths.prometheus],
    ['Alertmanager', publicUrl + environment.paths.alertmanager],
    ['runbooks', `${publicUrl}/runbooks/`],
    ['notifications', `http://${LOOPBACK}:${receiver}/`],
    ...(runsRstmdb(result) ? [['rstmdb', `${LOOPBACK}:${rstmdb}`]] : []),
  ];
  return [
    changed.length === 0 ? 'Already up; nothing changed.' : `Up. Started or changed: ${changed.join(', ')}.`,
    '',
    ...rows.map(([name = '', address = '']) => `  ${name.padEnd(14)} ${address}`),
    '',
    ...credentials(choices.user, password, state),
    ...(choices.engine === 'docker'
      ? ['Grafana asks for its own password: user operator, see secrets/grafana/ in the state folder.']
      : ['Dashboards need Grafana, which runs with Docker or in Kubernetes; this machine has no Docker engine.']),
    ...(result.demo === undefined
      ? []
      : [`The demo plays ${result.demo.services.map(({ id }) => id).join(', ')}: no such programs run here.`]),
    ...(choices.speed === 1 ? [] : [`Rules and notifications wait ${choices.speed} times shorter than written.`]),
    '',
    'Try:',
    ...trials(result, state).map((line) => `  ${line}`),
  ].join('\n');
}

function runsRstmdb({ wiring, choices }: UpResult): boolean {
  const target = `${LOOPBACK}:${choices.ports['rstmdb-metrics'] ?? 0}`;
  return wiring.prometheus.scrapeJobs.some(({ discovery }) =>
    discovery.some((each) => each.kind === 'static' && each.targets.includes(target)),
  );
}

function credentials(user: string, password: string | undefined, state: StateDir): readonly string[] {
  if (password === undefined) {
    return [
      `User ${user}; the password was shown when it was made ('${typed('up --new-password', state)}' makes another).`,
    ];
  }
  return [
    `User ${user}, password ${password}`,
    'The password is kept nowhere and not shown again. The certificate is made here, so a browser asks about it once.',
  ];
}

/** Commands that show something, with what they show. */
function trials(result: UpResult, state: StateDir): readonly string[] {
  const target = runsRstmdb(result) ? 'rstmdb' : 'node-exporter';
  const alert = downAlert(result, target === 'rstmdb' ? 'rstmdb' : 'node');
  const lines: (readonly [string, string])[] = [['down', 'stop everything, remove all state']];
  if (result.choices.engine === 'processes') {
    if (alert !== undefined) {
      lines.unshift(
        [`down ${target}`, `stop it: ${alert.name} reaches the notifications in about ${alert.wait}`],
        ['up', 'bring it back, and see the alert resolved'],
      );
    }
    if (result.choices.speed === 1)
      lines.splice(-1, 0, ['up --speed 20', 'let rules and notifications wait 20 times shorter']);
    lines.unshift(['status', 'what runs']);
  }
  if (result.demo !== undefined) lines.splice(-1, 0, ['demo list', 'what can be broken, and which alert fires then']);
  const commands = lines.map(([verb]) => typed(verb, state));
  const width = Math.max(...commands.map(({ length }) => length));
  return lines.map(([, comment], index) => `${(commands[index] ?? '').padEnd(width)}   # ${comment}`);
}

/** The alert on a service that does not answer, and how long it takes until it is told. */
function downAlert({ wiring }: UpResult, service: string): { name: string; wait: string } | undefined {
  const groups = wiring.prometheus.rules.find((each) => each.service === service)?.groups ?? [];
  const rule = groups
    .flatMap(({ rules }) => rules)
    .find((each): each is AlertingRule => 'alert' in each && /^up\{.*\} == 0$/.test(each.expr));
  if (rule === undefined) return undefined;
  const { scrapeInterval, evaluationInterval } = wiring.prometheus;
  const wait = (rule.for?.value ?? 0) + scrapeInterval.value + evaluationInterval.value;
  const told = wait + wiring.alertmanager.route.groupWait.value;
  return { name: rule.alert, wait: durationText(seconds(Math.ceil(told))) };
}

/** One line a component, then targets and alerts. */
export function healthText({ components, targets, firing, broken }: LocalHealth, state: StateDir): string {
  if (components.length === 0) return `not up; start it with '${typed('up', state)}'`;
  return [
    ...components.map(componentLine),
    ...(targets === undefined ? [] : [`targets up: ${targets.up} of ${targets.all}`]),
    ...(firing === undefined ? [] : [`alerts firing: ${firing.join(', ') || 'none'}`]),
    ...(broken === undefined || broken.length === 0 ? [] : [`broken on request: ${broken.join(', ')}`]),
  ].join('\n');
}

function componentLine({ name, state, pid, restarts, lastEnd, log }: ComponentHealth): string {
  const details = [
    ...(pid === undefined ? [] : [`pid ${pid}`]),
    ...(restarts === 0 ? [] : [`restarts ${restarts}`]),
    ...(lastEnd === undefined ? [] : [`last end: ${lastEnd}`]),
    ...(state === 'ready' || state === 'held' ? [] : [`log: ${log}`]),
  ];
  return `${name.padEnd(14)} ${(state === 'held' ? 'stopped' : state).padEnd(10)} ${details.join(', ')}`.trimEnd();
}
