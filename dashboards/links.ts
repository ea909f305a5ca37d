/** Links at the top of a board (DB-16). */
import type { DashboardLink } from './grafana';
import type { PanelContext } from './panel';

/** The tag that all boards carry, and that the dropdown of boards asks for. */
export const FAMILY = 'vedette';

/** The other boards with the reader's choices kept, the service's runbook, and its alerts. */
export function boardLinks({ board, service }: PanelContext): readonly DashboardLink[] {
  const base = board.context.publicUrl;
  const filter = encodeURIComponent(`{service="${service}"}`);
  return [
    {
      title: 'Boards',
      type: 'dashboards',
      icon: 'external link',
      tooltip: 'The other boards, with the same data source and time',
      tags: [FAMILY],
      asDropdown: true,
      targetBlank: false,
      includeVars: true,
      keepTime: true,
    },
    outward('Runbook', 'doc', 'What each alert means and what to do', `${base}/runbooks/${service}.html`),
    outward(
      'Alerts',
      'bell',
      'Alerts of this service in Alertmanager',
      `${base}/alertmanager/#/alerts?filter=${filter}`,
    ),
  ];
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
