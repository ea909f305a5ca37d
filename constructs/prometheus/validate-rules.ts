/** Checks of rule groups as a server loads them. What an expression means is the model's matter. */
import type { AlertingRule, RuleGroup } from '../../model/delivery';
import { SEVERITIES } from '../../model/delivery';
import { type Duration } from '../../model/quantity';
import { labelName } from '../check/names';
import { type Report, quantityShown } from '../check/report';
import type { ServiceRules } from './settings';

/** Checks all rules of a server. */
export function checkRules(rules: readonly ServiceRules[], evaluationInterval: Duration, report: Report): void {
  const services = rules.map(({ service }) => service);
  for (const service of new Set(services.filter((each, index) => services.indexOf(each) !== index))) {
    report.refuse(`service '${service}' is given twice, must be given once: its rule file would be overwritten`);
  }
  for (const { service, groups } of rules) checkGroups(groups, evaluationInterval, report.at(service));
}

function checkGroups(groups: readonly RuleGroup[], evaluationInterval: Duration, report: Report): void {
  const names = groups.map(({ name }) => name);
  for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index))) {
    report.refuse(`rule group '${name}' is defined twice, must be one`);
  }
  for (const { name, rules } of groups) {
    if (name === '') report.must('the name of a rule group', name, 'a text');
    if (rules.length === 0) report.refuse(`rule group '${name}' is empty, must have at least one rule`);
    for (const rule of rules) {
      checkLabels(rule.labels ?? {}, report);
      if ('alert' in rule) checkAlert(rule, evaluationInterval, report.at(rule.alert));
    }
  }
}

function checkLabels(labels: Readonly<Record<string, string>>, report: Report): void {
  for (const name of Object.keys(labels)) {
    report.must('the name of a label', name, labelName(name));
    if (name === 'alertname') report.refuse("label 'alertname' is set, must not be: it would rename the alert");
  }
}

function checkAlert(rule: AlertingRule, evaluationInterval: Duration, report: Report): void {
  const severity: string | undefined = rule.labels.severity;
  if (!(SEVERITIES as readonly (string | undefined)[]).includes(severity)) {
    report.as('AL-03').must("label 'severity'", severity, `one of: ${[...SEVERITIES].sort().join(', ')}`);
  }
  if (rule.annotations['summary'] === undefined)
    report.as('AL-10').refuse("annotation 'summary' is missing: notifications start with it");
  if (rule.for !== undefined && rule.for.value > 0 && rule.for.value < evaluationInterval.value) {
    const [pending, interval] = [quantityShown(rule.for), quantityShown(evaluationInterval)];
    report.as('AL-05').refuse(`'for' is ${pending}, must be at least the evaluation interval of ${interval}`);
  }
}
