/** Tables of the generated documents. */

/** Text as a cell reads it. */
export const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/<(\w+)>/g, '&lt;$1&gt;');

/** Columns as wide as their widest cell, which is how the formatter wants them. The first row is the head. */
export function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(3, ...[head, ...rows].map((cells) => [...(cells[i] ?? '')].length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, i) => text + ' '.repeat((widths[i] ?? 0) - [...text].length)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
