import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';

const GUARD = join(__dirname, '../../stacks/pulumi/inspect-guard.ts');

/** Runs a script in a process of its own, because the guard changes every error of its process. */
function run(script: string): string {
  const { code } = transformFileSync(GUARD, { jsc: { target: 'es2022' }, module: { type: 'commonjs' } });
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', `${code}\n${script}`], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  return stdout + stderr;
}

/** As a runner does that was loaded before the guard. */
const COPY = 'const copy = { ...require("node:util") }; exports.guardInspect();';

describe('guardInspect', () => {
  it('lets an error be shown at once, when its stack names a file directly below a scope', () => {
    const stack = String.raw`TypeError: boom\n    at run (/app/node_modules/@pulumi/output.ts:516:31)`;
    const shown = run(
      `${COPY} const error = new TypeError("boom"); error.stack = "${stack}"; console.log(copy.inspect(error, { colors: true }));`,
    );
    expect(shown).toBe('TypeError: boom\n    at run (/app/node_modules/@pulumi/output.ts:516:31)\n');
  });

  it('still shows the fields and the cause of an error', () => {
    const shown = run(
      `${COPY} const error = Object.assign(new Error("outer", { cause: new Error("inner") }), { code: 7 });
       for (const each of [error, error.cause]) each.stack = each.message;
       console.log(copy.inspect({ error }, { colors: true }));`,
    );
    expect(shown).toContain('[outer]');
    expect(shown).toContain('[cause]: [inner]');
    expect(shown).toContain('code: 7');
  });
});
