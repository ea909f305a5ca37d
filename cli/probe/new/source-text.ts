/** TypeScript as text, laid out as prettier would: on one line where it fits, else one item a line. */

/** What stands between brackets. */
export interface Group {
  /** `counter('x', {` */
  readonly open: string;
  /** `})` */
  readonly close: string;
  /** Each with what stands before it: `help: `. */
  readonly items: readonly (readonly [string, Code])[];
  /**
   * `filled`: as many items on a line as fit, as numbers are. `call`: the last item opens on the line of the others, where
   * they fit. Absent: one item a line.
   */
  readonly layout?: 'filled' | 'call';
}

export type Code = string | Group;

const WIDTH = 120;

/**
 * @param indent blanks before the line
 * @param before what stands on the line before it, without the blanks
 * @param after how many characters follow on the line
 */
export function printed(code: Code, indent: number, before = '', after = 0): string {
  if (typeof code === 'string') return code;
  const flat = flatText(code);
  if (indent + before.length + flat.length + after <= WIDTH) return flat;
  const hugged = code.layout === 'call' ? huggedText(code, indent, before) : undefined;
  if (hugged !== undefined) return hugged;
  const pad = ' '.repeat(indent + 2);
  const lines =
    code.layout === 'filled'
      ? filledLines(code, indent + 2)
      : code.items.map(([key, item]) => `${pad}${key}${printed(item, indent + 2, key, 1)},`);
  return [code.open, ...lines, `${' '.repeat(indent)}${code.close}`].join('\n');
}

/** `counter('x', {` and the rest below; undefined where not even that fits. */
function huggedText({ open, close, items }: Group, indent: number, before: string): string | undefined {
  const first = items.slice(0, -1).map(([, item]) => `${flatText(item)}, `);
  const last = items.at(-1)?.[1];
  if (last === undefined || typeof last === 'string') return undefined;
  const line = `${open}${first.join('')}`;
  if (indent + before.length + line.length + last.open.length > WIDTH) return undefined;
  // It does not fit on one line, so that the last one is broken whatever its length.
  return `${line}${printed(last, indent, ' '.repeat(WIDTH))}${close}`;
}

function flatText(code: Code): string {
  if (typeof code === 'string') return code;
  const inner = code.items.map(([key, item]) => key + flatText(item)).join(', ');
  const blank = code.open.endsWith('{') ? ' ' : '';
  return `${code.open}${blank}${inner}${blank}${code.close}`;
}

function filledLines({ items }: Group, indent: number): readonly string[] {
  const lines: string[] = [];
  for (const [, item] of items) {
    const last = lines.at(-1);
    const next = `${last ?? ' '.repeat(indent)}${last === undefined ? '' : ' '}${flatText(item)},`;
    if (last === undefined || next.length <= WIDTH) lines.splice(-1, 1, next);
    else lines.push(`${' '.repeat(indent)}${flatText(item)},`);
  }
  return lines;
}

/** A string between the quotation marks of which it holds fewer. */
export function literal(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  const [singles, doubles] = ["'", '"'].map((mark) => escaped.split(mark).length - 1);
  const mark = (singles ?? 0) > (doubles ?? 0) ? '"' : "'";
  return mark + escaped.replaceAll(mark, `\\${mark}`) + mark;
}

/** A name of a property: quoted only where it must be. */
export const property = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name));

export const object = (items: Group['items']): Group => ({ open: '{', close: '}', items });
export const array = (items: readonly string[]): Group => ({ open: '[', close: ']', items: items.map((i) => ['', i]) });
export const numbers = (items: readonly number[]): Group => ({ ...array(items.map(String)), layout: 'filled' });
export const call = (name: string, ...items: readonly Code[]): Group => ({
  open: `${name}(`,
  close: ')',
  items: items.map((item) => ['', item]),
  layout: 'call',
});
/** One item a line, however few. */
export const block = (open: string, items: Group['items'], close: string): string =>
  [open, ...items.map(([key, item]) => `  ${key}${printed(item, 2, key, 1)},`), close].join('\n');
