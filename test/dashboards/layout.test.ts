import fc from 'fast-check';
import type { NotePanel, PlacedPanel, Row } from '../../dashboards/grafana';
import { place } from '../../dashboards/layout';

const panel = (title: string): NotePanel => ({
  type: 'text',
  title,
  description: '',
  options: { mode: 'markdown', content: '' },
  fieldConfig: { defaults: {}, overrides: [] },
});

const sizes = fc.array(fc.record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 12 }) }), {
  minLength: 1,
  maxLength: 20,
});
const rows = fc.array(fc.record({ collapsed: fc.boolean(), sizes }), { minLength: 1, maxLength: 6 }).map((all) =>
  all.map(({ collapsed, sizes: s }, r) => ({
    title: `row ${r}`,
    collapsed,
    panels: s.map((size, i) => ({ ...size, panel: panel(`panel ${r}.${i}`) })),
  })),
);

/** How often each cell of the grid is covered. */
function coverage(placed: readonly (PlacedPanel | Row)[]): readonly number[] {
  const lines = Math.max(...placed.map(({ gridPos: g }) => g.y + g.h));
  const first = Math.min(...placed.map(({ gridPos: g }) => g.y));
  const cells = Array.from({ length: (lines - first) * 24 }, () => 0);
  for (const { gridPos: g } of placed) {
    for (let y = g.y; y < g.y + g.h; y += 1) {
      for (let x = g.x; x < g.x + g.w; x += 1) cells[(y - first) * 24 + x] = (cells[(y - first) * 24 + x] ?? 0) + 1;
    }
  }
  return cells;
}

describe('place', () => {
  it('covers every cell once, whatever the sizes', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const placed = place(given);
        expect(new Set(coverage(placed))).toEqual(new Set([1]));
        const closed = placed.filter((p): p is Row => p.type === 'row' && p.panels.length > 0);
        for (const { panels } of closed) expect(new Set(coverage(panels))).toEqual(new Set([1]));
        const ids = placed.flatMap((p) => [p.id, ...('panels' in p ? p.panels.map((inner) => inner.id) : [])]);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('stretches a line to the full width, and to the height of its highest panel', () => {
    const placed = place([
      {
        title: 'Health',
        collapsed: false,
        panels: [
          { panel: panel('a'), width: 4, height: 4 },
          { panel: panel('b'), width: 8, height: 8 },
          { panel: panel('c'), width: 16, height: 6 },
        ],
      },
    ]);
    expect(placed.map((p) => p.gridPos)).toEqual([
      { x: 0, y: 0, w: 24, h: 1 },
      { x: 0, y: 1, w: 8, h: 8 },
      { x: 8, y: 1, w: 16, h: 8 },
      { x: 0, y: 9, w: 24, h: 6 },
    ]);
  });

  it('keeps the panels of a closed row inside it', () => {
    const closed = { title: 'Detail', collapsed: true, panels: [{ panel: panel('a'), width: 24, height: 8 }] };
    expect(place([closed, { ...closed, title: 'More' }])).toMatchObject([
      { type: 'row', title: 'Detail', gridPos: { y: 0 }, panels: [{ title: 'a', gridPos: { y: 1, h: 8 } }] },
      { type: 'row', title: 'More', gridPos: { y: 1 } },
    ]);
  });
});
