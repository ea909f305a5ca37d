/** What a running program exposes, compared with a catalogue. */
import { typeOf } from '../../cli/probe/form';
import type { Metric } from '../../model';
import { Histogram } from '../../model/metric';
import { readExposition } from './relabel';
import type { Exposition, LabelledSeries } from './relabel';
import { until } from './wait';

/** The page of metrics on a loopback port, once it holds a metric of that name. */
export async function pageOf(port: number, name: string): Promise<Exposition> {
  const text = await until(`${name} on port ${port}`, 20, async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => undefined);
    const page = answer?.ok === true ? await answer.text() : '';
    return page.includes(`\n${name}`) && page;
  });
  return readExposition(text);
}

/** Made by Prometheus for each target, and on no page. */
const MADE_AT_SCRAPE = ['up'];
/** Labels that are part of a histogram's or a summary's form. */
const FORM = ['__name__', 'le', 'quantile'];

/**
 * Where page and catalogue differ, as sentences. A metric that is not there at once is passed over.
 * @param untyped metrics that the program exposes without a type
 */
export function differences(
  metrics: Readonly<Record<string, Metric>>,
  page: Exposition,
  { untyped = [] }: { readonly untyped?: readonly string[] } = {},
): readonly string[] {
  return Object.values(metrics)
    .filter(({ name }) => !MADE_AT_SCRAPE.includes(name))
    .flatMap((metric) => {
      const exposed = page.series.filter(({ __name__ = '' }) => metric.seriesNames.includes(__name__));
      if (exposed.length === 0) return metric.presence === 'always' ? [`${metric.name} is not exposed`] : [];
      return [
        ...typeFaults(metric, page, untyped.includes(metric.name) ? 'untyped' : typeOf(metric)),
        ...labelFaults(metric, exposed),
        ...bucketFaults(metric, exposed),
      ];
    });
}

function typeFaults({ name }: Metric, { types }: Exposition, wanted: string): readonly string[] {
  const type = types.get(name) ?? 'untyped';
  return type === wanted ? [] : [`${name} is a ${type}, declared as ${wanted}`];
}

function labelFaults(metric: Metric, exposed: readonly LabelledSeries[]): readonly string[] {
  const { name, labels, metricType } = metric;
  // An empty label is no label once Prometheus has stored it.
  const names = new Set(exposed.flatMap((one) => Object.keys(one).filter((label) => one[label] !== '')));
  const declared = Object.keys(labels);
  const lacking = declared.filter((label) => !names.has(label)).map((label) => `${name} lacks label '${label}'`);
  const further = [...names]
    .filter((label) => !FORM.includes(label) && !declared.includes(label) && metricType !== 'info')
    .map((label) => `${name} has a label '${label}' that is not declared`);
  const values = Object.entries(labels).flatMap(([label, { values: allowed }]) =>
    [...new Set(exposed.map((one) => one[label] ?? ''))]
      .filter((value) => value !== '' && allowed !== undefined && !allowed.includes(value))
      .map((value) => `${name} has ${label}="${value}", which is not declared`),
  );
  return [...lacking, ...further, ...values];
}

function bucketFaults(metric: Metric, exposed: readonly LabelledSeries[]): readonly string[] {
  if (!(metric instanceof Histogram)) return [];
  const bounds = [...new Set(exposed.flatMap(({ le }) => (le === undefined || le === '+Inf' ? [] : [Number(le)])))];
  const [seen, declared] = [bounds.sort((a, b) => a - b).join(', '), metric.bounds.join(', ')];
  return seen === declared ? [] : [`${metric.name} has buckets ${seen}, declared as ${declared}`];
}
