/** Which alerts a panel shows: those whose runbooks it links to. */
import type { Panel } from '../grafana';

/** An alert of a service. */
export interface AlertRef {
  readonly service: string;
  readonly alert: string;
}

export function alertsOf(panel: Pick<Panel, 'links'>): readonly AlertRef[] {
  return (panel.links ?? []).flatMap(({ url = '' }) => {
    const found = /\/runbooks\/([^/#]+)\.html#(\w+)$/.exec(url);
    return found?.[1] === undefined || found[2] === undefined ? [] : [{ service: found[1], alert: found[2] }];
  });
}

/** Whether the panel plots an alert's quantity, be it one that this release cannot have. */
export const namesAlert = ({ description }: Pick<Panel, 'description'>): boolean =>
  /^Alert \[?[A-Z]/m.test(description);
