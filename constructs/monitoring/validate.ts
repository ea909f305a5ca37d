/** Checks of an environment, and of what follows from it. Each component checks its own settings. */
import type { AlertShape, DeliverableService } from '../../model/delivery';
import { type Problem, suggestion } from '../../model/problem';
import { checkAlertmanager } from '../alertmanager/validate';
import { checkInhibitedShapes } from '../alertmanager/validate-inhibitions';
import { checkSilences } from '../alertmanager/silences/validate';
import { checkDelivery } from '../alertmanager/validate-routes';
import { checkBlackboxExporter, checkProbeJobs } from '../blackbox-exporter/validate';
import { cidr, dnsLabel, objectName } from '../check/names';
import { Report } from '../check/report';
import { checkSecret } from '../check/secret';
import { checkGrafana } from '../grafana/validate';
import { checkNamespace, checkResources } from '../kubernetes/validate';
import { checkKubeStateMetrics } from '../kube-state-metrics/validate';
import { checkNginx } from '../nginx-proxy/validate';
import { checkPrometheus } from '../prometheus/validate';
import { checkTargets } from '../prometheus/validate-jobs';
import { images } from '../versions';
import type { Environment } from './environment';
import type { Wiring } from './settings';
import { environmentShape } from './shape';
import { checkCopies } from './validate-copies';
import { checkJobs } from './validate-jobs';
import { checkLogs } from './validate-logs';
import { checkPostgresExporters } from './validate-postgres-exporters';
import { checkSignIn } from './validate-sign-in';
import { checkLongTerm } from './validate-thanos';

/** Fields that are missing, unknown, or of another type: what data from outside can be. */
export function shapeProblems(environment: unknown): readonly Problem[] {
  const name: unknown = (environment as Partial<Environment> | null | undefined)?.name;
  const report = new Report(typeof name === 'string' && dnsLabel(name) === undefined ? name : 'environment');
  environmentShape(environment, '', report);
  return report.problems;
}

/** Problems of the names and addresses of an environment of sound shape. */
export function environmentProblems(
  environment: Environment,
  services: readonly Pick<DeliverableService, 'id'>[],
): readonly Problem[] {
  const report = new Report(environment.name);
  checkNames(environment, report);
  checkNetwork(environment, report);
  checkServices(environment, services, report);
  checkImages(environment, report);
  checkSecretNames(environment, report);
  checkStorageClasses(environment, report);
  checkResources(environment.nodeExporter.resources, report.at('node-exporter'));
  if (environment.nodeExporter.outside !== undefined) {
    checkTargets(environment.nodeExporter.outside, report.at('node-exporter'));
  }
  checkProduction(environment, report);
  return report.problems;
}

/** Problems of the settings that were wired. */
export function wiringProblems(environment: Environment, wiring: Wiring): readonly Problem[] {
  const report = new Report(environment.name);
  const shapes: readonly AlertShape[] = wiring.deliveries.flatMap(({ alerts }) => alerts);
  checkThresholds(environment, wiring, report);
  checkExternalLabelNames(environment, report.at('prometheus'));
  checkPrometheus(wiring.prometheus, environment.prometheus, report.at('prometheus'));
  const alertmanager = report.at('alertmanager');
  checkAlertmanager(wiring.alertmanager, environment.alertmanager, alertmanager);
  // Those that follow from the alerts fit them by the way they are made.
  checkInhibitedShapes(environment.alertmanager.inhibitions ?? [], shapes, alertmanager);
  checkDelivery(wiring.alertmanager, shapes, alertmanager);
  checkSilences(environment.alertmanager.silences ?? [], shapes, alertmanager);
  checkGrafana(wiring.grafana, environment.grafana, report.at('grafana'));
  checkNginx(wiring.nginx, environment.nginx, report.at('nginx'));
  const prober = report.at('blackbox-exporter');
  checkBlackboxExporter(wiring.blackboxExporter, environment.blackboxExporter, prober);
  checkProbeJobs(wiring.prometheus.scrapeJobs, wiring.blackboxExporter, prober);
  checkSignIn(environment, wiring, report.at('nginx/signIn'));
  checkLogs(environment, wiring, report.at('logs'));
  checkJobs(environment, report.at('jobs'));
  checkCopies(environment, report.at('jobs'));
  checkLongTerm(environment, report.at('thanos'));
  checkPostgresExporters(environment, wiring, report.at('postgresExporters'));
  if (environment.kubeStateMetrics !== undefined && wiring.kubeStateMetrics !== undefined) {
    checkKubeStateMetrics(wiring.kubeStateMetrics, environment.kubeStateMetrics, report.at('kube-state-metrics'));
  }
  return report.problems;
}

/** A label's value has 63 characters: the environment, a dash, and the name of a component. */
const LONGEST_NAME = 40;

function checkNames({ name, cluster, namespaces }: Environment, report: Report): void {
  report.must('name', name, dnsLabel(name));
  if (name.length > LONGEST_NAME) {
    report.refuse(`name has ${name.length} characters, must have at most ${LONGEST_NAME}: labels begin with it`);
  }
  report.must('cluster', cluster, dnsLabel(cluster));
  checkNamespace(namespaces.monitoring, 'namespaces.monitoring', report);
  checkNamespace(namespaces.node, 'namespaces.node', report);
  if (namespaces.monitoring === namespaces.node) {
    report.refuse(
      `namespaces.node is '${namespaces.node}', must differ from namespaces.monitoring`,
      'agents of the host cannot live at the security level of the others',
    );
  }
}

function checkNetwork({ network }: Environment, report: Report): void {
  for (const [who, blocks] of Object.entries(network) as [string, readonly string[]][]) {
    if (blocks.length === 0)
      report.refuse(`network.${who} is empty, must have a CIDR block`, 'an empty list means everybody');
    for (const block of blocks) report.must(`network.${who}`, block, cidr(block));
  }
}

/** Services that nobody knows. */
export function checkServices(
  environment: Pick<Environment, 'services'>,
  services: readonly Pick<DeliverableService, 'id'>[],
  report: Report,
): void {
  const known = services.map(({ id }) => id);
  for (const id of Object.keys(environment.services)) {
    if (!known.includes(id)) report.refuse(`service '${id}' is unknown`, suggestion(id, known));
  }
}

/** Images that nobody knows, or that could be another tomorrow. */
export function checkImages({ images: overrides = {} }: Pick<Environment, 'images'>, report: Report): void {
  for (const [name, pin] of Object.entries(overrides.pins ?? {})) {
    const known = Object.entries(images).find(([each]) => each === name)?.[1];
    if (known === undefined) report.refuse(`image '${name}' is unknown`, suggestion(name, Object.keys(images)));
    const { tag, digest } = pin;
    if (tag !== undefined && versionNumbers(tag) < versionNumbers(known?.tag ?? ''))
      report.must(`images.pins.${name}.tag`, tag, 'an exact version');
    if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest)) {
      report.must(`images.pins.${name}.digest`, digest, 'sha256: and 64 hexadecimal digits');
    }
  }
}

/** How many numbers a version has: three, or two where PostgreSQL counts releases. */
function versionNumbers(tag: string): number {
  const [, version] = /^v?(\d+(?:\.\d+)*)/.exec(tag) ?? [];
  return version?.split('.').length ?? 0;
}

function checkStorageClasses({ prometheus, alertmanager, grafana }: Environment, report: Report): void {
  for (const [component, { volume }] of Object.entries({ prometheus, alertmanager, grafana })) {
    const name = volume?.storageClass;
    if (name !== undefined) report.must(`${component}.volume.storageClass`, name, objectName(name));
  }
}

function checkSecretNames({ nginx, grafana, blackboxExporter: { authority } }: Environment, report: Report): void {
  report.must('nginx.tlsSecret', nginx.tlsSecret, objectName(nginx.tlsSecret));
  const { certificateIssuer: issuer } = nginx;
  if (issuer !== undefined) report.must('nginx.certificateIssuer.name', issuer.name, objectName(issuer.name));
  for (const [path, ref] of [
    ...(nginx.users === undefined ? [] : [['nginx.users', nginx.users] as const]),
    ['grafana.adminPassword', grafana.adminPassword],
    ['grafana.secretKey', grafana.secretKey],
    ...(authority === undefined ? [] : [['blackboxExporter.authority', authority] as const]),
  ] as const) {
    checkSecret(ref, path, report);
  }
}

/** A threshold of an alert that is not here would be believed to hold. */
export function checkThresholds(
  { thresholds }: Pick<Environment, 'thresholds'>,
  { deliveries }: Pick<Wiring, 'deliveries'>,
  report: Report,
): void {
  const present = deliveries.flatMap(({ alerts }) => alerts.map(({ alertname }) => alertname));
  const omitted = deliveries.flatMap(({ omissions }) => omissions.map(({ name }) => name));
  const known = [...new Set([...present, ...omitted])];
  for (const name of Object.keys(thresholds)) {
    if (!known.includes(name))
      report.refuse(`threshold of '${name}' belongs to no alert here`, suggestion(name, known));
  }
}

function checkExternalLabelNames({ prometheus }: Environment, report: Report): void {
  for (const name of ['cluster', 'environment']) {
    if (prometheus.externalLabels !== undefined && Object.hasOwn(prometheus.externalLabels, name)) {
      report.refuse(`external label '${name}' is set by hand, must be left to the environment, which sets it`);
    }
  }
}

/** What a test system may do without. */
function checkProduction({ purpose, host, prometheus, alertmanager }: Environment, report: Report): void {
  if (purpose !== 'production') return;
  if (/(?:^|\.)(?:localhost|local|test|dev|staging)(?:\.|$)/.test(host))
    report.must('host', host, 'no name of a test system in production');
  if (prometheus.replicas < 2) report.at('prometheus').must('replicas', prometheus.replicas, '2 or more in production');
  if (alertmanager.replicas === 1)
    report.at('alertmanager').must('replicas', alertmanager.replicas, '3 or more in production');
  if (alertmanager.receivers.deadMansSwitch === undefined) {
    report
      .at('alertmanager')
      .refuse(
        'receivers.deadMansSwitch is missing, must be there in production',
        'nobody else can tell that monitoring is down',
      );
  }
}
