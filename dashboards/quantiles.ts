/** Latency from histograms: quantiles as lines, and the whole distribution as a heatmap. */
import type { Label } from '../model/label';
import { le } from '../model/label';
import type { Series } from '../model/metric';
import { Selector } from '../model/metric';
import { promql, window } from '../model/promql';
import type { HeatmapPanel } from './grafana';
import { Legend } from './legend';
import type { PanelDefinition } from './panel';
import { queried } from './queried';
import type { Parts, QueriedOptions } from './queried';
import type { Query } from './query';
import { timeSeries } from './time-series';
import type { TimeSeriesOptions } from './time-series';
import { grafanaUnits } from './units';

/** A histogram's `_bucket`, narrowed or not. */
type Buckets = Series | Selector;

export interface QuantilesOptions extends Omit<TimeSeriesOptions, 'queries' | 'stacked'> {
  readonly of: Buckets;
  /** A line for each value of these labels. */
  readonly by?: readonly Label[];
  /** 0.5, 0.9 and 0.99 when absent. */
  readonly quantiles?: readonly [number, ...number[]];
}

/** Quantiles of a histogram over time. */
export function quantiles({
  of,
  by = [],
  quantiles: shown = [0.5, 0.9, 0.99],
  ...rest
}: QuantilesOptions): PanelDefinition {
  const [first, ...others] = shown.map((q) => quantile(of, by, q));
  return timeSeries({ ...rest, queries: first === undefined ? [quantile(of, by, 0.5)] : [first, ...others] });
}

function quantile(of: Buckets, by: readonly Label[], q: number): Query {
  const words = `p${Number((q * 100).toPrecision(6))}`;
  const legend = new Legend(
    [...by.map(() => ''), words].map((piece, i) => (i === 0 ? piece : ` ${piece}`)),
    by,
  );
  return { expr: promql`histogram_quantile(${q}, sum by (${[le, ...by]}) (rate(${of}[${window}])))`, legend };
}

export interface HeatmapOptions extends Omit<
  QueriedOptions,
  'alerts' | 'colours' | 'unit' | 'min' | 'max' | 'crowded'
> {
  readonly of: Buckets;
}

/** How the observations of a histogram spread over its buckets. 12 columns wide, 8 rows high. */
export function heatmap({ of, ...options }: HeatmapOptions): PanelDefinition {
  const series = of instanceof Selector ? of.series : of;
  return queried(options, [{ expr: promql`sum by (${le}) (rate(${of}[${window}]))`, legend: '{{le}}' }], {
    mode: 'heatmap',
    width: 12,
    height: 8,
    build: (parts) => build(series, parts),
  });
}

function build({ unit }: Series, { head, targets, field }: Parts): HeatmapPanel {
  return {
    ...head,
    type: 'heatmap',
    targets,
    options: {
      calculate: false,
      cellGap: 1,
      cellValues: { unit: field.unit },
      color: { mode: 'scheme', scheme: 'Oranges', fill: 'dark-orange', exponent: 0.5, steps: 64, reverse: false },
      exemplars: { color: 'rgba(255,0,255,0.7)' },
      filterValues: { le: 1e-9 },
      legend: { show: true },
      rowsFrame: { layout: 'auto' },
      showValue: 'never',
      tooltip: { mode: 'single', showColorScale: true, yHistogram: false },
      yAxis: { axisPlacement: 'left', reverse: false, unit: grafanaUnits(unit)[0] },
    },
    fieldConfig: {
      defaults: { noValue: field.noValue, custom: { scaleDistribution: { type: 'linear' } } },
      overrides: [],
    },
  };
}
