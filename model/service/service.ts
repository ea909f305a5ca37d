/** A service: everything that is known of one monitored program, and what it delivers to an environment. */
import type { Alert } from '../alert';
import type {
  DeliverableService,
  DeliveryContext,
  Omission,
  RecordedRule,
  RuleGroup,
  ScrapeJob,
  ServiceDelivery,
} from '../delivery';
import { relabelings } from '../dialect';
import type { Dialect } from '../dialect';
import { readsProbes } from '../probe';
import { deliverProbes } from '../probe/deliver';
import type { Expr } from '../promql';
import type { Quantity } from '../quantity';
import type { Recording } from '../recording';
import { SLO_ALERTS } from '../slo';
import type { SloAlertName } from '../slo';
import { sloRunbook } from '../slo/runbook';
import { alertingRule, alertShapes, checkUses } from './alert-rules';
import { objectivesOf } from './objectives';
import { withRules } from './runbook-rules';
import type { Level, ServiceSpec } from './spec';
import { chosenDialect, Support } from './support';

export class Service<N extends string = string> implements DeliverableService {
  readonly id: string;
  readonly title: string;

  constructor(readonly spec: ServiceSpec<N>) {
    this.id = spec.id;
    this.title = spec.title;
  }

  get level(): Level {
    return this.spec.level ?? 'service';
  }

  /** Names of its alerts, in order. */
  get alertNames(): readonly N[] {
    return this.spec.alerts.map((alert) => alert.name);
  }

  /** Names of the alerts of its objectives, which have the same names in every service. */
  get sloAlertNames(): readonly SloAlertName[] {
    return this.spec.slos === undefined || this.spec.slos.length === 0 ? [] : SLO_ALERTS;
  }

  /** The whole runbook as Markdown, with the rules of its alerts and the sections of its objectives. */
  runbook(): string {
    return `${withRules(this.spec, this.spec.runbook())}${sloRunbook(this.id, this.spec.slos ?? [])}`;
  }

  /** @throws VedetteError for an unknown dialect, a threshold whose unit does not fit, an expression unfit for its use */
  deliver(context: DeliveryContext): ServiceDelivery {
    const { spec } = this;
    const dialect = chosenDialect(this.id, spec.dialects ?? [], context.dialect);
    const probing = deliverProbes(this.id, Object.values(spec.probes ?? {}), context);
    const watched = context.discovery.length > 0;
    const probed = probing.names.length > 0;
    const support = new Support(dialect, spec.recordings ?? [], watched || probed ? probing.names : undefined);
    const unfit = (alert: Alert): string | undefined => support.untrusted(alert.spec.when.expr);
    const thresholds = context.thresholds as Readonly<Record<string, Quantity>>;
    const left = spec.alerts.filter((alert) => unfit(alert) !== undefined);
    // What is not scraped can still be probed.
    const isHere = ({ expr }: { readonly expr: Expr }): boolean => watched || (probed && readsProbes(expr));
    const kept = spec.alerts.filter((alert) => isHere(alert.spec.when) && !left.includes(alert));
    const objectives = objectivesOf(this.id, spec.slos ?? [], support, isHere, context);
    const boards = spec.boards({
      context,
      level: this.level,
      dialect,
      missing: (expr) => support.missing(expr),
      rungs: (alert) => alert.rungs(thresholds),
      slos: objectives.slos,
    });
    const recordings = [...(dialect?.derived ?? []), ...(spec.recordings ?? [])].filter(isHere);
    return {
      service: this.id,
      scrapeJobs: [...(watched ? [this.scrapeJob(context, dialect)] : []), ...probing.jobs],
      ...(probing.modules.length > 0 && { probeModules: probing.modules }),
      ruleGroups: [...this.ruleGroups(context, support, recordings, kept, thresholds), ...objectives.ruleGroups],
      dashboards: boards.dashboards,
      alerts: [...kept.flatMap((alert) => alertShapes(spec, alert)), ...objectives.alerts],
      runbook: this.runbook(),
      ...(spec.logs && { logs: spec.logs }),
      omissions: [
        ...left.map((a): Omission => ({ kind: 'alert', name: a.name, reason: unfit(a) ?? '' })),
        ...objectives.omissions,
        ...boards.omissions,
      ],
    };
  }

  private scrapeJob(context: DeliveryContext, dialect: Dialect | undefined): ScrapeJob {
    const { metricsPath = '/metrics', scheme = 'http', sampleLimit, auth, relabelings: steps } = this.spec.scrape;
    const page = dialect?.page;
    return {
      job: this.id,
      discovery: context.discovery,
      scheme,
      metricsPath: context.metricsPath ?? page?.metricsPath ?? metricsPath,
      ...(page?.params && { params: page.params }),
      interval: context.scrapeInterval,
      timeout: context.scrapeTimeout,
      sampleLimit,
      ...(auth && { auth }),
      ...(steps && { relabelings: steps }),
      ...(dialect && { metricRelabelings: relabelings(dialect) }),
    };
  }

  private ruleGroups(
    context: DeliveryContext,
    support: Support,
    declared: readonly Recording[],
    alerts: readonly Alert[],
    thresholds: Readonly<Record<string, Quantity>>,
  ): readonly RuleGroup[] {
    const { spec } = this;
    const recordings = declared.filter((r) => support.missing(r.expr) === undefined);
    const interval = context.evaluationInterval;
    const ladders = alerts.map((alert) => ({ alert, rungs: alert.rungs(thresholds) }));
    checkUses(spec, recordings, ladders, context);
    const records = recordings.map((r): RecordedRule => ({ record: r.name, expr: r.expr.text() }));
    const alerting = ladders.flatMap(({ alert, rungs }) =>
      rungs.map((rung) => alertingRule(spec, alert, rung, context)),
    );
    const groups: readonly RuleGroup[] = [
      { name: `${this.id}.recordings`, interval, rules: records },
      { name: `${this.id}.alerts`, interval, rules: alerting },
    ];
    return groups.filter((group) => group.rules.length > 0);
  }
}
