/** Fluentd's configuration as text. https://docs.fluentd.org/configuration/config-file */

/** What a parameter may be; a list is written as JSON. */
export type FluentdValue = string | number | boolean | readonly string[] | RubyValue;

/** An expression that Fluentd asks Ruby for when it reads its configuration. */
export interface RubyValue {
  readonly ruby: string;
}

/** `<kind argument>`, its parameters, and the sections within. */
export interface FluentdSection {
  readonly kind: string;
  readonly argument?: string;
  readonly parameters: Readonly<Record<string, FluentdValue>>;
  readonly sections?: readonly FluentdSection[];
}

const PLAIN = /^[A-Za-z0-9@/._][A-Za-z0-9@/._:-]*$/;

/** The file of these sections. */
export function fluentdText(sections: readonly FluentdSection[]): string {
  return `${sections.flatMap((section) => sectionLines(section)).join('\n')}\n`;
}

function sectionLines({ kind, argument, parameters, sections = [] }: FluentdSection): readonly string[] {
  const within = [
    ...Object.entries(parameters).map(([name, value]) => `${name} ${valueText(value)}`),
    ...sections.flatMap(sectionLines),
  ];
  return [
    argument === undefined ? `<${kind}>` : `<${kind} ${argument}>`,
    ...within.map((line) => `  ${line}`),
    `</${kind}>`,
  ];
}

/** Between single quotation marks nothing is an expression. */
function valueText(value: FluentdValue): string {
  if (typeof value === 'string' && PLAIN.test(value)) return value;
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`;
  if (typeof value !== 'object') return String(value);
  return 'ruby' in value ? `"#{${value.ruby}}"` : JSON.stringify(value);
}
