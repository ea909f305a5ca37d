/** The queries of a delivered board, as Grafana would send them. */
import type { DashboardFile, DeliveryContext } from '../../model/delivery';
import { seconds } from '../../model/quantity';

/** One query of one panel. */
export interface PanelQuery {
  readonly panel: string;
  readonly expr: string;
}

interface Panel {
  readonly title?: string;
  readonly targets?: readonly { readonly expr?: string }[];
  /** Panels of a collapsed row. */
  readonly panels?: readonly Panel[];
}

/** All queries, with the board's variables filled in: every job, instance and other choice, a rate over 15 seconds. */
export function panelQueries({ model }: DashboardFile, job: string): readonly PanelQuery[] {
  return queriesOf((model as { panels: readonly Panel[] }).panels).map(({ panel, expr }) => ({
    panel,
    expr: expr
      .replaceAll('$__rate_interval', '15s')
      .replaceAll('$__interval', '1s')
      .replaceAll('$__range', '5m')
      .replaceAll('$job', job)
      .replaceAll(/=~"\$[a-z_]+"/g, '=~".+"'),
  }));
}

function queriesOf(panels: readonly Panel[]): readonly PanelQuery[] {
  return panels.flatMap(({ title = '', targets = [], panels: inner = [] }) => [
    ...targets.flatMap(({ expr }) => (expr === undefined ? [] : [{ panel: title, expr }])),
    ...queriesOf(inner),
  ]);
}

/** What a service is asked with, when only its boards matter. */
export function deliveryContext(dialect: string | undefined, publicUrl: string): DeliveryContext {
  return {
    environment: 'local',
    discovery: [{ kind: 'static', targets: ['127.0.0.1:1'] }],
    ...(dialect === undefined ? {} : { dialect }),
    thresholds: {},
    scrapeInterval: seconds(1),
    scrapeTimeout: seconds(1),
    evaluationInterval: seconds(1),
    publicUrl,
  };
}
