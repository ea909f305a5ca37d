/** Where in the sources a finding is: the file of its service, and the line that names what is meant. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Finding, Position } from './finding';

/** Which service a board belongs to, by uid. */
export type BoardOwners = ReadonlyMap<string, string>;

/** The package's folder, from the sources as from what is compiled. */
export const packageRoot = join(__dirname, __dirname.endsWith(join('dist', 'cli', 'check')) ? '../../..' : '../..');

/** Finds places in the source files below a folder. Files are read once. */
export class Sources {
  readonly #texts = new Map<string, string>();

  constructor(
    readonly owners: BoardOwners,
    readonly root: string = packageRoot,
  ) {}

  /** The finding with its place, where one can be told. */
  placed(finding: Finding): Finding {
    const position = finding.position ?? this.positionOf(finding);
    return position === undefined ? finding : { ...finding, position };
  }

  private positionOf({ where, environments, id = '' }: Finding): Position | undefined {
    if (where.startsWith('stacks/waivers.ts/'))
      return this.named('stacks/waivers.ts', [where.slice(where.indexOf(' ') + 1)]);
    const [, uid, panel] = /^(?:dashboards\/|board )([\w-]+)(?:\/panel '(.*)')?/.exec(where) ?? [];
    if (uid !== undefined) return this.inService(this.owners.get(uid), ['dashboard.ts'], [panel, uid]);
    const [first = '', second = ''] = where.split('/');
    if (environments.includes(first)) return this.named(`stacks/environment/${first}.ts`, []);
    if (second === 'runbook') return this.named(`services/${first}/runbook.md`, []);
    const files = id.startsWith('RR') ? ['queries.ts', 'alerts.ts'] : ['alerts.ts', 'queries.ts'];
    const [, what = second] = /^(?:job|metric|slo|group) (.+)$/.exec(second) ?? [];
    return this.inService(first, files, [what, what.split(':')[1]]);
  }

  /** The first file of a service that has one of the names, usual files first; else the first usual file. */
  private inService(
    service: string | undefined,
    usual: readonly string[],
    names: readonly (string | undefined)[],
  ): Position | undefined {
    if (service === undefined || !existsSync(join(this.root, 'services', service))) return undefined;
    const folder = `services/${service}`;
    const files = this.filesOf(folder);
    const first = usual.map((name) => `${folder}/${name}`);
    const candidates = [
      ...first.filter((file) => files.includes(file)),
      ...files.filter((file) => !first.includes(file)),
    ];
    const wanted = names.filter((name) => name !== undefined && name !== '');
    for (const name of wanted) {
      for (const file of candidates) {
        const position = this.find(file, name ?? '');
        if (position !== undefined) return position;
      }
    }
    const [fallback] = candidates;
    return fallback === undefined ? undefined : { file: fallback };
  }

  private named(file: string, names: readonly string[]): Position | undefined {
    if (!existsSync(join(this.root, file))) return undefined;
    const found = names.map((name) => this.find(file, name)).find((position) => position !== undefined);
    return found ?? { file };
  }

  private filesOf(folder: string): readonly string[] {
    return readdirSync(join(this.root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name.split(sep).join('/')}`)
      .sort();
  }

  /** Where a text stands in quotes, as the name of what is made there. */
  private find(file: string, name: string): Position | undefined {
    const lines = this.textOf(file).split('\n');
    for (const quote of ["'", '"', '`']) {
      const quoted = `${quote}${name}${quote}`;
      const line = lines.findIndex((text) => text.includes(quoted));
      if (line === -1) continue;
      const column = (lines[line]?.indexOf(quoted) ?? 0) + 1;
      return { file, line: line + 1, column, endColumn: column + quoted.length };
    }
    return undefined;
  }

  private textOf(file: string): string {
    const known = this.#texts.get(file);
    if (known !== undefined) return known;
    const text = readFileSync(join(this.root, file), 'utf8');
    this.#texts.set(file, text);
    return text;
  }
}

/** Folders with what people write; a fault that is thrown elsewhere is theirs all the same. */
const WRITTEN = /(?:^|\/)(services|stacks|examples)\/([^\s():]+)\.(ts|js):(\d+):(\d+)/;

/** Where a definition was refused, from the stack of the error. Lines of compiled files are not those of the sources. */
export function thrownAt(stack: string): Position | undefined {
  for (const frame of stack.split('\n').filter((line) => line.trimStart().startsWith('at '))) {
    const [, folder, path, kind, line, column] = WRITTEN.exec(frame.split(sep).join('/')) ?? [];
    if (folder === undefined || path === undefined || path.startsWith('check/')) continue;
    const file = `${folder}/${path}.ts`;
    return kind === 'ts' ? { file, line: Number(line), column: Number(column) } : { file };
  }
  return undefined;
}
