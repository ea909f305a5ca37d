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
import type { Quantity } from '../quantity';
import { alertingRule, alertShapes, checkUses } from './alert-rules';
import type { ServiceSpec } from './spec';
import { chosenDialect, Support } from './support';

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
    const { spec } = this;
    const dialect = chosenDialect(this.id, spec.dialects ?? [], context.dialect);
    const support = new Support(dialect, spec.recordings ?? []);
    const unfit = (alert: Alert): string | undefined => support.untrusted(alert.spec.when.expr);
    const thresholds = context.thresholds as Readonly<Record<string, Quantity>>;
    const kept = spec.alerts.filter((alert) => unfit(alert) === undefined);
    const left = spec.alerts.filter((alert) => !kept.includes(alert));
    const boards = spec.boards({
      context,
      dialect,
      missing: (expr) => support.missing(expr),
      rungs: (alert) => alert.rungs(thresholds),
    });
    const watched = context.discovery.length > 0;
    return {
      service: this.id,
      scrapeJobs: watched ? [this.scrapeJob(context, dialect)] : [],
      ruleGroups: watched ? this.ruleGroups(context, support, kept, thresholds) : [],
      dashboards: boards.dashboards,
      alerts: watched ? kept.flatMap((alert) => alertShapes(spec, alert)) : [],
      runbook: spec.runbook(),
      omissions: [
        ...left.map((a): Omission => ({ kind: 'alert', name: a.name, reason: unfit(a) ?? '' })),
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
    alerts: readonly Alert[],
    thresholds: Readonly<Record<string, Quantity>>,
  ): readonly RuleGroup[] {
    const { spec } = this;
    const recordings = [...(support.dialect?.derived ?? []), ...(spec.recordings ?? [])].filter(
      (r) => support.missing(r.expr) === undefined,
    );
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
