/** `vedette diff`: two environments, or one at two times, as those on call would notice it. */
import { reportOf } from '../stacks/diff/report';
import { services } from '../services/registry';
import { removeCheckouts } from './diff/checkout';
import { compare } from './diff/compare';
import { diffJson } from './diff/json';
import { diffMarkdown } from './diff/markdown';
import { type Side, sideOf, workingTree } from './diff/side';
import { diffText } from './diff/text';
import { EXIT, type ExitCode } from './exit';

export interface DiffFlags {
  /** Environments of commits. */
  readonly env?: readonly string[];
  /** Names of critical alerts that may go. */
  readonly allowRemovedCritical?: readonly string[];
  readonly markdown?: true;
  readonly json?: true;
}

/** Tells the difference. Returns 4 when an environment loses a critical alert that nobody allowed to go. */
export async function diffVerb(base: string, head: string | undefined, flags: DiffFlags): Promise<ExitCode> {
  const { env = [], allowRemovedCritical = [], markdown, json } = flags;
  const note = (text: string): void => console.error(text);
  try {
    const [before, after] = await both(
      sideOf(base, process.cwd(), note),
      head === undefined ? Promise.resolve(workingTree) : sideOf(head, process.cwd(), note),
    );
    const comparisons = await compare(before, after, env, services);
    const report = reportOf({ base: before.label, head: after.label }, comparisons, allowRemovedCritical);
    console.log(markdown === true ? diffMarkdown(report) : json === true ? diffJson(report) : diffText(report));
    return report.lost.length > 0 ? EXIT.lostAlert : EXIT.ok;
  } finally {
    removeCheckouts();
  }
}

/** Two commits are built at once; when one fails, the other has ended before its folder goes. */
async function both(base: Promise<Side>, head: Promise<Side>): Promise<readonly [Side, Side]> {
  await Promise.allSettled([base, head]);
  return [await base, await head];
}
