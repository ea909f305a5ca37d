/** The verbs of the local stack: `up`, `down`, `status`. */
import { resolve } from 'node:path';
import { everything } from '../stacks/synth';
import { environmentByName } from './environment';
import { EXIT, type ExitCode } from './exit';
import { down, hold } from './local/down';
import { StateDir } from './local/state';
import { localHealth } from './local/status';
import { healthText, summaryText } from './local/summary';
import { up } from './local/up';
import type { UpFlags } from './main';
import { Progress } from './progress';

/** Brings the stack up and says where it is. */
export async function upVerb(flags: UpFlags): Promise<ExitCode> {
  const progress = new Progress(flags.json === true);
  const environment = environmentByName('local');
  const state = new StateDir(resolve(flags.state));
  const { engine, speed, deployedVersions, rstmdb, demo } = flags;
  const result = await up(
    {
      environment,
      ...everything(),
      state,
      choices: {
        ...(engine && { engine }),
        ...(speed !== undefined && { speed }),
        ...(deployedVersions && { deployedVersions }),
        ...(rstmdb ? {} : { rstmdb }),
        ...(demo ? {} : { demo }),
      },
      anyPorts: flags.anyPorts === true,
      newPassword: flags.newPassword === true,
    },
    progress,
  );
  progress.done();
  const { wiring, choices, password, changed } = result;
  const urls = { url: wiring.publicUrl, user: choices.user, password, changed, ports: choices.ports };
  console.log(flags.json === true ? JSON.stringify(urls, undefined, 2) : summaryText(result, environment, state));
  return EXIT.ok;
}

/** Stops everything, or some components. */
export async function downVerb(
  components: readonly string[],
  { state: path, keepData = false }: { readonly state: string; readonly keepData?: boolean },
): Promise<ExitCode> {
  const state = new StateDir(resolve(path));
  if (components.length > 0) {
    await hold(state, components);
    console.log(`stopped until the next 'up': ${components.join(', ')}`);
    return EXIT.ok;
  }
  const was = await down(state, { keepData });
  console.log(was ? `down; ${keepData ? `data is kept in ${path}` : 'nothing is left'}` : 'nothing was up');
  return EXIT.ok;
}

/** @returns 0 when every component is ready */
export async function statusVerb(flags: { readonly state: string; readonly json?: true }): Promise<ExitCode> {
  const state = new StateDir(resolve(flags.state));
  const health = await localHealth(state, environmentByName('local'));
  console.log(flags.json === true ? JSON.stringify(health, undefined, 2) : healthText(health, state));
  const isWell = health.components.length > 0 && health.components.every((each) => each.state === 'ready');
  return isWell ? EXIT.ok : EXIT.problems;
}
