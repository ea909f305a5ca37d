/** Panels as Grafana draws them: DB-08, DB-12, DB-19, and their places, DB-17 and CO-06. */
import type { Problem } from '../../model/problem';
import type { GridPos } from '../grafana';
import { COLUMNS } from '../layout';
import type { BoardCheck, BoardView, PanelView } from './view';

/** Panels that ask something. */
const asking = ({ panels }: BoardView): readonly PanelView[] => panels.filter((p) => p.panel.type !== 'text');

/** Every value has a unit. */
export const withUnit: BoardCheck = (board) =>
  asking(board).flatMap(({ panel, where }): Problem[] => {
    const { defaults, overrides } = panel.fieldConfig;
    if ((defaults.unit ?? '') !== '' || panel.type === 'heatmap') return [];
    // A table's columns have units of their own; one without values has none.
    const ids = overrides.flatMap((o) => o.properties.map((p) => p.id));
    const isList = panel.type === 'table' && !(panel.transformations ?? []).some((t) => t.id === 'merge');
    return ids.includes('unit') || isList
      ? []
      : [{ id: 'DB-08', where, what: 'it has no unit', remedy: "give 'unit'" }];
  });

const INSTANT: readonly string[] = ['stat', 'table', 'gauge'];

/** Targets are there, told apart, and asked the way that the panel needs. */
export const wellAsked: BoardCheck = (board) => [
  ...asking(board).flatMap(({ panel, where }): Problem[] => {
    const targets = panel.targets ?? [];
    const refIds = new Set(targets.map((t) => t.refId));
    const faults = [
      targets.length === 0 && 'it has no target',
      (refIds.size !== targets.length || refIds.has('')) && 'its refIds are empty or used twice',
      INSTANT.includes(panel.type) && targets.some((t) => t.instant !== true) && `a ${panel.type} asks over time`,
      panel.type === 'heatmap' && targets.some((t) => t.format !== 'heatmap') && 'a heatmap asks for lines',
    ].filter((fault) => fault !== false);
    return faults.map((what) => ({ id: 'DB-12', where, what, remedy: "build it with a factory of 'dashboards'" }));
  }),
  ...uniqueIds(board),
];

function uniqueIds({ panels, rows, where }: BoardView): readonly Problem[] {
  const ids = [...panels.map((p) => p.panel.id), ...rows.map((r) => r.id)];
  const wrong = ids.filter((id, i) => !Number.isInteger(id) || id < 1 || ids.indexOf(id) !== i);
  return wrong.map((id) => ({ id: 'DB-12', where, what: `panel id ${id} is used twice or below 1` }));
}

/** An empty panel says whether that is good, and a gap in the data stays a gap. */
export const tellingWhenEmpty: BoardCheck = (board) =>
  asking(board).flatMap(({ panel, where }): Problem[] => {
    const { noValue, custom } = panel.fieldConfig.defaults;
    const bridges = panel.type === 'timeseries' && (custom as { spanNulls?: unknown } | undefined)?.spanNulls !== false;
    return [
      ...((noValue ?? '') === '' ? [{ id: 'DB-19', where, what: "it has no 'noValue'" }] : []),
      ...(bridges ? [{ id: 'DB-19', where, what: 'it draws lines over gaps (spanNulls)' }] : []),
    ];
  });

const MOST_OPEN = 20;
/** Queries that opening a board starts. */
const MOST_QUERIES = 40;

/** Lines of panels fill the width without overlap or gap, and what is open can be taken in. */
export const laidOut: BoardCheck = (board) => {
  const { where, rows, panels } = board;
  const open = panels.filter((p) => p.open);
  const asked = open.flatMap((p) => p.panel.targets ?? []).length;
  const faults = [
    ...gridFaults([...rows.map((r) => r.gridPos), ...open.map((p) => p.panel.gridPos)]),
    ...rows
      .filter((r) => r.collapsed)
      .flatMap((r) =>
        gridFaults(
          r.panels.map((p) => p.gridPos),
          r.title,
        ),
      ),
    ...(open.length > MOST_OPEN ? [`${open.length} panels are open, must be at most ${MOST_OPEN}`] : []),
    ...(rows[0]?.collapsed === false && rows[0].gridPos.y === 0 ? [] : ['it does not begin with an open row']),
  ];
  const crowd =
    asked <= MOST_QUERIES
      ? []
      : [
          {
            id: 'CO-06',
            where,
            what: `opening it asks ${asked} queries, must be at most ${MOST_QUERIES}`,
            remedy: 'collapse the rows of details',
          },
        ];
  return [...faults.map((what) => ({ id: 'DB-17', where, what, remedy: 'leave the layout to board()' })), ...crowd];
};

/** Every cell between the first and the last line is covered once. */
function gridFaults(places: readonly GridPos[], row = ''): readonly string[] {
  const inside = row === '' ? '' : ` in row '${row}'`;
  const covered = new Map<number, number[]>();
  for (const { x, y, w, h } of places) {
    for (let line = y; line < y + h; line += 1) {
      const cells = covered.get(line) ?? Array.from({ length: COLUMNS }, () => 0);
      for (let column = x; column < x + w; column += 1) cells[column] = (cells[column] ?? 0) + 1;
      covered.set(line, cells);
    }
  }
  const lines = [...covered.keys()];
  const missing = Math.max(...lines, 0) - Math.min(...lines, 0) + 1 - (lines.length || 1);
  const cells = [...covered.values()];
  return [
    ...(cells.some((line) => line.length > COLUMNS) ? [`a panel${inside} reaches beyond column ${COLUMNS}`] : []),
    ...(cells.some((line) => line.some((n) => n > 1)) ? [`panels${inside} overlap`] : []),
    ...(cells.some((line) => line.includes(0)) ? [`a line of panels${inside} does not fill ${COLUMNS} columns`] : []),
    ...(row === '' && missing > 0 ? [`${missing} lines${inside} are empty`] : []),
  ];
}
