/** A panel that shows what an alert watches, with its limits (DB-09, X-02). */
import type { Alert } from '../model/alert';
import type { PanelDefinition } from './panel';
import type { Query } from './query';
import { timeSeries } from './time-series';
import type { TimeSeriesOptions } from './time-series';

export interface AlertPanelOptions extends Partial<Omit<TimeSeriesOptions, 'alerts' | 'queries'>> {
  /** The lines' legend; by default the labels that tell them apart. */
  readonly legend?: Query['legend'];
  /** Further lines in the same unit: a limit, a p50 beside the p99. */
  readonly beside?: readonly Query[];
}

/**
 * What the alert compares, with its thresholds in this environment as lines. Title and description follow from the
 * alert where they are not given.
 */
export function panelForAlert(alert: Alert, options: AlertPanelOptions = {}): PanelDefinition {
  const { legend, beside = [], title = titleOf(alert), description = descriptionOf(alert), ...rest } = options;
  const own: Query = { expr: alert.spec.when.left, ...(legend !== undefined && { legend }) };
  return timeSeries({ ...rest, title, description, queries: [own, ...beside], alerts: [alert] });
}

/** `RstmdbHighLatency` → `Rstmdb high latency`. */
function titleOf({ name }: Alert): string {
  const words = name.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/);
  return words.map((word, i) => (i === 0 || /^[A-Z0-9]+$/.test(word) ? word : word.toLowerCase())).join(' ');
}

function descriptionOf({ name, spec }: Alert): string {
  const normal = spec.when.comparator === undefined ? 'no line at all' : 'a line on the green side of the limits';
  return `What ${name} watches. Normal is ${normal}; otherwise follow its runbook.`;
}
