/** Checks of rule groups as a server loads them. What an expression means is the model's matter. */
import type { AlertingRule, RecordedRule, RuleGroup } from '../../model/delivery';
import { SEVERITIES } from '../../model/delivery';
import { type Duration } from '../../model/quantity';
import { labelName, recordName } from '../check/names';
import { repeated } from '../check/repeated';
import { Report, quantityShown } from '../check/report';
import { CONFIG_MAP_BYTES } from '../kubernetes/files';
import { alertingRuleShape, recordedRuleShape } from './rule-shape';
import type { ServiceRules } from './settings';

/** Checks all rules of a server. */
export function checkRules(rules: readonly ServiceRules[], evaluationInterval: Duration, report: Report): void {
  const services = rules.map(({ service }) => service);
  for (const service of repeated(services)) {
    report.refuse(`service '${service}' is given twice, must be given once: its rule file would be overwritten`);
  }
  for (const { service, groups } of rules) {
    checkGroups(groups, evaluationInterval, report.at(service));
    checkSize(groups, report.at(service));
  }
}

/** A service has one file of rules, and a file one ConfigMap. */
function checkSize(groups: readonly RuleGroup[], report: Report): void {
  const size = Buffer.byteLength(JSON.stringify(groups));
  if (size <= CONFIG_MAP_BYTES) return;
  report.refuse(`rules have ${size} bytes, must have at most ${CONFIG_MAP_BYTES}, which a ConfigMap holds`);
}

function checkGroups(groups: readonly RuleGroup[], evaluationInterval: Duration, report: Report): void {
  const names = groups.map(({ name }) => name);
  for (const name of repeated(names)) {
    report.refuse(`rule group '${name}' is defined twice, must be one`);
  }
  for (const { name, rules } of groups) {
    if (name === '') report.must('the name of a rule group', name, 'a text');
    if (rules.length === 0) report.refuse(`rule group '${name}' is empty, must have at least one rule`);
    for (const rule of rules) checkRule(rule, evaluationInterval, report);
    checkRepeated(rules, report.at(name));
  }
}

function checkRule(rule: AlertingRule | RecordedRule, evaluationInterval: Duration, report: Report): void {
  const { alert, record } = rule as Partial<AlertingRule & RecordedRule>;
  if ((alert === undefined) === (record === undefined)) {
    const has = alert === undefined ? "neither 'alert' nor 'record'" : "both 'alert' and 'record'";
    return report.refuse(`a rule has ${has}, must have one of them`);
  }
  const at = report.at(alert ?? record ?? '');
  const shape = new Report(at.where);
  (alert === undefined ? recordedRuleShape : alertingRuleShape)(rule, '', shape);
  for (const { what, remedy } of shape.problems) at.refuse(what, remedy);
  if (shape.problems.length > 0) return undefined;
  checkLabels(rule.labels ?? {}, report);
  if ('alert' in rule) return checkAlert(rule, evaluationInterval, at);
  return at.must('the name of a recording rule', rule.record, recordName(rule.record));
}

/** Two rules that are the same in all are a slip of the hand, and both fire. */
function checkRepeated(rules: RuleGroup['rules'], report: Report): void {
  const texts = rules.map((rule) => JSON.stringify(rule));
  const twice = rules.filter((_, index) => texts.indexOf(texts[index] ?? '') !== index);
  for (const rule of twice) {
    report.as('AL-17').refuse(`rule '${'alert' in rule ? rule.alert : rule.record}' stands twice, must stand once`);
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
  for (const [name, value] of Object.entries(rule.annotations)) {
    report.must('the name of an annotation', name, labelName(name));
    if (value.split('{{').length !== value.split('}}').length)
      report.must(`annotation '${name}'`, value, 'a template that closes what it opens');
  }
  if (rule.for !== undefined && rule.for.value > 0 && rule.for.value < evaluationInterval.value) {
    const [pending, interval] = [quantityShown(rule.for), quantityShown(evaluationInterval)];
    report.as('AL-05').refuse(`'for' is ${pending}, must be at least the evaluation interval of ${interval}`);
  }
}
