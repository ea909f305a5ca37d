/** The targets of a demo, as Prometheus' file discovery reads them. */
import { type Endpoint, endpointText } from '../../constructs/program';
import { demoPath } from './plan';
import type { DemoService } from './plan';
import type { Begun } from './simulation';

/** One group of a targets file. https://prometheus.io/docs/prometheus/latest/configuration/configuration/#file_sd_config */
export interface TargetGroup {
  readonly targets: readonly [string];
  readonly labels: Readonly<Record<string, string>>;
}

/** Instances that discovery knows while these incidents are on. */
export function knownInstances({ standing, incidents }: DemoService, begun: Begun): readonly string[] {
  const on = incidents.filter(({ name }) => begun[name] !== undefined);
  const hidden = on.flatMap(({ hides }) => hides);
  const instances = new Set([...standing, ...on.flatMap(({ shows }) => shows)]);
  return [...instances].filter((instance) => !hidden.includes(instance));
}

/** Their targets; each has its own page on the one exporter. */
export function demoTargets(service: DemoService, begun: Begun, exporter: Endpoint): readonly TargetGroup[] {
  return knownInstances(service, begun).map((instance) => ({
    targets: [endpointText(exporter)],
    labels: {
      ...service.targets[instance],
      instance,
      __metrics_path__: demoPath(service, instance),
      __scheme__: 'http',
    },
  }));
}
