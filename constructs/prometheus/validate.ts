/** Checks of a Prometheus. */
import { type Duration, gibibytes, hours, minutes } from '../../model/quantity';
import { labelName } from '../check/names';
import { Report, quantityShown } from '../check/report';
import type { Identity } from '../kubernetes/identity';
import type { Resources } from '../kubernetes/resources';
import { checkIdentity, checkReplicas, checkResources, checkSubPath, checkVolume } from '../kubernetes/validate';
import type { ClaimOptions } from '../kubernetes/workload';
import { REPLICA_LABEL } from './config';
import type { PrometheusSettings } from './settings';
import { checkJobs } from './validate-jobs';
import { checkRemoteWrite } from './validate-remote-write';
import { checkRules } from './validate-rules';
import { isSupported } from './version';

/** What is needed beside the settings to run it in Kubernetes. */
export interface PrometheusDeployment {
  readonly replicas: number;
  readonly resources: Resources;
  readonly volume: Omit<ClaimOptions, 'name'>;
  readonly targetsConfigMap?: string;
}

/** The database keeps two hours at least in memory before it writes a block. */
const SHORTEST_RETENTION = hours(2);
/** Series count as gone after five minutes without a sample; one missed scrape must not do that. */
const LONGEST_INTERVAL = minutes(2);
/** The write-ahead log and the block being made lie beside the blocks that the limit counts. */
const VOLUME_FACTOR = 1.2;
/** Labels that targets have of their own; as an external label they would be overwritten or lie. */
const TARGET_LABELS = ['instance', 'job', 'alertname', 'severity', 'service', '__name__', REPLICA_LABEL];

/** Every problem of the settings and of how they are to run. */
export function checkPrometheus(settings: PrometheusSettings, options: PrometheusDeployment, report: Report): void {
  checkServer(settings, report);
  checkExternalLabels(settings.externalLabels, report);
  checkJobs(settings, report, options.targetsConfigMap !== undefined);
  checkRemoteWrite(settings, report);
  checkRules(settings.rules, settings.evaluationInterval, report);
  checkReplicas(options.replicas, report);
  checkResources(options.resources, report);
  checkStorage(settings, options, report);
}

/** Problems of a construct at `where`. */
export function prometheusProblems(
  props: PrometheusDeployment & { readonly identity: Identity; readonly settings: PrometheusSettings },
  where: string,
): Report['problems'] {
  const report = new Report(where);
  checkIdentity(props.identity, report);
  checkSubPath(props.settings.subPath, report);
  checkPrometheus(props.settings, props, report);
  return report.problems;
}

function checkServer(settings: PrometheusSettings, report: Report): void {
  const { retention, version, scrapeInterval, scrapeTimeout, evaluationInterval } = settings;
  if (retention.value < SHORTEST_RETENTION.value) {
    const least = quantityShown(SHORTEST_RETENTION);
    report.refuse(`retention is ${quantityShown(retention)}, must be at least ${least} (one block of the database)`);
  }
  checkInterval('scrapeInterval', scrapeInterval, report);
  checkInterval('evaluationInterval', evaluationInterval, report);
  checkTimeout(scrapeTimeout, scrapeInterval, report);
  if (!isSupported(version)) {
    report.must('version', version, 'an exact version, 3.15 or newer (or 2.42 and newer of 2)');
  }
}

/** An interval of scrapes or evaluations. Prometheus takes 0 for its own default, a minute. */
export function checkInterval(name: string, interval: Duration, report: Report): void {
  if (interval.value > 0 && interval.value <= LONGEST_INTERVAL.value) return;
  const longest = quantityShown(LONGEST_INTERVAL);
  report.refuse(`${name} is ${quantityShown(interval)}, must be above 0 and at most ${longest}, or series have gaps`);
}

/** A scrape must end before the next begins. */
export function checkTimeout(timeout: Duration, interval: Duration, report: Report): void {
  if (interval.value <= 0 || (timeout.value > 0 && timeout.value <= interval.value)) return;
  const [is, most] = [quantityShown(timeout), quantityShown(interval)];
  report.refuse(`scrapeTimeout is ${is}, must be above 0 and at most the scrape interval of ${most}`);
}

/** Labels that everything gets which leaves a Prometheus. */
export function checkExternalLabels(labels: Readonly<Record<string, string>>, report: Report): void {
  for (const [name, value] of Object.entries(labels)) {
    report.must('the name of an external label', name, labelName(name));
    if (TARGET_LABELS.includes(name)) {
      report.refuse(`external label '${name}' is set, must not be one that targets or alerts have themselves`);
    }
    if (value === '' || /\{\{|\$\(|\$\{|\p{Cc}/u.test(value)) {
      report.must(`external label '${name}'`, value, 'a text with nothing left to replace, and not empty');
    }
  }
}

function checkStorage({ retentionSize }: PrometheusSettings, { volume }: PrometheusDeployment, report: Report): void {
  checkVolume(volume.size, 'volume.size', report);
  checkVolume(retentionSize, 'retentionSize', report);
  if (volume.size.value >= gibibytes(1).value && volume.size.value < retentionSize.value * VOLUME_FACTOR) {
    const least = gibibytes(Math.ceil((retentionSize.value * VOLUME_FACTOR) / 2 ** 30));
    report.refuse(
      `volume.size is ${quantityShown(volume.size)}, must be at least ${quantityShown(least)}: 20% more than ` +
        `retentionSize, which is ${quantityShown(retentionSize)}`,
      'a full volume silences alerts while health checks stay green; enlarge the volume or keep less',
    );
  }
}
