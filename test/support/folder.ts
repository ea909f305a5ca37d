/** A folder for one test file, gone at its end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new empty folder; removed after the last test of the file. Short: paths of sockets and proxies have limits. */
export function testFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'vedette-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
