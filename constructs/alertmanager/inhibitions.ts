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
  const untouchable = new Set(shapes.filter(isMeta).map(nameAndSeverity));
  const named = byNameAndSeverity(shapes);
  const critical = named.filter(({ labels }) => labels['severity'] === 'critical');
  const warnings = named.filter(
    (shape) => shape.labels['severity'] === 'warning' && !untouchable.has(nameAndSeverity(shape)),
  );
  return [...instanceInhibitions(critical, warnings), ...ladderInhibitions(critical, warnings)];
}

/** Matchers go by name and severity, so what they match carries only what all alerts of both carry. */
function byNameAndSeverity(shapes: readonly AlertShape[]): readonly AlertShape[] {
  const groups = new Map<string, AlertShape>();
  for (const shape of shapes) {
    const key = nameAndSeverity(shape);
    const other = groups.get(key);
    groups.set(key, other === undefined ? shape : common(shape, other));
  }
  return [...groups.values()];
}

function nameAndSeverity({ alertname, labels }: AlertShape): string {
  return `${alertname} ${labels['severity'] ?? ''}`;
}

/** What two alerts of one name and severity have in common. */
function common(a: AlertShape, b: AlertShape): AlertShape {
  const carried = carriedLabels(b);
  const same = Object.entries(a.labels).filter(([name, value]) => b.labels[name] === value);
  return {
    alertname: a.alertname,
    labels: Object.fromEntries(same),
    guaranteed: [...carriedLabels(a)].filter((label) => carried.has(label)),
  };
}

const INSTANCE_LABELS = ['cluster', 'service', 'instance'] as const;

function instanceInhibitions(critical: readonly AlertShape[], warnings: readonly AlertShape[]): readonly Inhibition[] {
  const targets = warnings.filter(namesInstance);
  const warned = servicesOf(targets);
  const sources = critical.filter((shape) => namesInstance(shape) && warned.has(shape.labels['service']));
  const broken = servicesOf(sources);
  if (sources.length === 0) return [];
  return [
    {
      source: severityAndNames('critical', sources),
      target: severityAndNames(
        'warning',
        targets.filter(({ labels }) => broken.has(labels['service'])),
      ),
      equal: INSTANCE_LABELS,
    },
  ];
}

function servicesOf(shapes: readonly AlertShape[]): ReadonlySet<string | undefined> {
  return new Set(shapes.map(({ labels }) => labels['service']));
}

function namesInstance(shape: AlertShape): boolean {
  const carried = carriedLabels(shape);
  return INSTANCE_LABELS.every((label) => carried.has(label));
}

function ladderInhibitions(critical: readonly AlertShape[], warnings: readonly AlertShape[]): readonly Inhibition[] {
  const byEqual = new Map<string, AlertShape[]>();
  const byName = new Map(critical.map((shape) => [shape.alertname, shape]));
  for (const warning of warnings) {
    const pair = byName.get(warning.alertname);
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
