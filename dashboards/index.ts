/**
 * How a service is shown: house panels over checked expressions, put on boards that keep the DB checks by construction.
 *
 * ```ts
 * export const rstmdbBoard = (context: BoardContext): Boards =>
 *   board(context, {
 *     uid: 'rstmdb-overview',
 *     title: 'Databases / rstmdb',
 *     service: 'rstmdb',
 *     description: 'Is the database up, fast and durable? For whoever is on call.',
 *     variablesFrom: m.up,
 *     moments: { Restarts: promql`${m.processStartTime}` },
 *     rows: [
 *       row('Health', [
 *         firingAlerts(),
 *         stat({
 *           title: 'Up',
 *           description: 'Whether each server answers scrapes. Normal: all up. When one is down, see its process first.',
 *           query: q.up,
 *           words: UP_DOWN,
 *           alerts: [a.rstmdbDown, a.rstmdbAbsent],
 *         }),
 *         panelForAlert(a.highLatency, { title: 'Request latency p99', legend: legend`${op} on ${instance}` }),
 *       ]),
 *       collapsed('Write-ahead log', [
 *         timeSeries({
 *           title: 'WAL writes and reads',
 *           description: 'Bytes written to and read from the log. Reads are near zero except while a server recovers.',
 *           queries: [
 *             { expr: q.walWritten, legend: legend`${instance} written` },
 *             { expr: q.walRead, legend: legend`${instance} read` },
 *           ],
 *         }),
 *       ]),
 *     ],
 *   });
 * ```
 *
 * Units, legends and axes follow from the expressions; the thresholds of `alerts` follow from the environment. Widths
 * are columns of 24, and a line's panels are stretched to fill it. Expressions that the release cannot answer leave
 * their panels out, and the board says so.
 */
export { panelForAlert } from './alert-panel';
export type { AlertPanelOptions } from './alert-panel';
export type { Moments } from './annotations';
export { board, boards, collapsed, row } from './board';
export type { BoardSpec, RowDefinition } from './board';
export { firingAlerts } from './firing-alerts';
export { fleet } from './fleet';
export { gauge } from './gauge';
export type { GaugeOptions } from './gauge';
export type {
  Annotation,
  Colour,
  Dashboard,
  DataLink,
  GaugePanel,
  GrafanaUnit,
  GridPos,
  HeatmapPanel,
  NotePanel,
  Panel,
  PlacedPanel,
  Plain,
  Row,
  StatPanel,
  TablePanel,
  TimeSeriesPanel,
  TimelinePanel,
  Variable,
} from './grafana';
export { legend, Legend } from './legend';
export { FAMILY } from './links';
export { note } from './note';
export type { NoteOptions } from './note';
export type { Drawn, PanelContext, PanelDefinition, PanelOptions } from './panel';
export type { QueriedOptions } from './queried';
export type { Query } from './query';
export { heatmap, quantiles } from './quantiles';
export type { HeatmapOptions, QuantilesOptions } from './quantiles';
export { sloBoard } from './slo-board';
export type { SloBoardSpec } from './slo-board';
export { redBoards } from './red-board';
export type { RedBoardSpec } from './red-board';
export { stat, UP_DOWN } from './stat';
export type { StatOptions, Words } from './stat';
export { stateTimeline } from './state-timeline';
export type { StateTimelineOptions } from './state-timeline';
export { table } from './table';
export type { Column, TableOptions } from './table';
export { timeSeries } from './time-series';
export type { TimeSeriesOptions } from './time-series';
