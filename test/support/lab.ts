/**
 * A real one-node Kubernetes that may lie beside the checkout, one for the whole machine. Tests take turns: their
 * namespaces have the same names, and whoever started it stops it.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputOf, run } from './command';
import { ROOT } from './source-file';
import { until } from './wait';

const LAB = join(ROOT, '../shared/lab/lab');
const LOCK = join(tmpdir(), 'vedette-lab.lock');

/** Where nothing is built yet, Kubernetes and what it is to run are compiled; another test may do so before us. */
export const LAB_UP_SECONDS = 45 * 60;
const DOWN_SECONDS = 60;

/** How to reach a lab that is up. */
export interface Lab {
  readonly kubeconfig: string;
  /** The path with kubectl, and pulumi where that was asked for, in front. */
  readonly path: string;
  /**
   * Ends the turn.
   * @param clean - removes what the test made, where the lab was up before and stays so
   */
  leave(clean?: () => Promise<void>): Promise<void>;
}

/**
 * `describe` where there is a lab to ask. Elsewhere the tests are skipped, are counted as skipped, and `lost` is said.
 * @param lost - what nothing judges on this machine: `no API server judged the manifests`
 */
export function describeOnLab(lost: string): jest.Describe {
  if (existsSync(LAB) && process.getuid?.() === 0) return describe;
  process.stderr.write(`LAB TEST: no lab beside the checkout; ${lost}\n`);
  return describe.skip;
}

/** The lab's own command: `labCommand('images')`. @returns what it prints */
export function labCommand(...args: readonly string[]): Promise<string> {
  return outputOf(LAB, args, { seconds: 120 });
}

/** Waits for a turn, builds what is missing, and starts the lab where it is not up. */
export async function enterLab(...groups: readonly ('monitoring' | 'pulumi')[]): Promise<Lab> {
  const release = await lock();
  const wasUp = (await run(LAB, ['status'], { seconds: 60 })).code === 0;
  const down = async (): Promise<void> => void (await run(LAB, ['down'], { seconds: DOWN_SECONDS }));
  try {
    if (groups.length > 0) await outputOf(LAB, ['build', ...groups], { seconds: LAB_UP_SECONDS });
    const said = await outputOf(LAB, ['up'], { seconds: LAB_UP_SECONDS });
    const [, kubeconfig = '', path = ''] = /KUBECONFIG='([^']+)' PATH='([^']+)'/.exec(said) ?? [];
    return {
      kubeconfig,
      path: `${path}:${process.env['PATH'] ?? ''}`,
      leave: async (clean) => {
        try {
          await (wasUp ? clean?.() : down());
        } finally {
          release();
        }
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** Held by a process that ends with this one, however that ends. @returns what ends it */
async function lock(): Promise<() => void> {
  const holder = spawn('flock', [LOCK, 'sh', '-c', 'echo held; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  holder.stdout.on('data', (data: Buffer) => (said += data.toString()));
  await until(`the lab's lock ${LOCK}`, LAB_UP_SECONDS, () => said.includes('held'));
  return () => holder.stdin.end();
}
