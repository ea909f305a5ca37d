/** nginx configuration as a tree of directives: https://nginx.org/en/docs/beginners_guide.html#conf_structure */

/**
 * Text for nginx to expand: `$host`. Only code writes it; values from outside are plain strings, which nginx never
 * expands.
 */
export class Expansion {
  constructor(readonly text: string) {}
}

/** An argument of a directive. */
export type NginxArgument = string | number | Expansion;

/** One directive; with a block it holds others. Order matters, and is kept. */
export interface Directive {
  readonly name: string;
  readonly args: readonly NginxArgument[];
  readonly block?: readonly Directive[];
}

/** A simple directive. */
export function directive(name: string, ...args: readonly NginxArgument[]): Directive {
  return { name, args };
}

/** A directive that holds others. */
export function block(name: string, args: readonly NginxArgument[], directives: readonly Directive[]): Directive {
  return { name, args, block: directives };
}

/** An argument with variables in it. */
export function expand(text: string): Expansion {
  return new Expansion(text);
}

/**
 * Serialises a tree.
 * @throws RangeError for a plain string with a dollar sign or a control character: nginx cannot quote the first, and
 * nothing that the stack says needs the second
 */
export function nginxText(directives: readonly Directive[], indent = ''): string {
  return directives.map((each) => directiveText(each, indent)).join('');
}

function directiveText({ name, args, block: inner }: Directive, indent: string): string {
  const head = [name, ...args.map(argumentText)].join(' ');
  if (inner === undefined) return `${indent}${head};\n`;
  return `${indent}${head} {\n${nginxText(inner, `${indent}  `)}${indent}}\n`;
}

const BARE = /^[A-Za-z0-9_./:=,@%+~^*-]+$/;

function argumentText(argument: NginxArgument): string {
  if (typeof argument === 'number') return String(argument);
  const text = typeof argument === 'string' ? checked(argument) : argument.text;
  if (argument instanceof Expansion && !/[\s;{}"'\\#]/.test(text)) return text;
  return BARE.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function checked(text: string): string {
  if (/[$\p{Cc}]/u.test(text)) {
    throw new RangeError(`nginx: argument is ${JSON.stringify(text)}, must have no dollar sign or control character`);
  }
  return text;
}
