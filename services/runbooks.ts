/** Reads a service's runbook; the one place of `services/` that touches a file, and only when a delivery asks for it. */
import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/**
 * @param folder the service's folder, compiled or not: runbooks stay beside their sources and are never copied
 * @param pages files of the folder that follow `runbook.md`, in order, where one would be too long
 */
export function runbookIn(folder: string, pages: readonly string[] = []): () => string {
  const source = folder.replace(`${sep}dist${sep}services${sep}`, `${sep}services${sep}`);
  return () => ['runbook.md', ...pages].map((page) => readFileSync(join(source, page), 'utf8')).join('');
}
