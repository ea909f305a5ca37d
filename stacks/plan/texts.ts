/** Every text in an object, for those that look for what should not be there. */

/** A text and where it stands. */
export interface Text {
  /** `data.grafana.ini`, `spec.containers[0].image`; of the value where the text is a key. */
  readonly path: string;
  readonly text: string;
}

/**
 * Every text of a value, keys of mappings included.
 * @param nameKey - how a key is written in a path, where it must not be repeated
 */
export function texts(value: unknown, nameKey: (key: string) => string = (key) => key, path = ''): readonly Text[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => texts(item, nameKey, `${path}[${index}]`));
  return Object.entries(value).flatMap(([key, item]) => {
    const inner = path === '' ? nameKey(key) : `${path}.${nameKey(key)}`;
    return [{ path: inner, text: key }, ...texts(item, nameKey, inner)];
  });
}
