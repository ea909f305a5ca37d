/** Checks of scrape jobs. */
import type { Discovery, RelabelRule, ScrapeJob, ScrapeTls } from '../../model/delivery';
import { dnsLabel, labelName, target } from '../check/names';
import { groupCount, highestGroup, regex } from '../check/regex';
import { repeated } from '../check/repeated';
import { Report, quantityShown } from '../check/report';
import { scrapeJobShape } from './job-shape';
import type { PrometheusSettings } from './settings';

/** What jobs are checked against. */
export type JobSettings = Pick<PrometheusSettings, 'scrapeJobs' | 'scrapeInterval' | 'scrapeTimeout'>;

/** Checks all jobs of a server. `withFiles`: whether somebody brings the files of file discovery. */
export function checkJobs(settings: JobSettings, report: Report, withFiles: boolean): void {
  const { scrapeJobs: jobs } = settings;
  const names = jobs.map(({ job }) => job);
  for (const name of repeated(names)) {
    report.refuse(`job '${name}' is defined twice, must be one: rules select targets by it`);
  }
  const sound = jobs.filter((job) => {
    const shape = new Report(report.where);
    scrapeJobShape(job, '', shape);
    for (const { what, remedy } of shape.problems) report.at(job.job).refuse(what, remedy);
    return shape.problems.length === 0;
  });
  for (const job of sound) checkJob(job, report.at(job.job === '' ? 'job' : job.job), withFiles);
  for (const job of sound) checkTimes(job, settings, report.at(job.job));
}

/** A time that the job has from its server is the server's problem, told once. */
function checkTimes({ interval, timeout }: ScrapeJob, server: JobSettings, report: Report): void {
  if (timeout.value <= interval.value) return;
  if (timeout.value === server.scrapeTimeout.value && interval.value === server.scrapeInterval.value) return;
  report.refuse(`timeout is ${quantityShown(timeout)}, must be at most the interval of ${quantityShown(interval)}`);
}

function checkJob(job: ScrapeJob, report: Report, withFiles: boolean): void {
  if (job.job === '') report.must('the name of the job', job.job, 'a text');
  if (!['http', 'https'].includes(job.scheme)) report.must('scheme', job.scheme, 'http or https');
  if (!/^\/[^\s?#]*$/.test(job.metricsPath)) report.must('metricsPath', job.metricsPath, 'a path that starts with /');
  if (!Number.isInteger(job.sampleLimit) || job.sampleLimit < 1) {
    report.must(
      'sampleLimit',
      job.sampleLimit,
      'a whole number, 1 or more',
      'no limit lets one target fill the server',
    );
  }
  if (job.tls !== undefined) checkTls(job.tls, job.scheme, report);
  for (const discovery of job.discovery) checkDiscovery(discovery, report, withFiles);
  for (const rule of job.relabelings ?? []) checkRelabeling(rule, report);
  checkKept(job, report);
  for (const rule of job.metricRelabelings ?? []) checkRelabeling(rule, report);
}

function checkTls({ certificate, key }: ScrapeTls, scheme: string, report: Report): void {
  if (scheme !== 'https') report.must('scheme', scheme, 'https where tls is given');
  if ((certificate === undefined) !== (key === undefined)) {
    report.refuse('tls.certificate and tls.key must be given together, or neither');
  }
}

function checkDiscovery(discovery: Discovery, report: Report, withFiles: boolean): void {
  switch (discovery.kind) {
    case 'static':
      return checkTargets(discovery.targets, report);
    case 'dns':
      if (discovery.type !== 'SRV' && (discovery.port as number | undefined) === undefined)
        report.refuse(`port is missing, must be given for ${discovery.type} records, which have none`);
      for (const name of discovery.names) {
        if (!/^[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?$/i.test(name))
          report.must('a DNS name', name, 'a name that can be asked');
      }
      return undefined;
    case 'kubernetes':
      return checkKubernetes(discovery, report);
    case 'file':
      return checkFiles(discovery.files, report, withFiles);
  }
}

/** The targets of a static discovery. */
export function checkTargets(targets: readonly string[], report: Report): void {
  if (targets.length === 0) report.refuse('targets is empty, must have at least one');
  for (const each of targets) report.must('target', each, target(each));
  for (const each of repeated(targets)) report.refuse(`target '${each}' stands twice, must stand once`);
}

function checkKubernetes(discovery: Extract<Discovery, { kind: 'kubernetes' }>, report: Report): void {
  const { role, namespaces, matchLabels } = discovery;
  if (role !== 'node' && namespaces.length === 0) {
    report.refuse(
      `namespaces is empty, must name where to look for each ${role}`,
      'all namespaces would need rights over the whole cluster',
    );
  }
  for (const namespace of namespaces) report.must('namespace', namespace, dnsLabel(namespace));
  if (Object.keys(matchLabels).length === 0 && role !== 'node') {
    report.refuse('matchLabels is empty, must have at least one label', 'every pod of the namespace would be scraped');
  }
}

/**
 * A glob may stand in the last part only.
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/#file_sd_config
 */
function checkFiles(files: readonly string[], report: Report, withFiles: boolean): void {
  for (const file of files) {
    const good =
      /^(?:\/|targets\/)[^*]*\.(?:json|ya?ml)$|^(?:\/|targets\/)(?:[^*]*\/)?[^/]*\*[^/]*\.(?:json|ya?ml)$/.test(file);
    if (!good) report.must('a file', file, 'targets/NAME.json or .yml, or an absolute path; * in the last part only');
    else if (file.startsWith('targets/') && !withFiles) {
      report.refuse(`a file is '${file}', which nothing brings`, "name its ConfigMap in 'prometheus.targetsConfigMap'");
    }
  }
}

/** A step of a relabelling. */
export function checkRelabeling(rule: RelabelRule, report: Report): void {
  const { action = 'replace', regex: pattern = '(.*)', replacement = '$1', targetLabel, modulus } = rule;
  const constraint = regex(pattern);
  report.must('a relabelling regex', pattern, constraint);
  const writes = action === 'replace' || action === 'hashmod';
  if (writes && targetLabel === undefined) {
    report.refuse(`relabelling '${action}' has no targetLabel, must name the label that it writes`);
  }
  if (targetLabel !== undefined && !targetLabel.startsWith('__') && !targetLabel.includes('$')) {
    report.must('targetLabel', targetLabel, labelName(targetLabel));
  }
  if (action === 'hashmod' && (modulus === undefined || modulus < 1)) {
    report.refuse(`modulus is ${modulus ?? 'missing'}, must be 1 or more for hashmod`);
  }
  if ((action === 'labeldrop' || action === 'labelkeep') && rule.sourceLabels !== undefined) {
    report.refuse(`relabelling '${action}' has sourceLabels, must have a regex alone: it matches names of labels`);
  }
  if (constraint !== undefined || targetLabel === undefined || action !== 'replace') return;
  if (highestGroup(replacement) > groupCount(pattern)) {
    report.refuse(
      `replacement is '${replacement}', must refer to one of the ${groupCount(pattern)} groups of the regex`,
    );
  }
}

/** Labels that a target has before the first step, by how it was found; a file can give any. */
const META_PREFIX: Readonly<Record<Exclude<Discovery['kind'], 'file'>, string>> = {
  static: '__meta_static_',
  dns: '__meta_dns_',
  kubernetes: '__meta_kubernetes_',
};

/** A step that keeps what no target has drops every target, and nothing says so. */
function checkKept({ discovery, relabelings = [] }: ScrapeJob, report: Report): void {
  if (discovery.some(({ kind }) => kind === 'file')) return;
  const known = new Set([
    'job',
    ...discovery.flatMap((each) => (each.kind === 'static' ? Object.keys(each.labels ?? {}) : [])),
  ]);
  const prefixes = discovery.flatMap(({ kind }) => (kind === 'file' ? [] : [META_PREFIX[kind]]));
  const isKnown = (label: string): boolean =>
    known.has(label) ||
    (label.startsWith('__meta_') ? prefixes.some((prefix) => label.startsWith(prefix)) : label.startsWith('__'));
  for (const { action, sourceLabels = [], separator = ';', regex: pattern = '(.*)', targetLabel } of relabelings) {
    const nothing = separator.repeat(Math.max(0, sourceLabels.length - 1));
    const keepsNothing = action === 'keep' && !sourceLabels.some(isKnown) && regex(pattern) === undefined;
    if (keepsNothing && !new RegExp(`^(?:${pattern})$`).test(nothing)) {
      report.refuse(
        `relabelling 'keep' reads ${sourceLabels.map((each) => `'${each}'`).join(', ')}, which no target has, must read ` +
          'labels of its discovery: it would drop every target',
      );
    }
    if (targetLabel !== undefined) known.add(targetLabel);
    if (action === 'labelmap') return;
  }
}
