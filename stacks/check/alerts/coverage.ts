/** What nothing watches: AL-19, AL-20, X-04 and X-07. */
import type { ScrapeJob } from '../../../model/delivery';
import type { Metric } from '../../../model/metric';
import { suggestion } from '../../../model/problem';
import type { Problem } from '../../../model/problem';
import type { SelectorNode } from '../../../model/promql/ast';
import { walk } from '../../../model/promql/ast';
import { excerpt } from '../../../model/promql/lint';
import type { Service } from '../../../model/service';
import type { JudgedRule, Subject } from '../subject';
import { decidingAbsences, demandedOf, limitOf, selectorsIn } from '../tree';

/** A reason shorter than that is none. */
const SHORTEST_REASON = 12;

/** Every alert says what a lack of its data means, and the alert that it counts on is there. */
export function lackOfData({ services, wiring }: Subject): readonly Problem[] {
  return services.flatMap((service) => {
    const present = wiring.deliveries.find((each) => each.service === service.id)?.alerts ?? [];
    const delivered = new Set(present.map(({ alertname }) => alertname));
    return service.spec.alerts.flatMap(({ name, spec: { noData } }): readonly Problem[] => {
      const problem = { id: 'AL-19', where: `${service.id}/${name}` };
      if (noData.kind === 'ok' && noData.reason.length < SHORTEST_REASON) {
        return [
          {
            ...problem,
            what: `a lack of data is no fault because of '${noData.reason}', which is no reason`,
            remedy: 'say why',
          },
        ];
      }
      if (noData.kind !== 'covered') return [];
      const known = service.alertNames;
      if (!(known as readonly string[]).includes(noData.by)) {
        const what = `a lack of data is to be told by '${noData.by}', which is no alert of the service`;
        return [{ ...problem, what, remedy: suggestion(noData.by, known) }];
      }
      if (!delivered.has(name) || delivered.has(noData.by)) return [];
      const what = `a lack of data is to be told by ${noData.by}, which this release cannot have`;
      return [{ ...problem, what, remedy: 'count on another alert, or say why a lack is no fault' }];
    });
  });
}

/** Every scrape job, exporter and SLI has an alert that notices when it falls silent. */
export function silences(subject: Subject): readonly Problem[] {
  return [...unwatchedJobs(subject), ...unwatchedExporters(subject), ...unwatchedObjectives(subject)];
}

function unwatchedJobs({ wiring, alerts }: Subject): readonly Problem[] {
  return wiring.deliveries.flatMap(({ service, scrapeJobs }) =>
    scrapeJobs.flatMap((each) => {
      const job = jobLabel(each);
      const isUp = (node: SelectorNode): boolean => node.name === 'up' && keepsTo(node, job);
      const absent = alerts.some(({ root }) => decidingAbsences(root).some((call) => selectorsIn(call).some(isUp)));
      const down = alerts.some(({ root }) => readsZero(root, isUp));
      // What is probed is found as what is scraped is: by the service's own job, or by hand.
      const isProbed = each.probes !== undefined;
      const lacks = [!absent && !isProbed && `that it has no target`, !down && 'that a target does not answer'];
      return lacks
        .filter((lack) => lack !== false)
        .map((lack) => ({
          id: 'AL-20',
          where: `${service}/job ${each.job}`,
          what: `no alert tells ${lack}`,
          remedy: 'add targetDown(…) and jobAbsent(…)',
        }));
    }),
  );
}

/** The label `job` of the samples, which a step of relabelling can set. */
function jobLabel({ job, relabelings = [] }: ScrapeJob): string {
  const set = relabelings.findLast(({ targetLabel, sourceLabels }) => targetLabel === 'job' && !sourceLabels);
  return set?.replacement ?? job;
}

/** Selects the job's targets, among others perhaps. */
function keepsTo({ matchers }: SelectorNode, job: string): boolean {
  const own = matchers.find(({ label }) => label === 'job');
  return own === undefined || (own.op === '=' && own.value === job);
}

/** Some part of the condition holds where the selected series are 0. */
function readsZero(root: JudgedRule['root'], isWanted: (node: SelectorNode) => boolean): boolean {
  return walk(root).some((node) => {
    const limit = node.type === 'binary' ? limitOf(node) : undefined;
    if (limit === undefined || !selectorsIn(limit.left).some(isWanted)) return false;
    const { op, value } = limit;
    return (
      (op === '==' && value === 0) || (op === '!=' && value === 1) || (op.startsWith('<') && value <= 1 && value >= 0)
    );
  });
}

/** A gauge by which an exporter says whether what it asks has answered. */
const EXPORTER_FLAG = /_up$|^probe_success$/;

/** One for the whole target; a flag with a label tells of a part of it, such as a network device. */
function isExporterFlag({ name, type, labels }: Metric): boolean {
  if (type !== 'gauge' || !EXPORTER_FLAG.test(name)) return false;
  return name === 'probe_success' || Object.keys(labels).length === 0;
}

function unwatchedExporters({ services, wiring, alerts }: Subject): readonly Problem[] {
  return watched(services, wiring).flatMap(({ service, left }) =>
    Object.values(service.spec.metrics)
      .filter((metric) => isExporterFlag(metric))
      .filter(({ name }) => !left.some((reason) => reason.includes(name)))
      .filter(({ name }) => !alerts.some(({ root }) => readsZero(root, (node) => node.name === name)))
      .map(({ name }) => ({
        id: 'AL-20',
        where: `${service.id}/metric ${name}`,
        what: 'no alert tells when it is 0',
        remedy: 'watch it: the scrape succeeds while what is asked does not answer',
      })),
  );
}

interface Watched {
  readonly service: Service;
  /** Reasons for what the release cannot support. */
  readonly left: readonly string[];
}

/** Services that have a target here. */
function watched(services: readonly Service[], { deliveries }: Subject['wiring']): readonly Watched[] {
  return services.flatMap((service) => {
    const delivery = deliveries.find((each) => each.service === service.id);
    if (delivery === undefined || delivery.scrapeJobs.length === 0) return [];
    return [{ service, left: delivery.omissions.map(({ reason }) => reason) }];
  });
}

function unwatchedObjectives({ alerts }: Subject): readonly Problem[] {
  const objectives = alerts.flatMap(({ root, service }) => {
    const slo = demandedOf(root, 'slo');
    return slo === undefined ? [] : [{ where: `${service}/slo ${slo}`, isSilence: decidingAbsences(root).length > 0 }];
  });
  const told = new Set(objectives.filter(({ isSilence }) => isSilence).map(({ where }) => where));
  return [...new Set(objectives.map(({ where }) => where))]
    .filter((where) => !told.has(where))
    .map((where) => ({
      id: 'AL-20',
      where,
      what: 'no alert tells that its indicator is absent',
      remedy: 'without data the budget looks unspent: add the absence alert',
    }));
}

/** Every job that an expression names is scraped. */
export function knownJobs({ alerts, recordings, wiring }: Subject): readonly Problem[] {
  const jobs = wiring.prometheus.scrapeJobs.map(jobLabel);
  return [...recordings, ...alerts].flatMap(({ root, where, text }) =>
    selectorsIn(root).flatMap(({ matchers }) =>
      matchers
        .filter(({ label, op, value }) => label === 'job' && op === '=' && !jobs.includes(value))
        .map((matcher) => ({
          id: 'X-04',
          where,
          what: `it reads job '${matcher.value}', which nothing scrapes`,
          remedy: suggestion(matcher.value, jobs),
          excerpt: excerpt(text, matcher),
        })),
    ),
  );
}

/** Every service that is watched is scraped, alerts, has a board and a runbook; and what users come for, an objective. */
export function completeServices({ wiring, services }: Subject): readonly Problem[] {
  return wiring.deliveries
    .filter(({ scrapeJobs, ruleGroups }) => scrapeJobs.length > 0 || ruleGroups.length > 0)
    .flatMap(({ service, scrapeJobs, alerts, dashboards, runbook }) => {
      const own = services.find(({ id }) => id === service);
      const lacks = [
        scrapeJobs.length === 0 && 'scrape job',
        alerts.length === 0 && 'alert',
        dashboards.length === 0 && 'board',
        runbook.trim() === '' && 'runbook',
        own?.level === 'service' && own.spec.slos === undefined && 'objective',
      ].filter((lack) => lack !== false);
      return lacks.map((lack) => ({
        id: 'X-07',
        where: service,
        what: `it is watched and has no ${lack}`,
        remedy: lack === 'objective' ? "give 'slos', or the level 'resource'" : 'complete the service',
      }));
    });
}
