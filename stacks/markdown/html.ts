/**
 * Runbooks as HTML. Those of the package's own services are rendered when the package is built (tools/prepare.mjs), as
 * their expressions are: see model/promql/parse.ts.
 */
import type * as Render from './render';
import shipped from './rendered.json';

const known: ReadonlyMap<string, string> = new Map(Object.entries(shipped));

/** The HTML of a Markdown text; headings are anchors by their own text. */
export function html(markdown: string): string {
  return known.get(markdown) ?? renderer().rendered(markdown);
}

function renderer(): typeof Render {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded with the first text that is not known
  return require('./render') as typeof Render;
}
