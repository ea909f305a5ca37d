/** Checks of what is handed to a Prometheus Operator. */
import type { ServiceDelivery } from '../../model/delivery';
import type { Problem } from '../../model/problem';
import type { RoutingSettings } from '../alertmanager/settings';
import { dnsLabel, objectName } from '../check/names';
import { Report } from '../check/report';
import { type Shape, mapping, object, oneOf, text } from '../check/shape';
import { folderSlug } from '../grafana/provisioning';
import { checkGuestRouting } from '../guest/routing';
import { routingFields } from '../monitoring/shape';
import { ruleFile } from '../prometheus/rules';
import { yamlText } from '../render/yaml';
import type { OperatorMonitoringProps, OperatorRouting } from './settings';
import { programsShape } from './validate-programs';

const MATCHER_STRATEGIES = ['None', 'OnNamespaceExceptForAlertmanagerNamespace'] as const;

const propsShape: Shape = object(
  { namespace: text, selectorLabels: mapping(text) },
  {
    routing: object(
      { ...routingFields.required, matcherStrategy: oneOf(...MATCHER_STRATEGIES) },
      routingFields.optional,
    ),
    programs: programsShape,
  },
);

/**
 * What one ConfigMap of rules may hold; the operator puts each `PrometheusRule` into one.
 * https://github.com/prometheus-operator/prometheus-operator/blob/v0.85.0/pkg/operator/rules.go (`MaxConfigMapDataSize`)
 */
const LARGEST_RULE_FILE = 512 * 1024;
/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const LABEL_KEY = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

/** Fields that are missing, unknown, or of another type, beside the environment's. */
export function operatorShapeProblems(
  props: Omit<OperatorMonitoringProps, 'environment' | 'services'>,
  where: string,
): readonly Problem[] {
  const report = new Report(where);
  propsShape(props, '', report);
  return report.problems;
}

/** Problems of names, and of objects that the cluster would refuse. */
export function operatorProblems(
  { environment: { name }, namespace, selectorLabels }: OperatorMonitoringProps,
  deliveries: readonly ServiceDelivery[],
): readonly Problem[] {
  const report = new Report(name);
  report.must('namespace', namespace, dnsLabel(namespace));
  checkSelectorLabels(selectorLabels, report);
  checkRuleSizes(deliveries, report);
  checkObjectNames(deliveries, report);
  return report.problems;
}

function checkSelectorLabels(labels: Readonly<Record<string, string>>, report: Report): void {
  if (Object.keys(labels).length === 0) {
    report.refuse(
      'selectorLabels is empty, must have the labels that their Prometheus selects by',
      "kube-prometheus-stack selects { release: 'NAME OF THE RELEASE' }",
    );
  }
  for (const [key, value] of Object.entries(labels)) {
    report.must('a key of selectorLabels', key, LABEL_KEY.test(key) ? undefined : 'the key of a label');
    report.must(`selectorLabels.${key}`, value, LABEL_VALUE.test(value) ? undefined : 'the value of a label');
  }
}

function checkRuleSizes(deliveries: readonly ServiceDelivery[], report: Report): void {
  for (const { service, ruleGroups } of deliveries) {
    const size = Buffer.byteLength(yamlText(ruleFile(ruleGroups)));
    if (size <= LARGEST_RULE_FILE) continue;
    report
      .at(service)
      .refuse(`its rules have ${size} bytes, must have at most ${LARGEST_RULE_FILE}`, 'split the service');
  }
}

/** Objects are named after services, jobs and boards; two that differ in punctuation only would be one. */
function checkObjectNames(deliveries: readonly ServiceDelivery[], report: Report): void {
  const kinds = {
    service: deliveries.map(({ service }) => service),
    job: deliveries.flatMap(({ scrapeJobs }) => scrapeJobs.map(({ job }) => job)),
    dashboard: deliveries.flatMap(({ dashboards }) => dashboards.map(({ uid }) => uid)),
  };
  for (const [kind, names] of Object.entries(kinds)) {
    const taken = new Map<string, string>();
    for (const each of names) {
      const name = folderSlug(each);
      const other = taken.get(name);
      if (objectName(name) !== undefined) report.must(`${kind}`, each, 'a name with a letter or digit');
      // One that is given twice is refused where it is defined.
      if (other !== undefined && other !== each) {
        report.refuse(`${kind} '${each}' has the object name of '${other}', must differ in its words`);
      }
      taken.set(name, each);
    }
  }
}

/** Problems of a routing, as an Alertmanager of ours would have them, and as an `AlertmanagerConfig` cannot say it. */
export function routingProblems(
  where: string,
  settings: RoutingSettings,
  own: OperatorRouting,
  deliveries: readonly ServiceDelivery[],
): readonly Problem[] {
  const report = new Report(`${where}/routing`);
  checkGuestRouting(settings, own, deliveries, report);
  for (const { name, location } of settings.timeIntervals ?? []) {
    if (location === 'UTC') continue;
    report.must(`location of time interval '${name}'`, location, 'UTC: an AlertmanagerConfig has no other');
  }
  return report.problems;
}
