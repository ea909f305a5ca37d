/** JSON with sorted keys: equal objects give equal text. */

/** Serialises on one line, which keeps large dashboards within what a ConfigMap holds. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, sorted)}\n`;
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
