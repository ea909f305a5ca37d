/** What happened to each fault, for `make faults`: one line of JSON each, where a file is asked for. */
import { appendFileSync } from 'node:fs';
import type { Row } from './row';

/** `elsewhere`: another test holds it. */
export type Result = 'held' | 'BROKEN' | 'skipped' | 'elsewhere' | 'not played';

/** @param happened - in one line */
export function noteOutcome({ id, fault, expected }: Row, result: Result, happened: string): void {
  const file = process.env['VEDETTE_FAULTS'];
  if (file === undefined) return;
  const line = happened.replaceAll(/\s+/g, ' ').slice(0, 300);
  appendFileSync(file, `${JSON.stringify({ id, fault, expected, result, happened: line })}\n`);
}
