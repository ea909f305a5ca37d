/** `vedette down`: stops the local stack and removes its state, or stops single components of it. */
import { existsSync } from 'node:fs';
import { suggestion } from '../../model/problem';
import { CliError, EXIT } from '../exit';
import { compose, composeFile } from './docker';
import { exclusively } from './lock';
import type { StateDir } from './state';
import { endAll, runPlan, runningStatus } from './supervisor-control';

/** Stops everything. Returns false when there was nothing. */
export async function down(state: StateDir, options: { readonly keepData: boolean }): Promise<boolean> {
  if (!existsSync(state.path)) return false;
  await exclusively(state, async () => {
    await endAll(state);
    if (state.choices?.engine === 'docker' && existsSync(composeFile(state))) {
      await compose(state, ['down', '--remove-orphans', ...(options.keepData ? [] : ['--volumes'])]);
    }
  });
  state.remove(options);
  return true;
}

/**
 * Stops some components until the next `vedette up`.
 * @throws CliError when the stack is not up, or a name is not one of its components
 */
export async function hold(state: StateDir, names: readonly string[]): Promise<void> {
  const { plan } = state;
  if (plan === undefined || runningStatus(state) === undefined) {
    throw new CliError(EXIT.problems, "the local stack is not up; start it with 'vedette up'");
  }
  const known = plan.processes.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const lines = unknown.map((name) => `no component '${name}'; ${suggestion(name, known)}`);
    throw new CliError(EXIT.usage, lines.join('\n'));
  }
  const processes = plan.processes.map((spec) => ({ ...spec, held: spec.held || names.includes(spec.name) }));
  await exclusively(state, () => runPlan(state, { processes }));
}
