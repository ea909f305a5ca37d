/** A demo's traffic judged by the service's own delivered rules, with real promtool: hours of it in seconds. */
import { Simulation } from '../../cli/demo/simulation';
import type { Begun } from '../../cli/demo/simulation';
import { knownInstances } from '../../cli/demo/targets';
import type { DemoIncident, DemoService, DemoTrack } from '../../cli/demo/plan';
import type { RuleGroup, ServiceDelivery } from '../../model/delivery';
import { inputSeries } from '../../model/proof';
import type { Sample } from '../../model/proof/notation';
import type { Samples } from '../../model/proof/timeline';
import { seconds } from '../../model/quantity';
import type { Service } from '../../model/service';
import { relabelled } from './relabel';
import type { LabelledSeries } from './relabel';
import { runOptions } from './promtool';

/** Time is that of promtool, which begins at 0. */
export interface Course {
  readonly step: number;
  /** Number of scrapes. */
  readonly length: number;
  /** What is on at a time. */
  readonly begun: (time: number) => Begun;
}

/** The service as delivered to the demo's targets. */
export function delivered(service: Service, demo: DemoService, step: number): ServiceDelivery {
  return service.deliver({
    environment: 'demo',
    discovery: [{ kind: 'static', targets: ['localhost:9100'] }],
    ...(demo.dialect !== undefined && { dialect: demo.dialect }),
    thresholds: {},
    scrapeInterval: seconds(step),
    scrapeTimeout: seconds(10),
    evaluationInterval: seconds(step),
    publicUrl: 'https://monitoring.example.org',
  });
}

/** What Prometheus would have stored: the pages after the scrape's own steps, with `up`. */
export function stored(
  demo: DemoService,
  { scrapeJobs: [job] }: ServiceDelivery,
  { step, length, begun }: Course,
): readonly Samples[] {
  const simulation = new Simulation(demo, 7, 0);
  const found = new Map<DemoTrack | string, Samples & { readonly samples: Sample[] }>();
  const put = (key: DemoTrack | string, labels: () => LabelledSeries | undefined, at: number, value: number): void => {
    if (!found.has(key)) {
      const { __name__: name = '', ...others } = labels() ?? {};
      found.set(key, { name, labels: others, samples: Array.from({ length }, (): Sample => undefined) });
    }
    const samples = found.get(key)?.samples ?? [];
    samples[at] = value;
  };
  for (let at = 0; at < length; at += 1) {
    const time = at * step;
    const on = begun(time);
    for (const instance of knownInstances(demo, on)) {
      const target = { job: demo.id, ...demo.targets[instance], instance };
      const isUp = simulation.answers(instance, on);
      put(instance, () => ({ __name__: 'up', ...target }), at, isUp ? 1 : 0);
      if (!isUp) continue;
      for (const { track, value } of simulation.samples(instance, time, on)) {
        const scraped = { __name__: track.name, ...track.labels, ...target };
        put(track, () => relabelled(scraped, job?.metricRelabelings ?? []), at, value);
      }
    }
  }
  return [...found.values()]
    .filter(({ name }) => name !== '')
    .map((each) => ({ ...each, samples: withMarkers(each.samples) }));
}

/** Where a series ends, Prometheus marks it. */
function withMarkers(samples: readonly Sample[]): readonly Sample[] {
  return samples.map((sample, i) => (sample === undefined && typeof samples[i - 1] === 'number' ? 'stale' : sample));
}

/** A query with the labels and values that it must give, as promtool's unit tests write it. */
export interface Expected {
  readonly expr: string;
  readonly at: number;
  readonly samples: readonly { readonly labels: string; readonly value: number }[];
}

/**
 * A test file of promtool's.
 * @param every seconds from one evaluation of the rules to the next
 */
export function courseTest(
  file: string,
  groups: readonly RuleGroup[],
  inputs: readonly Samples[],
  { step, every = step }: { readonly step: number; readonly every?: number },
  expected: readonly Expected[],
): object {
  const { ruleFiles, groupOrder } = runOptions(file, groups);
  return {
    rule_files: ruleFiles,
    group_eval_order: groupOrder,
    evaluation_interval: `${every}s`,
    tests: [
      {
        interval: `${step}s`,
        input_series: inputSeries(inputs),
        promql_expr_test: expected.map(({ expr, at, samples }) => ({
          expr,
          eval_time: `${at}s`,
          exp_samples: samples,
        })),
      },
    ],
  };
}

/** Names of the alerts that fired at any time. */
export const everFired = (until: number): string =>
  `count by (alertname) (max_over_time(ALERTS{alertstate="firing"}[${until}s]))`;

/** The incident's own alert, firing. */
export const fires = ({ alert }: DemoIncident): string =>
  `count(ALERTS{alertname="${alert}",alertstate="firing"}) > bool 0`;
