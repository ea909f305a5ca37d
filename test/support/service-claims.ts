/** What must hold of every service, as named questions; each gives what it finds wrong as `service/alert: claim`. */
import { plottedAlerts } from '../../dashboards/check/alerts';
import { viewsOf } from '../../dashboards/check/view';
import type { AlertingRule, RuleGroup, Service, ServiceDelivery } from '../../model';
import { durationText, PROBE_JOB, probeMetrics, seconds } from '../../model';
import { walk } from '../../model/promql/ast';
import type { SelectorNode } from '../../model/promql/ast';
import { parse } from '../../model/promql/parse';
import { RUNBOOK_HEADINGS, runbookSections } from '../../model/runbook';
import { withEveryProbe } from './probed';

/** A service delivered in one of its releases. */
export interface Delivered {
  readonly service: Service;
  /** Name of the dialect; undefined for the service's own choice. */
  readonly release: string | undefined;
  readonly delivery: ServiceDelivery;
}

/** One claim; `faults` of a service that keeps it are none. */
export interface Claim {
  /** Completes "every service …". */
  readonly title: string;
  faults(of: Delivered): readonly string[];
}

export const EVALUATION = seconds(15);

/** The service in every release that it knows, its own choice first. */
export function inEveryRelease(service: Service): readonly Delivered[] {
  const releases = [undefined, ...(service.spec.dialects ?? []).map(({ name }) => name)];
  return releases.map((release) => ({ service, release, delivery: deliver(service, release) }));
}

function deliver(service: Service, dialect: string | undefined): ServiceDelivery {
  return service.deliver({
    environment: 'contract',
    ...withEveryProbe(service),
    discovery: [{ kind: 'static', targets: ['target.example.org:9100'] }],
    ...(dialect !== undefined && { dialect }),
    thresholds: {},
    scrapeInterval: EVALUATION,
    scrapeTimeout: seconds(10),
    evaluationInterval: EVALUATION,
    publicUrl: 'https://monitoring.example.org',
  });
}

const rulesOf = (groups: readonly RuleGroup[]): readonly (AlertingRule | { record: string; expr: string })[] =>
  groups.flatMap(({ rules }) => rules);
const alertsOf = ({ delivery }: Delivered): readonly AlertingRule[] =>
  rulesOf(delivery.ruleGroups).filter((rule) => 'alert' in rule);
const selectorsOf = (expr: string): readonly SelectorNode[] =>
  walk(parse(expr)).filter((node) => node.type === 'selector');

/** A claim on each delivered alert: what is wrong with it, or undefined. */
const ofAlerts = (title: string, fault: (rule: AlertingRule, of: Delivered) => string | undefined): Claim => ({
  title,
  faults: (of) =>
    alertsOf(of).flatMap((rule) => {
      const found = fault(rule, of);
      return found === undefined ? [] : [`${of.service.id}/${rule.alert}: ${found}`];
    }),
});

const difference = (all: readonly string[], without: readonly string[]): readonly string[] =>
  all.filter((one) => !without.includes(one));

const keysText = (of: object): string => Object.keys(of).sort().join(', ');

/**
 * Probes of every service share a job, and tell whose they are by a label. Whether they are carried out at all is for
 * the exporter's own service to ask, of all.
 */
const isOwnProbe = ({ name, matchers }: SelectorNode, { id }: Service): boolean =>
  matchers.some(({ label, op, value }) => label === 'job' && op === '=' && value === PROBE_JOB) &&
  ((id === 'blackbox' && name === 'up') ||
    matchers.some(({ label, op, value }) => label === 'service' && op === '=' && value === id));

/** Names that a service makes or declares, and those that Prometheus makes for every target. */
function knownNames({ service, delivery }: Delivered): readonly string[] {
  const declared = Object.values(service.spec.metrics).flatMap(({ seriesNames }) => seriesNames);
  const probed = Object.values(probeMetrics).map(({ name }) => name);
  const own = Object.keys(service.spec.probes ?? {}).length > 0 ? probed : [];
  return [
    ...declared,
    ...own,
    ...rulesOf(delivery.ruleGroups).flatMap((rule) => ('record' in rule ? [rule.record] : [])),
  ];
}

/** Alerts of a service, those of its objectives included. */
const sectionNames = (service: Service): readonly string[] => [...service.alertNames, ...service.sloAlertNames];

const runbookClaims: readonly Claim[] = [
  {
    title: 'has a runbook section for each alert, with its five headings in order',
    faults: ({ service, delivery }) => {
      const sections = runbookSections(delivery.runbook);
      return sectionNames(service).flatMap((name) => {
        const headings = sections.get(name);
        if (headings === undefined) return [`${service.id}/${name}: has no section in the runbook`];
        if (headings.join() === RUNBOOK_HEADINGS.join()) return [];
        return [
          `${service.id}/${name}: its section has ${headings.join(', ')}, must have ${RUNBOOK_HEADINGS.join(', ')}`,
        ];
      });
    },
  },
  {
    title: 'has no runbook section without an alert',
    faults: ({ service, delivery }) =>
      difference([...runbookSections(delivery.runbook).keys()], sectionNames(service)).map(
        (title) => `${service.id}/${title}: is a section of the runbook, and no alert`,
      ),
  },
  {
    title: 'has no empty heading in its runbook',
    faults: ({ service, delivery }) =>
      [...delivery.runbook.matchAll(/^### (.+)\n(?:\s*\n)*(?=#|$(?![^]))/gm)].map(
        ([, title = '']) => `${service.id}: a heading '${title}' of the runbook has no text`,
      ),
  },
];

const textClaims: readonly Claim[] = [
  ofAlerts('says in one line of at most 120 characters what each alert is about', ({ annotations }) => {
    const { summary = '' } = annotations;
    if (summary === '' || summary.includes('\n')) return 'its summary is empty or has several lines';
    return summary.length > 120 ? `its summary has ${summary.length} characters, must have at most 120` : undefined;
  }),
  ofAlerts('gives each alert the same annotations', ({ annotations }) => {
    const wanted = 'dashboard_url, description, runbook_url, summary';
    return keysText(annotations) === wanted ? undefined : `annotations are ${keysText(annotations)}, must be ${wanted}`;
  }),
  ofAlerts('gives each alert the labels that it is routed by', ({ labels }, { service }) => {
    const wanted = labels['slo'] === undefined ? 'service, severity, team' : 'service, severity, slo, team';
    if (keysText(labels) !== wanted) return `labels are ${keysText(labels)}, must be ${wanted}`;
    return labels['service'] === service.id ? undefined : `label service is '${labels['service']}'`;
  }),
  ofAlerts('says the value in each description', ({ annotations, labels, expr }) => {
    if (labels.severity === 'none' || expr.includes('absent(')) return undefined;
    return annotations['description']?.includes('$value') || / == [01]\b/.test(expr)
      ? undefined
      : 'does not say the value';
  }),
];

const ruleClaims: readonly Claim[] = [
  ofAlerts('waits at least two evaluations, but for the dead man’s switch', ({ for: wait, labels }) => {
    if (labels.severity === 'none') return wait === undefined ? undefined : "it waits, and has severity 'none'";
    if (wait === undefined) return "has no 'for'";
    return wait.value >= 2 * EVALUATION.value
      ? undefined
      : `'for' is ${durationText(wait)}, shorter than two evaluations`;
  }),
  ofAlerts('asks only for its own job and its own probes, or for all', ({ expr }, { service }) => {
    const jobs = selectorsOf(expr)
      .filter((node) => !isOwnProbe(node, service))
      .flatMap(({ matchers }) => matchers.filter(({ label }) => label === 'job'));
    const other = jobs.find(({ op, value }) => op !== '=' || value !== service.id);
    return other === undefined ? undefined : `asks for job${other.op}"${other.value}", must ask for "${service.id}"`;
  }),
  ofAlerts('reads only metrics of its catalogue and recorded series', ({ expr }, of) => {
    const unknown = difference(
      selectorsOf(expr).map(({ name = '' }) => name),
      knownNames(of),
    );
    return unknown.length === 0 ? undefined : `reads ${unknown.join(', ')}, which no catalogue has`;
  }),
  {
    title: 'says for each alert what a lack of data means',
    faults: ({ service }) =>
      service.spec.alerts.flatMap(({ name, spec: { noData } }) => {
        if (noData.kind !== 'covered' || service.alertNames.includes(noData.by)) return [];
        return [`${service.id}/${name}: '${noData.by}' is to cover a lack of data, and is no alert of the service`];
      }),
  },
  {
    title: 'notices that its targets fail, and that it has none',
    faults: (of) => {
      const up = `up{job="${of.service.id}"}`;
      const wanted = [`${up} == 0`, `absent(${up})`];
      const found = alertsOf(of).map(({ expr }) => expr);
      return difference(wanted, found).map((expr) => `${of.service.id}: no alert watches ${expr}`);
    },
  },
  {
    title: 'uses every series that it records',
    faults: ({ service, delivery }) => {
      const asked = delivery.dashboards.flatMap(({ model }) => JSON.stringify(model));
      const rules = rulesOf(delivery.ruleGroups);
      return rules.flatMap((rule) => {
        if (!('record' in rule)) return [];
        const { record } = rule;
        const used = rules.some(
          (other) => other !== rule && selectorsOf(other.expr).some(({ name }) => name === record),
        );
        return used || asked.some((text) => text.includes(record)) ? [] : [`${service.id}/${record}: nothing uses it`];
      });
    },
  },
];

const boardClaims: readonly Claim[] = [
  {
    title: 'has the board that its alerts link to',
    faults: ({ service, delivery }) =>
      delivery.dashboards.some(({ uid }) => uid === service.spec.board)
        ? []
        : [`${service.id}: alerts link to board '${service.spec.board}', which is not delivered`],
  },
  {
    title: 'shows every alert on a board, with its threshold',
    faults: ({ delivery }) =>
      plottedAlerts([delivery], viewsOf([delivery])).map(({ where, what }) => `${where}: ${what}`),
  },
];

/** Everything that is claimed of every service. */
export const CLAIMS: readonly Claim[] = [...runbookClaims, ...textClaims, ...ruleClaims, ...boardClaims];
