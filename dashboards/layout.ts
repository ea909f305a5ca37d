/** Where panels stand: lines of 24 columns without gaps, below row headers (DB-17). */
import type { GridPos, Panel, PlacedPanel, Row } from './grafana';

export const COLUMNS = 24;
/** Rows of the grid that a reader sees without scrolling; they must answer "is it broken?". */
export const FIRST_SCREEN = 14;

/** A drawn panel with the size that its definition asks for. */
export interface SizedPanel {
  readonly panel: Panel;
  readonly width: number;
  readonly height: number;
}

export interface SizedRow {
  readonly title: string;
  readonly collapsed: boolean;
  readonly panels: readonly SizedPanel[];
}

/** Rows from top to bottom. A collapsed row keeps its panels inside; those of an open one follow it. */
export function place(rows: readonly SizedRow[]): readonly (PlacedPanel | Row)[] {
  const placed: (PlacedPanel | Row)[] = [];
  const ids = new PanelIds();
  let y = 0;
  for (const { title, collapsed, panels } of rows) {
    const header = { type: 'row', title, collapsed, id: ids.of(`row ${title}`) } as const;
    const gridPos: GridPos = { h: 1, w: COLUMNS, x: 0, y };
    const lines = placeLines(panels, y + 1, ids);
    placed.push({ ...header, gridPos, panels: collapsed ? lines.panels : [] });
    if (!collapsed) placed.push(...lines.panels);
    y = collapsed ? y + 1 : lines.bottom;
  }
  return placed;
}

function placeLines(
  sized: readonly SizedPanel[],
  top: number,
  ids: PanelIds,
): { readonly panels: readonly PlacedPanel[]; readonly bottom: number } {
  let y = top;
  const panels: PlacedPanel[] = [];
  for (const line of linesOf(sized)) {
    const h = Math.max(...line.map((s) => s.height));
    const widths = stretched(line.map((s) => s.width));
    let x = 0;
    line.forEach(({ panel }, i) => {
      const w = widths[i] ?? 0;
      panels.push({ ...panel, id: ids.of(panel.title), gridPos: { h, w, x, y } });
      x += w;
    });
    y += h;
  }
  return { panels, bottom: y };
}

/** As many panels to a line as fit. */
function linesOf(sized: readonly SizedPanel[]): readonly (readonly SizedPanel[])[] {
  const lines: SizedPanel[][] = [];
  let room = 0;
  for (const panel of sized) {
    if (panel.width > room) {
      lines.push([]);
      room = COLUMNS;
    }
    lines.at(-1)?.push(panel);
    room -= panel.width;
  }
  return lines;
}

/** The widths in proportion, filling the line: each panel ends where its share of the sum ends. */
function stretched(widths: readonly number[]): readonly number[] {
  const sum = widths.reduce((a, b) => a + b, 0);
  let before = 0;
  let end = 0;
  return widths.map((width) => {
    before += width;
    const next = Math.round((before * COLUMNS) / sum);
    const w = next - end;
    end = next;
    return w;
  });
}

/**
 * Ids from titles, so that a panel added above does not renumber the others and links to one panel keep working. Two
 * titles with one hash (one chance in millions) get neighbouring ids.
 */
class PanelIds {
  readonly #taken = new Set<number>();

  of(title: string): number {
    let id = (hash(title) % 0x3fff_ffff) + 1;
    while (this.#taken.has(id)) id += 1;
    this.#taken.add(id);
    return id;
  }
}

/** FNV-1a, 32 bits. @see http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  }
  return h >>> 0;
}
