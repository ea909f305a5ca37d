/** The alert on how Prometheus finds its targets. */
import {
  above,
  alert,
  count,
  coveredBy,
  grows,
  idle,
  instance,
  minutes,
  scenario,
  series,
  text,
  wholeValue,
} from '../../../model';
import type { Behaviour, ScenarioSeries } from '../../../model';
import { metrics as m } from '../metrics';
import * as ask from '../queries';

/** One failure in two minutes. */
const failing = grows(1 / 120);

const looking = ({ dns = idle(), files = idle(), kubernetes = idle() }: Failing): readonly ScenarioSeries[] => [
  series(m.dnsFailures).from(2).turns(idle(), dns),
  series(m.fileErrors).from(2).turns(idle(), files),
  series(m.kubernetesFailures).from(2).dispensable().turns(idle(), kubernetes),
];
type Failing = Readonly<Partial<Record<'dns' | 'files' | 'kubernetes', Behaviour>>>;

export const discoveryFailing = alert('PrometheusSDRefreshFailure', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(20),
  when: above(ask.discoveryFailures, count(0)),
  summary: text`Prometheus at ${instance} cannot look for targets`,
  description: text`Service discovery of Prometheus at ${instance} failed ${wholeValue} times within 10m. It goes on with
    the targets that it knows: new ones are not watched, and those that are gone look down. Its log names the server or
    the file.`,
  noData: coveredBy('PrometheusAbsent'),
  fires: [
    scenario('the DNS server does not answer', looking({ dns: failing })),
    scenario('a file of targets cannot be read', looking({ files: failing })),
  ],
  quiet: [
    scenario('look-ups failed once, long ago', looking({})),
    scenario('Prometheus 2 does not count what Kubernetes answers', looking({}).slice(0, 2)),
  ],
});
