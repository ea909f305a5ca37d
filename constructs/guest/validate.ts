/** Checks of a guest's environment, and of what services deliver there. */
import type { DeliverableService, ServiceDelivery } from '../../model/delivery';
import { type Problem, suggestion } from '../../model/problem';
import { checkModules, checkProbeJobs } from '../blackbox-exporter/validate';
import { dnsLabel, target } from '../check/names';
import { Report } from '../check/report';
import { type Shape, list, mapping, object, quantity, secret, text } from '../check/shape';
import { checkDashboards } from '../grafana/validate';
import { anyText, watchingFields } from '../monitoring/shape';
import { checkServices, checkThresholds } from '../monitoring/validate';
import { tlsShape } from '../prometheus/job-shape';
import { checkExternalLabels, checkInterval, checkTimeout } from '../prometheus/validate';
import { checkJobs } from '../prometheus/validate-jobs';
import { checkRules } from '../prometheus/validate-rules';
import type { GuestEnvironment } from './environment';

const guestShape: Shape = object(
  { ...watchingFields, publicUrl: text },
  {
    retention: quantity('seconds'),
    prober: text,
    probeAuthority: secret,
    alertLabels: mapping(anyText),
    nodeTls: tlsShape,
    scraped: list(text),
  },
);

/** Fields that are missing, unknown, or of another type. */
export function guestShapeProblems(environment: unknown): readonly Problem[] {
  const name: unknown = (environment as Partial<GuestEnvironment> | null | undefined)?.name;
  const report = new Report(typeof name === 'string' && dnsLabel(name) === undefined ? name : 'environment');
  guestShape(environment, '', report);
  return report.problems;
}

/** Problems of the names and addresses of an environment of sound shape. */
export function guestProblems(
  environment: GuestEnvironment,
  services: readonly Pick<DeliverableService, 'id'>[],
): readonly Problem[] {
  const { name, cluster, publicUrl, prober, scrapeInterval, scrapeTimeout, evaluationInterval } = environment;
  const { alertLabels = {} } = environment;
  const report = new Report(name);
  report.must('name', name, dnsLabel(name));
  report.must('cluster', cluster, dnsLabel(cluster));
  checkBaseUrl(publicUrl, report);
  if (prober !== undefined) report.must('prober', prober, target(prober));
  checkInterval('scrapeInterval', scrapeInterval, report);
  checkInterval('evaluationInterval', evaluationInterval, report);
  checkTimeout(scrapeTimeout, scrapeInterval, report);
  checkServices(environment, services, report);
  checkScraped(environment, services, report);
  checkExternalLabels(alertLabels, report);
  for (const label of ['cluster', 'environment'].filter((each) => Object.hasOwn(alertLabels, each))) {
    report.refuse(`external label '${label}' is set by hand, must be left to the environment, which sets it`);
  }
  return report.problems;
}

/** A service is found by us or by them, and its names are mapped by whoever scrapes it. */
function checkScraped(
  { services: watched, scraped = [] }: GuestEnvironment,
  services: readonly Pick<DeliverableService, 'id'>[],
  report: Report,
): void {
  const known = services.map(({ id }) => id);
  for (const id of scraped) {
    if (!known.includes(id)) report.refuse(`scraped names '${id}', which is unknown`, suggestion(id, known));
    if (Object.hasOwn(watched, id)) {
      report.refuse(`scraped names '${id}', which services has too, must be in one of them: it would be scraped twice`);
    }
  }
}

/** A URL that is refused may hold a password, so the message does not repeat it. */
function checkBaseUrl(publicUrl: string, report: Report): void {
  if (URL.canParse(publicUrl)) {
    const { protocol, username, password, search, hash } = new URL(publicUrl);
    const bare = [username, password, search, hash].every((part) => part === '');
    if (/^https?:$/.test(protocol) && bare && !publicUrl.endsWith('/')) return;
  }
  report.refuse(
    'publicUrl is another text, must be a URL with scheme http or https, without password, query or trailing slash',
  );
}

/** Problems of what was delivered. */
export function deliveryProblems(
  environment: GuestEnvironment,
  deliveries: readonly ServiceDelivery[],
): readonly Problem[] {
  const report = new Report(environment.name);
  const scrapeJobs = deliveries.flatMap((delivery) => delivery.scrapeJobs);
  const modules = deliveries.flatMap(({ probeModules = [] }) => probeModules);
  checkThresholds(environment, { deliveries }, report);
  checkJobs({ ...environment, scrapeJobs }, report, true);
  checkFiles(deliveries, report);
  checkRules(
    deliveries.map(({ service, ruleGroups }) => ({ service, groups: ruleGroups })),
    environment.evaluationInterval,
    report,
  );
  checkDashboards(
    deliveries.flatMap(({ dashboards }) => dashboards),
    report,
  );
  checkModules({ modules }, report);
  checkProbeJobs(scrapeJobs, { modules }, report);
  return report.problems;
}

/** Where their configuration lies, and what lies beside it, is unknown here. */
function checkFiles(deliveries: readonly ServiceDelivery[], report: Report): void {
  for (const { job, discovery } of deliveries.flatMap(({ scrapeJobs }) => scrapeJobs)) {
    const files = discovery.flatMap((each) => (each.kind === 'file' ? each.files : []));
    for (const file of files.filter((each) => !each.startsWith('/'))) {
      report.at(job).must('a file', file, 'an absolute path, as their Prometheus sees it');
    }
  }
}
