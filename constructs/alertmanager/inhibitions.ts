/** Which alerts mute which. Derived from what the alerts carry, since a label that both lack counts as equal. */
import type { AlertShape } from '../../model/delivery';
import type { Inhibition, Matcher } from './settings';

/** Labels that Prometheus adds to every alert on its way out. */
export const EXTERNAL_LABELS = ['cluster', 'environment'] as const;

/** Services whose alerts tell that alerting itself is broken: nothing mutes them. */
const META_SERVICES: readonly string[] = ['prometheus', 'alertmanager'];

/** Every label that each instance of an alert carries. */
export function carriedLabels(shape: AlertShape): ReadonlySet<string> {
  return new Set(['alertname', ...EXTERNAL_LABELS, ...Object.keys(shape.labels), ...shape.guaranteed]);
}

/** Whether nothing may mute an alert. */
export function isMeta(shape: AlertShape): boolean {
  return shape.labels['severity'] === 'none' || META_SERVICES.includes(shape.labels['service'] ?? '');
}

/**
 * A critical alert mutes the warnings of the same service on the same instance; where an alert of one name exists at
 * both severities but names no instance, the critical one mutes the warning with equal labels.
 */
export function severityInhibitions(shapes: readonly AlertShape[]): readonly Inhibition[] {
  const critical = shapes.filter(({ labels }) => labels['severity'] === 'critical');
  const warnings = shapes.filter((shape) => shape.labels['severity'] === 'warning' && !isMeta(shape));
  return [...instanceInhibitions(critical, warnings), ...ladderInhibitions(critical, warnings)];
}

const INSTANCE_LABELS = ['cluster', 'service', 'instance'] as const;

function instanceInhibitions(critical: readonly AlertShape[], warnings: readonly AlertShape[]): readonly Inhibition[] {
  const targets = warnings.filter(namesInstance);
  const services = new Set(targets.map(({ labels }) => labels['service']));
  const sources = critical.filter((shape) => namesInstance(shape) && services.has(shape.labels['service']));
  if (sources.length === 0 || targets.length === 0) return [];
  const reached = new Set(sources.map(({ labels }) => labels['service']));
  return [
    {
      source: severityAndNames('critical', sources),
      target: severityAndNames(
        'warning',
        targets.filter(({ labels }) => reached.has(labels['service'])),
      ),
      equal: INSTANCE_LABELS,
    },
  ];
}

function namesInstance(shape: AlertShape): boolean {
  const carried = carriedLabels(shape);
  return INSTANCE_LABELS.every((label) => carried.has(label));
}

function ladderInhibitions(critical: readonly AlertShape[], warnings: readonly AlertShape[]): readonly Inhibition[] {
  const byEqual = new Map<string, AlertShape[]>();
  for (const warning of warnings) {
    const pair = critical.find(({ alertname }) => alertname === warning.alertname);
    if (pair === undefined || (namesInstance(pair) && namesInstance(warning))) continue;
    const carried = carriedLabels(pair);
    const equal = [...carriedLabels(warning)].filter((label) => carried.has(label) && label !== 'severity');
    const key = equal.sort().join(' ');
    byEqual.set(key, [...(byEqual.get(key) ?? []), warning]);
  }
  return [...byEqual].map(([key, pairs]) => ({
    source: severityAndNames('critical', pairs),
    target: severityAndNames('warning', pairs),
    equal: key.split(' '),
  }));
}

function severityAndNames(severity: string, shapes: readonly AlertShape[]): readonly Matcher[] {
  const names = [...new Set(shapes.map(({ alertname }) => alertname))].sort();
  return [
    { label: 'severity', op: '=', value: severity },
    { label: 'alertname', op: '=~', value: names.join('|') },
  ];
}
