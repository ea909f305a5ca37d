/** The real programs that tests run. A test that needs one and does not find it fails, and says how to get it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Tool, type ToolName, cacheDir, findTool } from '../../cli/tools';
import { ROOT } from './source-file';

const INSTALL = 'run tools/install.sh test';

/**
 * A program at the deployed version where the cache has it, else the machine's own.
 * @throws Error when it is nowhere
 */
export function requireTool(name: ToolName, prefer: Tool['source'] = 'cache'): Tool {
  const tool = findTool(name, prefer);
  if (tool === undefined) throw new Error(`${name} is not installed; ${INSTALL}`);
  return tool;
}

/** Each version of a program that is here, the deployed one first; one entry when cache and machine have the same. */
export function everyVersion(name: ToolName): readonly Tool[] {
  const tools = [requireTool(name), requireTool(name, 'system')];
  return tools.filter((tool, index) => tools.findIndex(({ path }) => path === tool.path) === index);
}

/**
 * Path of a program that tools/install.sh installs with pip, at the version that tools/versions.sh names.
 * @throws Error when it is not there
 */
export function requirePythonTool(name: 'checkov' | 'moto', program: string): string {
  const versions = readFileSync(join(ROOT, 'tools/versions.sh'), 'utf8');
  const [, version = 'unknown'] = new RegExp(`^${name.toUpperCase()}=(.+)$`, 'm').exec(versions) ?? [];
  const path = join(cacheDir(), `${name}-${version}`, 'bin', program);
  if (!existsSync(path)) throw new Error(`${name} ${version} is not installed; ${INSTALL}`);
  return path;
}
