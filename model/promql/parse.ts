/**
 * Expressions as trees. A tree depends on the text alone, so those of the package's own services are read once, when the
 * package is built (tools/prepare.mjs), and come with it: reading them took a third of the time of `vedette synth`.
 */
import type { AstNode } from './ast';
import type * as Grammar from './grammar';
import shipped from './parsed.json';

export { PromqlSyntaxError } from './syntax-error';

const known: ReadonlyMap<string, AstNode> = new Map(Object.entries(shipped));

/** @throws PromqlSyntaxError at the first place that is not PromQL */
export function parse(text: string): AstNode {
  return known.get(text) ?? grammar().read(text);
}

function grammar(): typeof Grammar {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the tables are large: loaded with the first new text
  return require('./grammar') as typeof Grammar;
}
