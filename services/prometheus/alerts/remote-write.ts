/** Alerts on samples that are sent on to another system. Without `remote_write` none of their metrics exists. */
import {
  above,
  alert,
  grows,
  holds,
  instance,
  minutes,
  okBecause,
  percent,
  ratio,
  scenario,
  series,
  text,
  threshold,
  throughout,
  value,
} from '../../../model';
import type { Quantity, ScenarioSeries } from '../../../model';
import { metrics as m } from '../metrics';
import * as ask from '../queries';

const { remote_name: remote } = m.remoteSamples.label;
const archive = { remote_name: 'archive', url: 'https://archive.example.org/api/v1/write' } as const;
const noRemoteWrite = okBecause('Prometheus exposes it only where remote_write is configured');

const refusing = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.remoteSamples, archive).always(grows(1000)),
  series(m.remoteFailed, archive).turns(grows(0), grows(1000 * share.value)),
];

export const failures = alert('PrometheusRemoteStorageFailures', {
  kind: 'imminent-loss',
  severity: 'critical',
  for: minutes(15),
  keepFiringFor: minutes(5),
  when: above(ask.remoteRefused, percent(1)),
  summary: text`${remote} refuses samples of Prometheus at ${instance}`,
  description: text`${remote} refuses ${value} of the samples that Prometheus at ${instance} sends, limit ${threshold}.
    They are not sent again, and are lost there. Its log says why: "non-recoverable error".`,
  noData: noRemoteWrite,
  fires: scenario('the token has expired', refusing(percent(100))),
  quiet: scenario('a sample in a thousand is refused', refusing(percent(0.1))),
  edge: (at) => throughout(refusing(at)),
});

const NEWEST = 1_790_000_000;
/** The newest sample here, and the newest that has arrived there, before and after. */
const arrived = (before: number, after: number): readonly ScenarioSeries[] => [
  series(m.remoteNewest, archive).always(holds(NEWEST)),
  series(m.remoteSent, archive).turns(holds(before), holds(after)),
];

export const behind = alert('PrometheusRemoteWriteBehind', {
  kind: 'imminent-loss',
  severity: 'critical',
  for: minutes(15),
  keepFiringFor: minutes(5),
  when: above(ask.remoteLag, minutes(2)),
  summary: text`${remote} is more than ${threshold} behind Prometheus at ${instance}`,
  description: text`${remote} is ${value} behind Prometheus at ${instance}, limit ${threshold}; 1d stands for any longer.
    What waits for more than about two hours is lost there. See whether it answers, and the log of Prometheus.`,
  noData: noRemoteWrite,
  fires: [
    scenario('the other side stops answering', arrived(NEWEST - 3, NEWEST - 900), { trueFrom: minutes(4.75) }),
    scenario('Prometheus starts anew, and nothing arrives', arrived(NEWEST - 3, 0), { trueFrom: minutes(4.75) }),
  ],
  quiet: scenario('samples arrive a minute late', arrived(NEWEST - 3, NEWEST - 60)),
  edge: (at) => arrived(NEWEST - at.value, NEWEST - at.value),
});

const wanting = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.shardsDesired, archive).turns(holds(2), holds(50 * share.value)),
  series(m.shardsMax, archive).always(holds(50)),
];

export const desiredShards = alert('PrometheusRemoteWriteDesiredShards', {
  kind: 'capacity',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.remoteShards, ratio(1)),
  summary: text`Prometheus at ${instance} needs more senders to ${remote} than it may start`,
  description: text`Prometheus at ${instance} needs ${value} of the senders to ${remote} that it may start: it falls
    behind. See whether ${remote} answers slowly; if not, raise max_shards in its queue_config.`,
  noData: noRemoteWrite,
  fires: scenario('the other side answers slowly', wanting(percent(150))),
  quiet: scenario('most senders are in use', wanting(percent(90))),
});
