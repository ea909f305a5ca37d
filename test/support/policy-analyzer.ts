/** The plugin that starts policy packs. Pulumi's distribution has it; the lab builds only the command line itself. */
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAME = 'pulumi-analyzer-policy';

/** Runs in the folder of the pack, whose own packages it takes, as the distribution's script does. */
const SCRIPT = `#!/bin/sh
exec node "$(node -p "require.resolve('@pulumi/pulumi/cmd/run-policy-pack')")" "$@"
`;

/**
 * A path with the plugin on it.
 * @param folder - where it is written, when it is not on the path
 */
export function pathWithAnalyzer(path: string, folder: string): string {
  if (path.split(delimiter).some((each) => existsSync(join(each, NAME)))) return path;
  writeFileSync(join(folder, NAME), SCRIPT, { mode: 0o755 });
  return `${folder}${delimiter}${path}`;
}

/** Starts a pack as the plugin does, and stops it. @returns the port on which it answered Pulumi */
export function servedPort(pack: string): Promise<string> {
  const script = require.resolve('@pulumi/pulumi/cmd/run-policy-pack', { paths: [pack] });
  const child = spawn(process.execPath, [script, '127.0.0.1:1', '.'], { cwd: pack, timeout: 60_000 });
  let said = '';
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`the pack ended with ${code}: ${said}`)));
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    child.stdout.on('data', (data: Buffer) => {
      resolve(data.toString().trim());
      child.kill();
    });
  });
}
