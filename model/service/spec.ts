/** What a service declares, and what its boards are made from. */
import type { Alert, Rung } from '../alert';
import type { DashboardFile, DeliveryContext, Omission, RelabelRule, ScrapeAuth } from '../delivery';
import type { Dialect } from '../dialect';
import type { ServiceLogs } from '../log';
import type { Metric } from '../metric';
import type { Probe } from '../probe';
import type { Expr } from '../promql';
import type { Recording } from '../recording';
import type { ScenarioSeries } from '../scenario';
import type { BoundSlo, Slo } from '../slo';

/** What part a service plays: what users come for, what that stands on, or what watches both. Boards are grouped by it. */
export type Level = 'service' | 'resource' | 'monitoring';

/** What a service's boards are made from. */
export interface BoardContext {
  readonly context: DeliveryContext;
  readonly level: Level;
  readonly dialect: Dialect | undefined;
  /** Why a panel cannot be drawn in this dialect; undefined when it can. */
  missing(expr: Expr): string | undefined;
  /** The thresholds of an alert in this environment, least severe first. */
  rungs(alert: Alert): readonly Rung[];
  /** The objectives that this release and environment can have. */
  readonly slos: readonly BoundSlo[];
}

/** A service's boards, and the panels that the dialect leaves out. */
export interface Boards {
  readonly dashboards: readonly DashboardFile[];
  readonly omissions: readonly Omission[];
}

export interface ServiceSpec<N extends string> {
  /** Folder, scrape job and `service` label. */
  readonly id: string;
  readonly title: string;
  /** The team that owns it: the `team` label of its alerts. */
  readonly owner: string;
  /** `service` when absent. */
  readonly level?: Level;
  readonly metrics: Readonly<Record<string, Metric>>;
  readonly scrape: {
    readonly metricsPath?: string;
    readonly scheme?: 'http' | 'https';
    readonly sampleLimit: number;
    readonly auth?: ScrapeAuth;
    /** Steps that give targets labels of their own, after those that the discovery brings. */
    readonly relabelings?: readonly RelabelRule[];
  };
  /** What it looks like from outside, by name: see `probesOf`. Each has an alert on its failure. */
  readonly probes?: Readonly<Record<string, Probe>>;
  /** The names of each known release. */
  readonly dialects?: readonly Dialect[];
  readonly recordings?: readonly Recording[];
  readonly alerts: readonly Alert<N>[];
  /**
   * Series of an ordinary day, for a demo: beside those of the scenarios, and instead of every combination of labels.
   * Points in time are relative to now.
   */
  readonly typical?: readonly ScenarioSeries[];
  /** What is promised to its users. */
  readonly slos?: readonly Slo[];
  /** How its log is written. */
  readonly logs?: ServiceLogs;
  /** Uid of the board that its alerts link to. */
  readonly board: string;
  readonly boards: (board: BoardContext) => Boards;
  /** Reads the runbook, Markdown with a section `## AlertName` for each alert. */
  readonly runbook: () => string;
}
