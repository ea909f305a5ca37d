/** Checks of a blackbox exporter, and of the jobs that ask it. */
import type { ScrapeJob } from '../../model/delivery';
import type { HttpModule, ProbeModule } from '../../model/probe/module';
import { suggestion } from '../../model/problem';
import { regex } from '../check/regex';
import { repeated } from '../check/repeated';
import { Report, quantityShown } from '../check/report';
import type { Identity } from '../kubernetes/identity';
import type { Resources } from '../kubernetes/resources';
import { checkIdentity, checkResources } from '../kubernetes/validate';
import type { BlackboxExporterSettings } from './settings';

/** What is needed beside the settings to run it in Kubernetes. */
export interface BlackboxExporterDeployment {
  readonly resources: Resources;
}

/** Seconds that the exporter keeps for its own answer: `--timeout-offset`. */
const TIMEOUT_OFFSET = 0.5;
const METHODS: readonly string[] = ['GET', 'HEAD', 'POST'];
/** Headers that carry a secret or decide where a request goes. */
const FORBIDDEN_HEADERS = ['authorization', 'cookie', 'proxy-authorization', 'x-api-key'];

/** Every problem of the settings and of how they are to run. */
export function checkBlackboxExporter(
  settings: BlackboxExporterSettings,
  { resources }: BlackboxExporterDeployment,
  report: Report,
): void {
  checkModules(settings, report);
  checkResources(resources, report);
}

/** The modules of an exporter. */
export function checkModules({ modules }: BlackboxExporterSettings, report: Report): void {
  const names = modules.map(({ name }) => name);
  for (const name of repeated(names)) {
    report.refuse(`module '${name}' is defined twice, must be one: a job asks for it by name`);
  }
  for (const module of modules) checkModule(module, report.at(module.name));
}

/** Problems of a construct at `where`. */
export function blackboxExporterProblems(
  props: BlackboxExporterDeployment & { readonly identity: Identity; readonly settings: BlackboxExporterSettings },
  where: string,
): Report['problems'] {
  const report = new Report(where);
  checkIdentity(props.identity, report);
  checkBlackboxExporter(props.settings, props, report);
  return report.problems;
}

function checkModule(module: ProbeModule, report: Report): void {
  if (module.timeout.value <= 0) report.must('timeout', quantityShown(module.timeout), 'more than nothing');
  switch (module.prober) {
    case 'http':
      return checkHttp(module, report);
    case 'tcp':
      return undefined;
    case 'dns':
      if (!/^(?:[a-z0-9_-]+\.)*[a-z0-9_-]+\.?$/i.test(module.query)) {
        report.must('query', module.query, 'a name that can be asked');
      }
      return checkRegex('answer', module.answer, report);
    default:
      // Reached with data from outside only.
      return report.must('prober', (module as { readonly prober: unknown }).prober, 'http, tcp or dns');
  }
}

function checkHttp({ method, statuses, body, headers = {} }: HttpModule, report: Report): void {
  if (!METHODS.includes(method)) report.must('method', method, METHODS.join(', '));
  for (const status of statuses) {
    if (!Number.isInteger(status) || status < 100 || status > 599) report.must('a status', status, 'from 100 to 599');
  }
  if (statuses.length === 0) report.refuse('statuses is empty, must have at least one');
  checkRegex('body', body, report);
  for (const name of Object.keys(headers)) {
    if (!/^[A-Za-z0-9-]+$/.test(name)) report.must('the name of a header', name, 'letters, digits and dashes');
    if (FORBIDDEN_HEADERS.includes(name.toLowerCase())) {
      report.refuse(`header '${name}' stands in clear, must be a secret`, "give the probe 'auth'");
    }
  }
}

/** The exporter looks for a match anywhere, so the whole text need not be one. */
function checkRegex(name: string, pattern: string | undefined, report: Report): void {
  if (pattern !== undefined) report.must(name, pattern, regex(pattern));
}

/** Problems of the jobs that have targets probed: whom they ask, for what, and how long they wait. */
export function checkProbeJobs(
  jobs: readonly ScrapeJob[],
  { modules }: BlackboxExporterSettings,
  report: Report,
): void {
  for (const job of jobs.filter(({ probes }) => probes !== undefined)) {
    const [wanted = ''] = job.params?.['module'] ?? [];
    const module = modules.find(({ name }) => name === wanted);
    const at = report.at(job.job);
    if (module === undefined) {
      const known = modules.map(({ name }) => name);
      at.refuse(`module is '${wanted}', must be one that the exporter has`, suggestion(wanted, known));
    } else if (module.timeout.value > job.timeout.value - TIMEOUT_OFFSET) {
      const [own, whole] = [quantityShown(module.timeout), quantityShown(job.timeout)];
      at.refuse(`timeout of the module is ${own}, must be ${TIMEOUT_OFFSET}s shorter than the job's, ${whole}`);
    }
    checkTargets(job, at);
  }
}

/** A probe of these would show whoever reads the board what no client may see. */
function checkTargets({ discovery }: ScrapeJob, report: Report): void {
  const targets = discovery.flatMap((each) => (each.kind === 'static' ? each.targets : []));
  for (const target of targets.filter((each) => /^(?:169\.254\.|\[fe80:|\[fd00:ec2:|metadata\.)/i.test(each))) {
    report.must('target', target, "no address of the cloud's metadata service");
  }
}
