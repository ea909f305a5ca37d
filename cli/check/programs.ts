/** The programs' own checkers on rendered files. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { alertmanagerProgram } from '../../constructs/alertmanager/program';
import type { Wiring } from '../../constructs/monitoring/settings';
import type { Place, Program } from '../../constructs/program';
import { prometheusProgram } from '../../constructs/prometheus/program';
import type { Problem } from '../../model/problem';
import { type Tool, findTool } from '../tools';

/** A checker of its program's configuration. */
export type CheckerName = 'promtool' | 'amtool';

/** Those that are installed, at the deployed versions where the cache has them. */
export function checkers(): readonly Tool[] {
  return (['promtool', 'amtool'] as const).map((name) => findTool(name)).filter((tool) => tool !== undefined);
}

/** What the installed checkers find in an environment's files; nothing where none is installed. */
export function judge(environment: string, wiring: Wiring): readonly Problem[] {
  const root = mkdtempSync(join(tmpdir(), 'vedette-check-'));
  try {
    const prometheus = prometheusProgram(wiring.prometheus, checkPlace(root, 'prometheus'));
    const alertmanager = alertmanagerProgram(wiring.alertmanager, checkPlace(root, 'alertmanager'));
    return [
      ...run(root, prometheus, 'promtool', ['check', 'config'], environment),
      ...run(root, alertmanager, 'amtool', ['check-config'], environment),
      ...render(root, environment),
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Secrets are files that promtool wants to see; an empty one will do. */
function checkPlace(root: string, component: string): Place {
  const configDir = join(root, component);
  return {
    configDir,
    dataDir: join(root, 'data', component),
    tempDir: join(root, 'tmp'),
    listen: { host: '', port: 1 },
    secretFile: ({ secret, key }) => {
      const path = join(configDir, 'secrets', secret, key);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, '');
      return path;
    },
  };
}

function run(
  root: string,
  { component, files }: Program,
  name: CheckerName,
  verb: readonly string[],
  environment: string,
): readonly Problem[] {
  const tool = findTool(name);
  const [config] = files;
  if (tool === undefined || config === undefined) return [];
  for (const { path, content } of files) {
    const target = join(root, component, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  const { status, stdout, stderr } = spawnSync(tool.path, [...verb, join(root, component, config.path)], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (status === 0) return [];
  const said = `${stdout}${stderr}`.replaceAll(`${root}/`, '').trim();
  const id = name === 'promtool' ? 'X-05' : 'AM-01';
  return [
    {
      id,
      where: `${environment}/${component}`,
      what: `${name} ${tool.version} refuses the rendered files`,
      excerpt: said,
    },
  ];
}

/** A notification as Alertmanager gives it to its templates. https://prometheus.io/docs/alerting/latest/notifications/ */
const ALERT = {
  status: 'firing',
  labels: { alertname: 'Example', severity: 'critical', service: 'example', cluster: 'here', environment: 'there' },
  annotations: { summary: 'a', description: 'b', runbook_url: 'c', dashboard_url: 'd' },
  startsAt: '2026-01-01T00:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
};
const NOTIFICATION = {
  status: 'firing',
  receiver: 'team',
  alerts: [ALERT],
  groupLabels: ALERT.labels,
  commonLabels: ALERT.labels,
  commonAnnotations: ALERT.annotations,
  externalURL: 'http://localhost',
};

/** Every template of ours renders. */
function render(root: string, environment: string): readonly Problem[] {
  const tool = findTool('amtool');
  if (tool === undefined) return [];
  const data = join(root, 'notification.json');
  writeFileSync(data, JSON.stringify(NOTIFICATION));
  const text = '{{ template "vedette.title" . }} {{ template "vedette.text" . }}';
  const glob = join(root, 'alertmanager', 'templates', '*.tmpl');
  const args = ['template', 'render', `--template.glob=${glob}`, `--template.text=${text}`, `--template.data=${data}`];
  const { status, stdout, stderr } = spawnSync(tool.path, args, { encoding: 'utf8', timeout: 60_000 });
  if (status === 0 && ['a', 'b', 'c', 'd'].every((word) => stdout.includes(word))) return [];
  const where = `${environment}/alertmanager/templates`;
  const said = `${stdout}${stderr}`.replaceAll(`${root}/`, '').trim();
  return [{ id: 'AM-14', where, what: `amtool ${tool.version} does not render a notification`, excerpt: said }];
}
