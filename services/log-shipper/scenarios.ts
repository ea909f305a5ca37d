/** The series that prove the alerts: what makes each fire, and what looks alike and must not. */
import { gibibytes, grows, holds, idle, minutes, percent, scenario, series } from '../../model';
import type { Behaviour, Quantity, ScenarioSeries } from '../../model';
import { metrics as m } from './metrics';

const at = { node: 'worker-2', host: 'log-shipper-x7k' } as const;
const SOURCE = { ...at, component_id: 'pods', component_kind: 'source', component_type: 'kubernetes_logs' } as const;
const ROUTE = { ...at, component_id: 'service', component_kind: 'transform', component_type: 'route' } as const;
const STORE = { ...at, component_id: 'store', component_kind: 'sink', component_type: 'elasticsearch' } as const;
const BUFFER = { ...STORE, buffer_id: 'store', stage: '0' } as const;

/** What shows the shipper's own metrics. */
const OWN = { ...at, component_id: 'metrics', component_kind: 'sink', component_type: 'prometheus_exporter' } as const;

export const sinkErrors = scenario('only the store refuses lines', [
  series(m.errors, { ...STORE, error_type: 'request_failed', stage: 'sending' }).always(grows(1)),
]);
const readErrors = series(m.errors, { ...SOURCE, error_type: 'reader_failed', stage: 'processing' });
const again = grows(1 / 120);
export const podsNotFound = scenario('pods are not found, again and again', [readErrors.from(2).turns(idle(), again)]);
export const podNotFound = scenario('a pod was not found, long ago', [readErrors.from(1).always(idle())]);

// Buffer

const LIMIT = gibibytes(1);
const filled = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.bufferSize, BUFFER).turns(holds(0), holds(LIMIT.value * share.value)),
  series(m.bufferLimit, BUFFER).always(holds(LIMIT)),
];
export const bufferFills = scenario('the store has not answered for hours', filled(percent(97)));
export const bufferHalfFull = scenario('the store is slow', filled(percent(50)));
export const bufferFullBy = (share: Quantity): readonly ScenarioSeries[] =>
  filled(share).map((each) => ({ ...each, healthy: each.broken }));

// Sending

const responses = (status: string): ReturnType<typeof series> => series(m.responses, { ...STORE, status });
const unanswered = series(m.requestErrors, { ...STORE, error_kind: 'connection refused' });
/** A request a second, and the share of them that is refused. */
const refused = (share: Quantity): readonly ScenarioSeries[] => [
  responses('200')
    .dispensable()
    .turns(grows(1), grows(1 - share.value)),
  responses('429').turns(idle(), grows(share.value)),
];
export const storeOverloaded = scenario('the store has too much to do', refused(percent(60)), {
  trueFrom: minutes(0.75),
});
export const storeUnreached = scenario(
  'nobody listens where the store was',
  [responses('200').dispensable().turns(grows(1), idle()), unanswered.turns(idle(), grows(1))],
  { trueFrom: minutes(0.25) },
);
export const storeAnswers = scenario('one request in fifty is refused', refused(percent(2)));
export const refusedBy = (share: Quantity): readonly ScenarioSeries[] => [
  responses('200')
    .dispensable()
    .always(grows(1 - share.value)),
  responses('429').always(grows(share.value)),
];

const buffered = (lines: Behaviour): ScenarioSeries => series(m.buffered, BUFFER).always(lines);
const sent = series(m.sent, { ...STORE, output: '_default' });
const few = grows(0.2);
const own = [
  series(m.buffered, { ...OWN, buffer_id: 'metrics', stage: '0' })
    .dispensable()
    .always(few),
  series(m.sent, { ...OWN, output: '_default' })
    .dispensable()
    .always(few),
];
export const storeHangs = scenario('the store hangs', [buffered(few), sent.dispensable().turns(few, idle()), ...own], {
  trueFrom: minutes(14.5),
});
export const neverSent = scenario('it never got through', [series(m.buffered, BUFFER).turns(idle(), few)]);
export const sending = scenario('the store takes what comes', [buffered(few), sent.always(few)]);
export const nothingWritten = scenario('nobody writes', [buffered(idle()), sent.from(9).always(idle()), ...own]);

// Losses

const discarded = series(m.discarded, { ...STORE, intentional: 'false' });
const overflowed = series(m.bufferDiscarded, { ...BUFFER, intentional: 'true' });
export const mappingRefused = scenario('the store refuses a field', [discarded.turns(idle(), again)]);
export const bufferOverflows = scenario('the buffer is full, and new lines are thrown away', [
  overflowed.turns(idle(), again),
]);
export const both = scenario('lines are thrown away after one was refused', [
  discarded.dispensable().from(1).always(idle()),
  overflowed.turns(idle(), again),
]);
export const notOurs = scenario('most lines are of pods that are no service', [
  series(m.discarded, { ...ROUTE, intentional: 'true' }).always(grows(50)),
]);
export const droppedOnce = scenario('lines were dropped once, long ago', [
  discarded.from(7).always(idle()),
  overflowed.from(7).always(idle()),
]);
