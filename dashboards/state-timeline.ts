/** States over time, a band for each series. */
import type { TimelinePanel } from './grafana';
import type { PanelDefinition } from './panel';
import { queried } from './queried';
import type { Parts, QueriedOptions } from './queried';
import type { Query } from './query';
import { mappingsOf } from './stat';
import type { Words } from './stat';

export interface StateTimelineOptions extends Omit<QueriedOptions, 'min' | 'max' | 'decimals'> {
  readonly queries: readonly [Query, ...Query[]];
  /** What each value means. */
  readonly words: Words;
}

/** When a thing was in which state. 12 columns wide, 6 rows high. */
export function stateTimeline(options: StateTimelineOptions): PanelDefinition {
  return queried(options, options.queries, {
    mode: 'range',
    width: 12,
    height: 6,
    build: (parts) => build(options, parts),
  });
}

function build({ words }: StateTimelineOptions, { head, targets, field, overrides }: Parts): TimelinePanel {
  return {
    ...head,
    type: 'state-timeline',
    targets,
    options: {
      legend: { showLegend: false, displayMode: 'list', placement: 'bottom', calcs: [] },
      tooltip: { mode: 'single', sort: 'none' },
      alignValue: 'left',
      mergeValues: true,
      rowHeight: 0.8,
      showValue: 'auto',
    },
    fieldConfig: {
      defaults: {
        ...field,
        color: { mode: 'thresholds' },
        mappings: mappingsOf(words),
        custom: { fillOpacity: 70, lineWidth: 0, spanNulls: false, insertNulls: false },
      },
      overrides,
    },
  };
}
