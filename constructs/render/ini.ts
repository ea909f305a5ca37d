/** INI as Grafana reads it: https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/ */

/** Sections of settings. */
export type Ini = Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;

/**
 * Serialises sections and keys in sorted order.
 * @throws RangeError for a value that would end its line, or that starts a comment
 */
export function iniText(ini: Ini): string {
  return Object.keys(ini)
    .sort()
    .map((section) => `[${section}]\n${settingsText(section, ini[section] ?? {})}`)
    .join('\n');
}

function settingsText(section: string, settings: Ini[string]): string {
  return Object.keys(settings)
    .sort()
    .map((key) => `${key} = ${valueText(`${section}.${key}`, String(settings[key]))}\n`)
    .join('');
}

function valueText(where: string, value: string): string {
  if (/[\p{Cc}`;#]|"""/u.test(value)) {
    const shown = JSON.stringify(value);
    const constraint = 'have no control character, semicolon, hash, backtick or triple quote';
    throw new RangeError(`${where}: value is ${shown}, must ${constraint}`);
  }
  return value;
}
