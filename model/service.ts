/** A service: everything that is known of one monitored program, and what it delivers to an environment. */
import type { Alert, Rung } from './alert';
import type {
  AlertingRule,
  AlertShape,
  DashboardFile,
  DeliverableService,
  DeliveryContext,
  Omission,
  RecordedRule,
  RuleGroup,
  ScrapeAuth,
  ScrapeJob,
  ServiceDelivery,
} from './delivery';
import { missingFrom, relabelings, untrustedIn } from './dialect';
import type { Absence, Dialect } from './dialect';
import type { Metric } from './metric';
import { Problems, suggestion } from './problem';
import type { Expr } from './promql';
import type { Quantity } from './quantity';
import type { Recording } from './recording';

/** What a service's boards are made from. */
export interface BoardContext {
  readonly context: DeliveryContext;
  readonly dialect: Dialect | undefined;
  /** Why a panel cannot be drawn in this dialect; undefined when it can. */
  missing(expr: Expr): string | undefined;
  /** The thresholds of an alert in this environment, least severe first. */
  rungs(alert: Alert): readonly Rung[];
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
  readonly metrics: Readonly<Record<string, Metric>>;
  readonly scrape: {
    readonly metricsPath?: string;
    readonly scheme?: 'http' | 'https';
    readonly sampleLimit: number;
    readonly auth?: ScrapeAuth;
  };
  /** The names of each known release. */
  readonly dialects?: readonly Dialect[];
  readonly recordings?: readonly Recording[];
  readonly alerts: readonly Alert<N>[];
  /** Uid of the board that its alerts link to. */
  readonly board: string;
  readonly boards: (board: BoardContext) => Boards;
  /** Reads the runbook, Markdown with a section `## AlertName` for each alert. */
  readonly runbook: () => string;
}

/** An alert and the rules that it becomes. */
interface Ladder {
  readonly alert: Alert;
  readonly rungs: readonly Rung[];
}

export class Service<N extends string = string> implements DeliverableService {
  readonly id: string;
  readonly title: string;

  constructor(readonly spec: ServiceSpec<N>) {
    this.id = spec.id;
    this.title = spec.title;
  }

  /** Names of its alerts, in order. */
  get alertNames(): readonly N[] {
    return this.spec.alerts.map((alert) => alert.name);
  }

  /** @throws VedetteError for an unknown dialect, a threshold whose unit does not fit, an expression unfit for its use */
  deliver(context: DeliveryContext): ServiceDelivery {
    const dialect = this.dialectOf(context);
    const missing = (expr: Expr): string | undefined => this.reason(expr, (one) => missingFrom(dialect, one));
    const unfit = (alert: Alert): string | undefined =>
      this.reason(alert.spec.when.expr, (one) => untrustedIn(dialect, one));
    const thresholds = context.thresholds as Readonly<Record<string, Quantity>>;
    const kept = this.spec.alerts.filter((alert) => unfit(alert) === undefined);
    const left = this.spec.alerts.filter((alert) => !kept.includes(alert));
    const boards = this.spec.boards({ context, dialect, missing, rungs: (alert) => alert.rungs(thresholds) });
    const watched = context.discovery.length > 0;
    return {
      service: this.id,
      scrapeJobs: watched ? [this.scrapeJob(context, dialect)] : [],
      ruleGroups: watched ? this.ruleGroups(context, dialect, kept, thresholds) : [],
      dashboards: boards.dashboards,
      alerts: watched ? kept.flatMap((alert) => this.shapes(alert)) : [],
      runbook: this.spec.runbook(),
      omissions: [
        ...left.map((a): Omission => ({ kind: 'alert', name: a.name, reason: unfit(a) ?? '' })),
        ...boards.omissions,
      ],
    };
  }

  /** Why an expression, or a recording that it reads, lacks something; `undefined` when nothing is absent. */
  private reason(expr: Expr, absent: (one: Expr) => readonly Absence[]): string | undefined {
    const reasons = sources(expr, this.spec.recordings ?? []).flatMap((one) =>
      absent(one).map(({ metric, reason }) => `${metric.name}: ${reason}`),
    );
    return reasons.length === 0 ? undefined : [...new Set(reasons)].join('; ');
  }

  private dialectOf({ dialect: name }: DeliveryContext): Dialect | undefined {
    if (name === undefined) return this.spec.dialects?.find((d) => d.name === 'documented');
    const known = this.spec.dialects ?? [];
    const found = known.find((d) => d.name === name);
    if (found === undefined) {
      const problems = new Problems();
      const remedy = suggestion(
        name,
        known.map((d) => d.name),
      );
      problems.add({ where: `services.${this.id}.dialect`, what: `dialect '${name}' is not known`, remedy });
      problems.throwIfAny();
    }
    return found;
  }

  private scrapeJob(context: DeliveryContext, dialect: Dialect | undefined): ScrapeJob {
    const { metricsPath = '/metrics', scheme = 'http', sampleLimit, auth } = this.spec.scrape;
    return {
      job: this.id,
      discovery: context.discovery,
      scheme,
      metricsPath: context.metricsPath ?? metricsPath,
      interval: context.scrapeInterval,
      timeout: context.scrapeTimeout,
      sampleLimit,
      ...(auth && { auth }),
      ...(dialect && { metricRelabelings: relabelings(dialect) }),
    };
  }

  private ruleGroups(
    context: DeliveryContext,
    dialect: Dialect | undefined,
    alerts: readonly Alert[],
    thresholds: Readonly<Record<string, Quantity>>,
  ): readonly RuleGroup[] {
    const recordings = [...(dialect?.derived ?? []), ...(this.spec.recordings ?? [])].filter(
      (r) => this.reason(r.expr, (one) => missingFrom(dialect, one)) === undefined,
    );
    const interval = context.evaluationInterval;
    const ladders = alerts.map((alert) => ({ alert, rungs: alert.rungs(thresholds) }));
    this.checkUses(recordings, ladders, context);
    const records = recordings.map((r): RecordedRule => ({ record: r.name, expr: r.expr.text() }));
    const alerting = ladders.flatMap(({ alert, rungs }) =>
      rungs.map((rung) => this.alertingRule(alert, rung, context)),
    );
    const groups: readonly RuleGroup[] = [
      { name: `${this.id}.recordings`, interval, rules: records },
      { name: `${this.id}.alerts`, interval, rules: alerting },
    ];
    return groups.filter((group) => group.rules.length > 0);
  }

  /** The checks of expressions that need to know the use, the scrape interval and the retention. */
  private checkUses(recordings: readonly Recording[], ladders: readonly Ladder[], context: DeliveryContext): void {
    const { scrapeInterval, retention } = context;
    const known = { scrapeInterval, ...(retention && { retention }) };
    const problems = new Problems();
    for (const { name, expr } of recordings) {
      problems.addAll(expr.problems(`${this.id}/${name}`, { use: 'record', ...known }));
    }
    for (const { alert, rungs } of ladders) {
      for (const { condition } of rungs) {
        problems.addAll(condition.expr.problems(`${this.id}/${alert.name}`, { use: 'alert', ...known }));
      }
    }
    problems.throwIfAny();
  }

  /** The rule as Prometheus reads it, with its labels, texts and links. */
  alertingRule(alert: Alert, rung: Rung, context: DeliveryContext): AlertingRule {
    const { spec } = alert;
    const { condition } = rung;
    const texts = { unit: condition.left.unit, threshold: condition.threshold };
    return {
      alert: alert.name,
      expr: condition.expr.text(),
      ...(spec.kind === 'meta' && spec.severity === 'none' ? {} : { for: rung.for }),
      ...(spec.keepFiringFor && { keepFiringFor: spec.keepFiringFor }),
      labels: { severity: rung.severity, service: this.id, team: this.spec.owner },
      annotations: {
        summary: spec.summary.render(texts),
        description: spec.description.render(texts),
        runbook_url: `${context.publicUrl}/runbooks/${this.id}.html#${alert.name}`,
        dashboard_url: this.dashboardUrl(condition.expr, context),
      },
    };
  }

  private dashboardUrl(expr: Expr, { publicUrl }: DeliveryContext): string {
    // A label's value can hold `&` or `?` (probe targets are URLs), so it is escaped (AL-14).
    const variables = expr.guaranteedLabels
      .filter((name) => name === 'job' || name === 'instance')
      .map((name) => `var-${name}={{ $labels.${name} | urlquery }}&`);
    return `${publicUrl}/d/${this.spec.board}?${variables.join('')}from=now-1h&to=now`;
  }

  private shapes(alert: Alert): readonly AlertShape[] {
    return alert.rungs().map(({ severity, condition }) => ({
      alertname: alert.name,
      labels: { severity, service: this.id, team: this.spec.owner },
      guaranteed: condition.expr.guaranteedLabels,
    }));
  }
}

/** The expression, and those of the recordings that it reads. */
function sources(expr: Expr, recordings: readonly Recording[]): readonly Expr[] {
  const names = new Set(expr.series.map(({ name }) => name));
  const read = recordings.filter(({ name }) => names.has(name));
  const others = recordings.filter((recording) => !read.includes(recording));
  return [expr, ...read.flatMap((recording) => sources(recording.expr, others))];
}

/** @throws VedetteError when two alerts share a name */
export function defineService<const N extends string>(spec: ServiceSpec<N>): Service<N> {
  const problems = new Problems();
  const names = spec.alerts.map((a) => a.name);
  for (const name of new Set(names.filter((n, i) => names.indexOf(n) !== i))) {
    problems.add({
      id: 'AL-17',
      where: `${spec.id}/alerts`,
      what: `two alerts are named '${name}'`,
      remedy: 'rename one',
    });
  }
  checkTexts(spec, problems);
  problems.throwIfAny();
  return new Service(spec);
}

/** A text may print only labels that the result has (AL-11); a missing one renders as nothing. */
function checkTexts<N extends string>(spec: ServiceSpec<N>, problems: Problems): void {
  for (const alert of spec.alerts) {
    const known = [...alert.spec.when.expr.inferred.labels.keys()];
    for (const part of ['summary', 'description'] as const) {
      for (const name of alert.spec[part].labels.filter((l) => !known.includes(l))) {
        const what = `${part} prints label '${name}', which the expression aggregates away`;
        problems.add({ id: 'AL-11', where: `${spec.id}/${alert.name}`, what, remedy: suggestion(name, known) });
      }
    }
  }
}
