/** Dashboards and their panels as what a reader would notice of them. */
import { list, record, text } from '../plan/kubernetes-object';
import { compact } from './compact';
import type { ManifestFile } from './manifest-files';
import type { DeploymentSummary, Facts } from './summary';

type Fields = Readonly<Record<string, unknown>>;

/** Every dashboard by its uid. */
export function dashboardsOf(files: readonly ManifestFile[]): Pick<DeploymentSummary, 'dashboards' | 'panels'> {
  const boards = files.map(({ where, content }) => ({
    uid: text(content['uid']) ?? where,
    facts: boardFacts(where, content),
    panels: panelsBelow(content),
  }));
  return {
    dashboards: Object.fromEntries(boards.map(({ uid, facts }) => [uid, facts])),
    panels: Object.fromEntries(boards.map(({ uid, panels }) => [uid, panelFacts(panels)])),
  };
}

function boardFacts(where: string, board: Fields): Facts {
  const { panels: _panels, uid: _uid, ...settings } = board;
  const layout = panelsBelow(board).map(({ title, gridPos }) => [title, gridPos]);
  const facts = Object.entries(settings).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : compact(value),
  ]);
  return { ...Object.fromEntries(facts), folder: where.replace(/: .*$/, ''), layout: compact(layout) };
}

/** Rows that are closed hold their panels. */
const panelsBelow = (board: Fields): readonly Fields[] =>
  list(board['panels']).flatMap((each) => [record(each), ...panelsBelow(record(each))]);

/** Two panels of one title are told apart by their number. */
function panelFacts(panels: readonly Fields[]): Readonly<Record<string, Facts>> {
  const seen = new Map<string, number>();
  return Object.fromEntries(
    panels.map((panel) => {
      const title = `${panel['type'] === 'row' ? 'row' : 'panel'} '${text(panel['title']) ?? ''}'`;
      const number = (seen.get(title) ?? 0) + 1;
      seen.set(title, number);
      return [number === 1 ? title : `${title} ${number}`, factsOf(panel)];
    }),
  );
}

function factsOf(panel: Fields): Facts {
  const {
    type,
    targets,
    gridPos: _place,
    description,
    links,
    fieldConfig,
    id: _id,
    title: _title,
    panels: _panels,
    ...look
  } = panel;
  const { unit, thresholds, ...defaults } = record(record(fieldConfig)['defaults']);
  return {
    type: String(type),
    queries: compact(list(targets)),
    unit: text(unit) ?? 'none',
    thresholds: compact(thresholds ?? {}),
    description: text(description) ?? '',
    links: compact(links ?? []),
    look: compact({ ...look, defaults, overrides: record(fieldConfig)['overrides'] }),
  };
}
