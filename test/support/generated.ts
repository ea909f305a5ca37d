/** Documents of which the code has the last word: `npm run golden` writes them anew, and a person reads the difference. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writesGoldens } from './goldens';
import { ROOT } from './source-file';

/** Fails where the document at `path`, from the project's root, is not `text`. */
export function expectDocument(path: string, text: string): void {
  const file = join(ROOT, path);
  if (writesGoldens()) writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
}

/**
 * Fails where the document has not `text` between its lines `<!-- part -->` and `<!-- end of part -->`.
 * @throws Error where it has no such lines
 */
export function expectPart(path: string, part: string, text: string): void {
  const [begin, end] = [`<!-- ${part} -->`, `<!-- end of ${part} -->`];
  const [before, rest] = readFileSync(join(ROOT, path), 'utf8').split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${path} has no lines ${begin} and ${end}`);
  expectDocument(path, `${before}${begin}\n\n${text}\n\n${end}${after}`);
}
