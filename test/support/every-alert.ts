/** Every alert that a service can deliver, in whatever release: what a route may meet. */
import type { AlertShape } from '../../model/delivery';
import { seconds } from '../../model/quantity';
import type { Service } from '../../model/service';

/** The shapes of its alerts by name: `RstmdbDown (critical)`, `SloErrorBudgetBurn (warning, rstmdb-latency)`. */
export function everyAlert(service: Service): ReadonlyMap<string, AlertShape> {
  const releases = [undefined, ...(service.spec.dialects ?? []).map(({ name }) => name)];
  // Some are carried out only where they are asked for.
  const probes = Object.values(service.spec.probes ?? {}).filter(
    ({ spec }) => spec.prober !== 'http' || spec.at !== 'public-url',
  );
  const shapes = releases.flatMap((dialect) => {
    const context = {
      environment: 'any',
      discovery: [{ kind: 'static', targets: ['host.example.org:9100'] }] as const,
      prober: { address: 'prober.example.org:9115' },
      probeTargets: Object.fromEntries(probes.map(({ name }) => [name, ['host.example.org:9100']])),
      ...(dialect !== undefined && { dialect }),
      thresholds: {},
      scrapeInterval: seconds(15),
      scrapeTimeout: seconds(10),
      evaluationInterval: seconds(15),
      publicUrl: 'https://monitoring.example.org',
    };
    return service.deliver(context).alerts;
  });
  return new Map(shapes.map((shape) => [nameOf(shape), shape]));
}

/** What tells an alert of a service from its others. */
export function nameOf({ alertname, labels }: AlertShape): string {
  const { severity = '', slo } = labels;
  return `${alertname} (${[severity, ...(slo === undefined ? [] : [slo])].join(', ')})`;
}
