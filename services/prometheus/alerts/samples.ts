/** Alerts on samples that were scraped and not stored. */
import { above, alert, count, coveredBy, instance, minutes, series, text, wholeValue } from '../../../model';
import type { Alert, Metric } from '../../../model';
import { failuresOf } from '../../failure-count';
import { metrics as m } from '../metrics';
import * as ask from '../queries';

interface Refusal {
  readonly metric: Metric<'counter', Record<never, never>>;
  /** Why the sample is left out: a clause. */
  readonly because: string;
  /** What the log says. */
  readonly logged: string;
  /** When it happens: completes "when …". */
  readonly when: string;
}

function samplesRefused<const N extends string>(name: N, { metric, because, logged, when }: Refusal): Alert<N> {
  return alert(name, {
    kind: 'cause',
    severity: 'warning',
    for: minutes(10),
    when: above(ask.growth(metric), count(0)),
    summary: text`Prometheus at ${instance} leaves out samples because ${because}`,
    description: text`Prometheus at ${instance} left out ${wholeValue} samples within 5m because ${because}: what it
      stores may mix two things. Its log names the target: "${logged}".`,
    noData: coveredBy('PrometheusAbsent'),
    ...failuresOf(series(metric), { what: when }),
  });
}

export const duplicateTimestamps = samplesRefused('PrometheusDuplicateTimestamps', {
  metric: m.duplicateTimestamps,
  because: 'their series has another value at the same time',
  logged: 'Error on ingesting samples with different value but same timestamp',
  when: 'two lines of a page become one series',
});

export const outOfOrder = samplesRefused('PrometheusOutOfOrderTimestamps', {
  metric: m.outOfOrder,
  because: 'their series has a later one already',
  logged: 'Error on ingesting out-of-order samples',
  when: 'two targets become one series',
});
