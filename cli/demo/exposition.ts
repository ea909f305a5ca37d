/** A page of metrics, in the text format that prom-client writes. */
import { Registry } from 'prom-client';
import type { DemoFamily } from './plan';
import type { DemoSample } from './simulation';

/** Content type of a page. */
export const CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

type Registered = Parameters<Registry['registerMetric']>[0];

/**
 * Samples grouped below their metric's comment lines. prom-client's own counters and histograms take one event after the
 * other, and these come as levels; what it asks of a metric when it writes a page is this object.
 */
export async function pageText(families: readonly DemoFamily[], samples: readonly DemoSample[]): Promise<string> {
  const byFamily = new Map<string, DemoSample[]>();
  for (const sample of samples) {
    const { family } = sample.track;
    byFamily.set(family, [...(byFamily.get(family) ?? []), sample]);
  }
  const registry = new Registry();
  for (const { name, help, type } of families) {
    const own = byFamily.get(name);
    if (own === undefined) continue;
    const values = own.map(({ track, value }) => ({ metricName: track.name, labels: track.labels, value }));
    const answer = { name, help, type, values, aggregator: 'sum' };
    registry.registerMetric({ name, get: () => Promise.resolve(answer) } as unknown as Registered);
  }
  return registry.metrics();
}
