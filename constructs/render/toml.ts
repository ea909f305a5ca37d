/** TOML, flat: https://toml.io/en/v1.0.0 */

/** A value on one line. */
export type TomlValue = string | number | boolean | readonly string[];

/**
 * `key = value`. Strings and lists of TOML without control characters are those of JSON.
 * https://toml.io/en/v1.0.0#string
 */
export function tomlAssignment(key: string, value: TomlValue): string {
  return `${key} = ${JSON.stringify(value)}`;
}
