/** Links at the top of a board (DB-16). */
import type { DashboardLink } from './grafana';
import type { PanelContext } from './panel';
import { FLEET, runbookPage } from './scope';

/** The tag that all boards carry. */
export const FAMILY = 'vedette';
/** The tag of the board where whoever is on call begins. */
export const HOME = 'home';

/** Boards by what they are about, each list under the tag that it asks for. */
const LISTS = { service: 'Services', resource: 'Resources', monitoring: 'Monitoring' } as const;

/** Up to the first board, across to the other boards with the reader's choices kept, to the runbook, and to the alerts. */
export function boardLinks({ board, service }: PanelContext): readonly DashboardLink[] {
  const base = board.context.publicUrl;
  const filter = service === FLEET ? '' : `?filter=${encodeURIComponent(`{service="${service}"}`)}`;
  return [
    ...(service === FLEET ? [] : [inward('', 'The board where whoever is on call begins', HOME, false)]),
    ...Object.entries(LISTS).map(([tag, title]) =>
      inward(title, `Boards of ${title.toLowerCase()}, with the same data source and time`, tag, true),
    ),
    outward('Runbook', 'doc', 'What each alert means and what to do', runbookPage(base, service)),
    outward('Alerts', 'bell', 'These alerts in Alertmanager', `${base}/alertmanager/#/alerts${filter}`),
  ];
}

/** To the boards of a tag; where there is none, Grafana shows nothing. */
function inward(title: string, tooltip: string, tag: string, asDropdown: boolean): DashboardLink {
  const tags = [FAMILY, tag];
  const kept = { targetBlank: false, includeVars: true, keepTime: true };
  return { type: 'dashboards', icon: 'external link', title, tooltip, tags, asDropdown, ...kept };
}

function outward(title: string, icon: string, tooltip: string, url: string): DashboardLink {
  const link = {
    type: 'link',
    tags: [],
    asDropdown: false,
    targetBlank: true,
    includeVars: false,
    keepTime: false,
  } as const;
  return { ...link, title, icon, tooltip, url };
}
