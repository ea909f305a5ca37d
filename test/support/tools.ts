/** The real programs that tests run. A test that needs one and does not find it fails, and says how to get it. */
import { type Tool, type ToolName, findTool } from '../../cli/tools';

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
