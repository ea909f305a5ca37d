/**
 * YAML for configuration files: block style, keys sorted, every string in double quotes, so that no parser can take one
 * for a number or a boolean. A writer of its own because a general library takes 0.3 s for the rules of 500 services,
 * more than the whole synth may; a JSON string is a valid double-quoted YAML scalar, which leaves little to get wrong.
 */

/** A value that YAML and JSON share. Keys whose value is `undefined` are left out. */
export type YamlValue =
  string | number | boolean | null | undefined | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/**
 * Serialises a value with a newline at its end.
 * @throws TypeError for a number that is not finite
 */
export function yamlText(value: YamlValue): string {
  const lines: string[] = [];
  write(value, '', '', lines);
  return `${lines.join('\n')}\n`;
}

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_./-]*$/;
/** Words that YAML 1.1 readers take for a boolean or null, also as a key. */
const RESERVED = /^(?:y|yes|n|no|on|off|true|false|null)$/i;

function write(value: YamlValue, lead: string, indent: string, lines: string[]): void {
  if (isList(value)) {
    if (value.length === 0) lines.push(`${lead}[]`);
    for (const item of value) {
      write(item, `${lead}- `, `${indent}  `, lines);
      lead = indent;
    }
  } else if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value).filter((key) => value[key] !== undefined);
    if (keys.length === 0) lines.push(`${lead}{}`);
    for (const key of keys.sort()) {
      writeEntry(keyText(key), value[key], lead, indent, lines);
      lead = indent;
    }
  } else {
    lines.push(lead + scalarText(value));
  }
}

function writeEntry(key: string, value: YamlValue, lead: string, indent: string, lines: string[]): void {
  if (isEmpty(value) || typeof value !== 'object' || value === null) {
    write(value, `${lead}${key}: `, '', lines);
    return;
  }
  lines.push(`${lead}${key}:`);
  const deeper = `${indent}  `;
  write(value, deeper, deeper, lines);
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function isEmpty(value: YamlValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isList(value) ? value.length === 0 : Object.values(value).every((entry) => entry === undefined);
}

function keyText(key: string): string {
  return PLAIN_KEY.test(key) && !RESERVED.test(key) ? key : JSON.stringify(key);
}

function scalarText(value: string | number | boolean | null | undefined): string {
  if (typeof value === 'string') return stringText(value);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} has no form in YAML`);
  return value === undefined ? 'null' : String(value);
}

/** JSON leaves three characters bare that YAML does not print: delete, and the two Unicode line ends. */
function stringText(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
