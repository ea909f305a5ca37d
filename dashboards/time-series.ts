/** Lines over time. */
import type { DataLink, Override, Target, TimeSeriesPanel } from './grafana';
import type { PanelContext, PanelDefinition } from './panel';
import { queried } from './queried';
import type { Parts, QueriedOptions } from './queried';
import { refIdAt } from './query';
import type { Query } from './query';

export interface TimeSeriesOptions extends QueriedOptions {
  readonly queries: readonly [Query, ...Query[]];
  /** The lines are parts of a whole, drawn on top of each other. */
  readonly stacked?: boolean;
}

/** Lines over time; the thresholds of `alerts` are drawn as lines. 8 columns wide, 8 rows high. */
export function timeSeries(options: TimeSeriesOptions): PanelDefinition {
  return queried(options, options.queries, {
    mode: 'range',
    width: 8,
    height: 8,
    build: (parts, context) => build(options, parts, context),
  });
}

function build(options: TimeSeriesOptions, parts: Parts, context: PanelContext): TimeSeriesPanel {
  const { head, targets, field, axis, overrides } = parts;
  const watched = field.thresholds.steps.length > 1;
  return {
    ...head,
    type: 'timeseries',
    targets,
    options: {
      legend: {
        showLegend: true,
        displayMode: 'table',
        placement: 'bottom',
        calcs: ['mean', 'max', 'lastNotNull'],
        sortBy: 'Max',
        sortDesc: true,
      },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
    fieldConfig: {
      defaults: {
        ...field,
        ...axis,
        color: { mode: 'palette-classic-by-name' },
        links: drillDown(options, context),
        custom: {
          drawStyle: 'line',
          lineInterpolation: 'linear',
          lineWidth: 1,
          fillOpacity: options.stacked ? 30 : 8,
          showPoints: 'auto',
          spanNulls: false,
          stacking: { mode: options.stacked ? 'normal' : 'none', group: 'A' },
          thresholdsStyle: { mode: watched ? 'line' : 'off' },
        },
      },
      overrides: [...overrides, ...limits(options.queries, targets)],
    },
  };
}

/** A click on a line leads to the same board for that instance alone, with the reader's time and data source kept. */
function drillDown({ queries }: TimeSeriesOptions, { uid }: PanelContext): readonly DataLink[] {
  if (!queries.every(({ expr }) => expr.guaranteedLabels.includes('instance'))) return [];
  const variables = '${datasource:queryparam}&${job:queryparam}&var-instance=${__field.labels.instance}';
  return [{ title: 'Only this instance', url: `/d/${uid}?${variables}&\${__url_time_range}` }];
}

/** A capacity or a limit is a dashed grey line, whatever else is on the panel. */
function limits(queries: readonly Query[], targets: readonly Target[]): readonly Override[] {
  const refIds = queries.flatMap(({ limit }, i) => (limit === true ? [refIdAt(i)] : []));
  return refIds
    .filter((refId) => targets.some((target) => target.refId === refId))
    .map((refId) => ({
      matcher: { id: 'byFrameRefID', options: refId },
      properties: [
        { id: 'custom.lineStyle', value: { fill: 'dash', dash: [10, 10] } },
        { id: 'color', value: { mode: 'fixed', fixedColor: 'text' } },
        { id: 'custom.fillOpacity', value: 0 },
        { id: 'custom.stacking', value: { mode: 'none' } },
      ],
    }));
}
