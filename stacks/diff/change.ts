/** One difference between two deployments, in the words of a reviewer. */

/** Kinds of changes, the most dangerous first, and the headings that they are told under. */
export const KINDS = {
  lost: 'Critical alerts lost',
  told: 'Told differently',
  removed: 'Alerts removed',
  alert: 'Alerts changed',
  data: 'Collected and kept',
  added: 'Alerts added',
  recording: 'Recorded series',
  dashboard: 'Dashboards',
  workload: 'Programs',
  rest: 'Everything else',
} as const;

export type ChangeKind = keyof typeof KINDS;

/** A change of one thing. */
export interface Change {
  readonly kind: ChangeKind;
  /** Within its kind; lower is more dangerous. */
  readonly rank: number;
  /** `RstmdbHighLatency (warning)`. */
  readonly subject: string;
  /** `threshold > 250ms, was > 500ms: fires sooner`. */
  readonly what: string;
  /** Values too long for a sentence: expressions. */
  readonly before?: string;
  readonly after?: string;
}

/** The most dangerous first; then by name. */
export function byDanger(a: Change, b: Change): number {
  const kinds = Object.keys(KINDS);
  return kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.rank - b.rank || (a.subject < b.subject ? -1 : 1);
}
