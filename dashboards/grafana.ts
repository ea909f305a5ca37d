/**
 * Grafana's own shapes, taken from the Foundation SDK as types only. Its builders are left aside: their defaults are
 * editable boards with hidden legends and targets without refId, and loading them takes longer than the rest of a synth.
 * @see https://github.com/grafana/grafana-foundation-sdk
 */
import type * as common from '@grafana/grafana-foundation-sdk/common';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type * as gaugePanel from '@grafana/grafana-foundation-sdk/gauge';
import type * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import type * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type * as statPanel from '@grafana/grafana-foundation-sdk/stat';
import type * as timeline from '@grafana/grafana-foundation-sdk/statetimeline';
import type * as tablePanel from '@grafana/grafana-foundation-sdk/table';
import type * as textPanel from '@grafana/grafana-foundation-sdk/text';
import type * as series from '@grafana/grafana-foundation-sdk/timeseries';
import type * as units from '@grafana/grafana-foundation-sdk/units';

/** The same shape, read-only and with the values of enums as plain literals, so that no enum is loaded at run time. */
export type Plain<T> = 0 extends 1 & T
  ? unknown
  : T extends string
    ? `${T}`
    : T extends number | boolean | null | undefined
      ? T
      : T extends readonly (infer E)[]
        ? readonly Plain<E>[]
        : T extends object
          ? { readonly [K in keyof T]: Plain<T[K]> }
          : T;

/** Id of a unit as Grafana knows it: `s`, `bytes`, `percentunit`. */
export type GrafanaUnit = (typeof units)[keyof typeof units];

export type Colour = 'green' | 'orange' | 'red' | 'blue' | 'purple' | 'yellow' | 'text' | 'semi-dark-orange';

export type Target = Plain<Omit<prometheus.Dataquery, '_implementsDataqueryVariant'>> & { readonly refId: string };
export type GridPos = Plain<dashboard.GridPos>;
export type DashboardLink = Plain<dashboard.DashboardLink>;
export type Variable = Plain<dashboard.VariableModel>;
export type Annotation = Plain<Omit<dashboard.AnnotationQuery, 'target'>> & { readonly target?: Target };
export type Thresholds = Plain<dashboard.ThresholdsConfig>;
export type ValueMapping = Plain<dashboard.ValueMapping>;
export type Override = Plain<dashboard.FieldConfigSource['overrides'][number]>;
export type Transformation = Plain<dashboard.DataTransformerConfig>;

/** A link on a series or a cell: less than Grafana's type asks for, which is that of a dashboard's link. */
export interface DataLink {
  readonly title: string;
  readonly url: string;
  readonly targetBlank?: boolean;
}

type FieldDefaults<F> = Omit<Plain<dashboard.FieldConfig>, 'custom' | 'unit' | 'links'> & {
  readonly unit?: GrafanaUnit;
  readonly links?: readonly DataLink[];
  readonly custom?: Plain<F>;
};

/** What every panel has, before the board gives it an id and a place. */
interface PanelBody<T extends string, O, F> extends Omit<
  Plain<dashboard.Panel>,
  'type' | 'id' | 'gridPos' | 'options' | 'fieldConfig' | 'targets' | 'title' | 'description'
> {
  readonly type: T;
  readonly title: string;
  readonly description: string;
  readonly options: Plain<O>;
  readonly fieldConfig: { readonly defaults: FieldDefaults<F>; readonly overrides: readonly Override[] };
  readonly targets?: readonly Target[];
}

export type TimeSeriesPanel = PanelBody<'timeseries', series.Options, series.FieldConfig>;
export type StatPanel = PanelBody<'stat', statPanel.Options, object>;
export type GaugePanel = PanelBody<'gauge', gaugePanel.Options, object>;
export type TablePanel = PanelBody<'table', tablePanel.Options, tablePanel.FieldConfig>;
export type HeatmapPanel = PanelBody<'heatmap', heatmap.Options, heatmap.FieldConfig>;
export type TimelinePanel = PanelBody<'state-timeline', timeline.Options, timeline.FieldConfig>;
export type NotePanel = PanelBody<'text', textPanel.Options, object>;
export type Panel = TimeSeriesPanel | StatPanel | GaugePanel | TablePanel | HeatmapPanel | TimelinePanel | NotePanel;

/** A panel on a board. */
export type PlacedPanel = Panel & { readonly id: number; readonly gridPos: GridPos };
export type Row = Omit<Plain<dashboard.RowPanel>, 'panels' | 'title'> & {
  readonly title: string;
  readonly gridPos: GridPos;
  readonly panels: readonly PlacedPanel[];
};
export type Dashboard = Omit<Plain<dashboard.Dashboard>, 'panels' | 'templating' | 'annotations'> & {
  readonly panels: readonly (PlacedPanel | Row)[];
  readonly templating: { readonly list: readonly Variable[] };
  readonly annotations: { readonly list: readonly Annotation[] };
};

/** Panels, variables and annotations read from the data source that the reader chose (DB-03). */
export const DATASOURCE = { type: 'prometheus', uid: '${datasource}' } as const satisfies Plain<common.DataSourceRef>;
