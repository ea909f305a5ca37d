/** What happened to each fault, for `make faults`: one line of JSON each, where a file is asked for. */
import { appendFileSync } from 'node:fs';

/** Environment variable with the file's path. */
export const OUTCOMES = 'VEDETTE_FAULTS';

export interface Outcome {
  readonly id: string;
  readonly result: 'held' | 'BROKEN' | 'skipped';
  readonly happened: string;
}

export function noteOutcome(id: string, result: Outcome['result'], happened: string): void {
  const file = process.env[OUTCOMES];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ id, result, happened } satisfies Outcome)}\n`);
}
