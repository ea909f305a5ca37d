/** How the files of a new service import what they need. */

/** Where the new folder stands: beside our services, or in a package that uses Vedette. */
export type Place = 'here' | 'elsewhere';

/** A file of the new folder. */
export interface NewFile {
  /** From the service's folder. */
  readonly path: string;
  readonly text: string;
}

/** @param depth how many folders below that of the service the importing file is */
export const moduleIn = (place: Place, module: 'model' | 'dashboards', depth = 0): string =>
  place === 'here' ? `${'../'.repeat(depth + 2)}${module}` : `vedette/${module}`;

/** `import { a, b } from 'x';` */
export const importOf = (names: readonly string[], from: string): string =>
  `import { ${[...new Set(names)].sort(byName).join(', ')} } from '${from}';`;

const byName = (a: string, b: string): number => (a.toLowerCase() < b.toLowerCase() ? -1 : 1);
