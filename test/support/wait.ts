/** Bounded waits. */
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks until the answer is there.
 * @param what - words for the failure
 * @param ask - resolves to undefined or false while the answer is not there
 * @throws Error after `seconds`
 */
export async function until<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(100);
  }
}

/**
 * Asks for what is still wrong until nothing is, or the time is over.
 * @returns the last answer, so that a test can assert that it is empty and show what is left
 */
export async function untilNone<T>(seconds: number, ask: () => Promise<readonly T[]>): Promise<readonly T[]> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const left = await ask();
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(200);
  }
}
