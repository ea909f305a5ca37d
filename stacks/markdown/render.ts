/** Markdown as HTML. */
import { Marked } from 'marked';

/** Headings carry their own text as anchor, so that `## RstmdbDown` is found at `#RstmdbDown`. */
export function rendered(markdown: string): string {
  const marked = new Marked({
    async: false,
    renderer: {
      heading({ tokens, depth, text }) {
        return `<h${depth} id="${anchor(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
    },
  });
  return marked.parse(markdown, { async: false });
}

function anchor(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
}
