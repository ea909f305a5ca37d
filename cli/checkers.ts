/** The programs' own checkers on rendered files. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { alertmanagerProgram } from '../constructs/alertmanager/program';
import type { Wiring } from '../constructs/monitoring/settings';
import type { Place, Program } from '../constructs/program';
import { prometheusProgram } from '../constructs/prometheus/program';
import type { Problem } from '../model/problem';
import { type Tool, findTool } from './tools';

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
  return [
    { where: `${environment}/${component}`, what: `${name} ${tool.version} refuses the rendered files`, excerpt: said },
  ];
}
