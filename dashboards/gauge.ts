/** How full a thing is, now. */
import type { Expr } from '../model/promql';
import type { GaugePanel } from './grafana';
import type { Legend } from './legend';
import type { PanelDefinition } from './panel';
import { queried } from './queried';
import type { Parts, QueriedOptions } from './queried';

export interface GaugeOptions extends QueriedOptions {
  readonly query: Expr;
  /** Names the dials where the query gives several; by default the labels that tell them apart. */
  readonly legend?: Legend | string;
}

/** A dial for each value, from 0 to its natural end, with the thresholds of `alerts` beside it. 8 columns, 6 rows. */
export function gauge(options: GaugeOptions): PanelDefinition {
  const { query, legend } = options;
  return queried(options, [{ expr: query, ...(legend !== undefined && { legend }) }], {
    mode: 'instant',
    width: 8,
    height: 6,
    build,
  });
}

function build({ head, targets, field, axis, overrides }: Parts): GaugePanel {
  return {
    ...head,
    type: 'gauge',
    targets,
    options: {
      orientation: 'auto',
      showThresholdLabels: false,
      showThresholdMarkers: true,
      sizing: 'auto',
      minVizWidth: 75,
      minVizHeight: 75,
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    },
    fieldConfig: { defaults: { ...field, ...axis, color: { mode: 'thresholds' } }, overrides },
  };
}
