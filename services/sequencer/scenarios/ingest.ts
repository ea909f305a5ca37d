/** Series that prove the alerts on events on their way in. */
import { bool, gone, grows, holds, idle, millis, quantile, scenario, seconds, series } from '../../../model';
import type { Behaviour, Quantity, ScenarioSeries } from '../../../model';
import { metrics as m } from '../metrics';

/** What stands in for a counter that is not born yet, where the scenario gives the counter. */
const known = series(m.up)
  .dispensable()
  .always(holds(bool(true)));
const events = (tenant: string, instance?: string) =>
  series(m.eventsIngested, {
    tenant,
    store: 'main',
    entity_type: 'order',
    ...(instance !== undefined && { instance }),
  });

export const slowIngest = scenario(
  'rows of the sequence counters are locked',
  [series(m.ingestLatency).turns(quantile(0.99, millis(60)), quantile(0.99, millis(900)))],
  { trueFrom: seconds(45) },
);
export const fastIngest = scenario('batches are large and taken in time', [
  series(m.ingestLatency).always(quantile(0.99, millis(400))),
]);
export const ingestLatencyAt = (time: Quantity): readonly ScenarioSeries[] => [
  series(m.ingestLatency).always(quantile(0.99, time)),
];

/** So many that even the first rate, over two samples, is above the limit. */
const busyOnce = (broken: Behaviour): ScenarioSeries =>
  events('acme').from(1_000_000).dispensable().turns(grows(200), broken);

export const agentsAway = scenario('most agents are gone', [known, busyOnce(grows(2))], { trueFrom: seconds(270) });
/** The counter does not exist; a rule without a stand-in would be silent. */
export const nothingSinceStart = scenario(
  'no event came since all servers were started anew',
  [series(m.up).always(holds(bool(true))), busyOnce(gone())],
  { trueFrom: seconds(270) },
);
export const serversGone = scenario(
  'no server answers',
  [series(m.up).turns(holds(bool(true)), holds(bool(false))), busyOnce(gone())],
  { trueFrom: seconds(270) },
);
/** Each is below the limit; a rule on single series would fire three times. */
export const manySmallTenants = scenario('many small tenants send a little each', [
  known,
  events('acme').always(grows(5)),
  events('globex').always(grows(5)),
  events('initech', 'sequencer-1:9100').always(grows(5)),
]);
export const busy = scenario('agents are busy', [known, events('acme').turns(grows(60), grows(25))]);
export const throughputAt = (rate: Quantity): readonly ScenarioSeries[] => [known, events('acme').always(grows(rate))];

export const someRejected = scenario(
  'one agent in ten sends what is refused',
  [known, events('acme').dispensable().always(grows(9)), series(m.eventsRejected).turns(idle(), grows(1))],
  { trueFrom: seconds(135) },
);
export const allRejected = scenario(
  'every event is refused',
  [series(m.up).always(holds(bool(true))), series(m.eventsRejected).turns(idle(), grows(1))],
  { trueFrom: seconds(0) },
);
export const fewRejected = scenario('a few events are refused', [
  known,
  events('acme').always(grows(50)),
  series(m.eventsRejected).always(grows(1)),
]);
export const rejectedLongAgo = scenario('events were refused long ago, and nothing is sent', [
  known,
  events('acme').from(900).always(idle()),
  series(m.eventsRejected).from(300).always(idle()),
]);
export const rejectedAt = (share: Quantity): readonly ScenarioSeries[] => [
  known,
  events('acme').always(grows(100 * (1 - share.value))),
  series(m.eventsRejected).always(grows(100 * share.value)),
];

const signed = (received: number, verified: number): readonly ScenarioSeries[] => [
  series(m.signedEventsReceived).always(grows(received)),
  series(m.signedEventsVerified).always(grows(verified)),
];

export const wrongKey = scenario(
  'an agent signs with an old key',
  [
    series(m.signedEventsReceived).always(grows(20)),
    series(m.signedEventsVerified).dispensable().turns(grows(20), grows(17)),
  ],
  { trueFrom: seconds(90) },
);
/** The counter of verified events is not born. */
export const allUnverified = scenario('no signature is good', [series(m.signedEventsReceived).turns(idle(), grows(2))]);
export const verified = scenario('signatures are good', signed(20, 19.9));
export const noSignedEvents = scenario('nobody signs', [
  series(m.signedEventsReceived).from(80).always(idle()),
  series(m.signedEventsVerified).from(70).always(idle()),
]);
export const unverifiedAt = (share: Quantity): readonly ScenarioSeries[] => signed(100, 100 * (1 - share.value));
