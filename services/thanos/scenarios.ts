/** The series that prove the alerts: what makes each fire, and what looks alike and must not. */
import { bool, gone, grows, holds, hours, idle, minutes, percent, scenario, series } from '../../model';
import type { Behaviour, Quantity, Scenario, ScenarioSeries } from '../../model';
import { PARTS, metrics as m } from './metrics';
import type { Part } from './metrics';

const YES = holds(bool(true));
const NO = holds(bool(false));
const up = (part: Part, instance = `${part}:10902`) => series(m.up, { part, instance });

/** All parts, of which one behaves so. */
const parts = (which: Part, behaviour: Behaviour): readonly ScenarioSeries[] =>
  PARTS.map((part) => up(part).turns(YES, part === which ? behaviour : YES));

const without = (part: Part): Scenario => scenario(`the part ${part} is scaled to none`, parts(part, gone()));
export const noSidecar = without('sidecar');
export const noQuery = without('query');
export const noStore = without('store');
export const noCompactor = without('compactor');
export const everyPart = scenario('every part has a target, one of them down', parts('compactor', NO));

// Bucket

const operation = (part: Part) => ({ part, bucket: 'metrics', operation: 'upload' });

/** One access in two minutes, and the share of them that fails. */
const accesses = (share: Quantity, part: Part = 'sidecar'): readonly ScenarioSeries[] => [
  series(m.operations, operation(part)).always(grows(1 / 120)),
  series(m.operationFailures, operation(part)).turns(idle(), grows(share.value / 120)),
];

export const bucketFailingBy = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.operations, operation('sidecar')).always(grows(1)),
  series(m.operationFailures, operation('sidecar')).always(grows(share.value)),
];
export const bucketRefuses = scenario('a key has expired', accesses(percent(100)), { trueFrom: minutes(3) });
export const bucketRarelyRefuses = scenario('one access in fifty fails', accesses(percent(2)));
export const bucketUnused = scenario('nothing is asked after a failure', [
  series(m.operations, operation('store')).from(100).always(idle()),
  series(m.operationFailures, operation('store')).from(10).always(idle()),
]);

// Sidecars

const SIDECAR = { part: 'sidecar' } as const;
/** Where a block is uploaded again and again, the time of the last one follows the clock. */
const clock = grows(1);
/** What cannot jump makes up for the time that was lost. */
const madeUpFor = grows(2);
const uploaded = (ago: Quantity) =>
  series(m.uploadedAt, { ...SIDECAR, bucket: 'metrics' })
    .from(-ago.value)
    .dispensable();
const started = (ago: Quantity) => series(m.start, SIDECAR).from(-ago.value).dispensable();

export const uploadsEnd = scenario(
  'it uploads no more',
  [uploaded(minutes(230)).turns(madeUpFor, idle()), started(hours(50)).always(idle())],
  { trueFrom: minutes(15.75) },
);
export const uploadsGoOn = scenario('it uploads as ever', [
  uploaded(hours(2)).always(clock),
  started(hours(50)).always(idle()),
]);
/** Such a one tells the time 0 for its last upload, which is that of the first sample here. */
export const justStarted = scenario('it started two hours ago, and there is no block yet', [
  uploaded(hours(900)).always(idle()),
  started(hours(2)).always(idle()),
]);
export const neverUploaded = scenario(
  'it has not uploaded since its start',
  [uploaded(hours(900)).always(idle()), started(minutes(230)).turns(madeUpFor, idle())],
  { trueFrom: minutes(15.75) },
);
export const uploadedAgo = (ago: Quantity): readonly ScenarioSeries[] => [
  uploaded(ago).always(clock),
  started(hours(50)).always(idle()),
];

export const othersUploadNothing = scenario('the compactor has nothing to upload, and Query never has', [
  series(m.uploadedAt, { part: 'compactor', bucket: 'metrics' }).from(-hours(900).value).always(idle()),
  series(m.start, { part: 'query' }).from(-hours(50).value).always(idle()),
]);

const prometheusUp = series(m.prometheusUp, SIDECAR);
export const prometheusHangs = scenario('its Prometheus hangs', [prometheusUp.turns(YES, NO)], {
  trueFrom: minutes(4.75),
});
export const prometheusAnswers = scenario('its Prometheus answers', [prometheusUp.always(YES)]);

// Compactor

const COMPACTOR = { part: 'compactor' } as const;
const halted = series(m.halted, COMPACTOR);
export const overlap = scenario('it finds blocks that overlap', [halted.turns(NO, YES)]);
export const compacting = scenario('it works', [halted.always(NO)]);

const iterations = series(m.iterations, COMPACTOR);
/** Every five minutes. */
const often = grows(1 / 300);
const found = up('compactor').always(YES);
export const retriesForEver = scenario('it tries again and again', [found, iterations.turns(often, idle())], {
  trueFrom: hours(11.9),
});
export const iterates = scenario('it works four hours at each', [found, iterations.always(grows(1 / hours(4).value))]);
export const newCompactor = scenario('it is new, and works four hours at each; Query was there before', [
  up('query').always(YES),
  iterations.turns(gone(), grows(1 / hours(4).value)),
]);

const first = up('compactor', 'compactor-0:10902');
const second = up('compactor', 'compactor-1:10902');
export const twoCompactors = scenario('somebody scales it to two', [first.always(YES), second.turns(gone(), YES)]);
export const oneCompactor = scenario('there is one, and other parts', [
  first.always(YES),
  up('query').always(YES),
  up('sidecar').always(YES),
]);
export const oneOfTwoCompactors = scenario('the pod of the old one still has an address', [
  first.always(YES),
  second.always(NO),
]);

// Store gateway

const STORE = { part: 'store' } as const;
const everyQuarter = grows(1 / minutes(15).value);
const lists = (read: typeof everyQuarter, refused: typeof everyQuarter): readonly ScenarioSeries[] => [
  series(m.up, STORE).always(YES),
  series(m.syncs, STORE).from(9).turns(everyQuarter, read),
  series(m.syncFailures, STORE).from(3).turns(idle(), refused),
];
export const listRefused = scenario('the bucket refuses the list', lists(everyQuarter, everyQuarter), {
  trueFrom: minutes(44.75),
});
export const listHangs = scenario('the bucket does not answer', lists(idle(), idle()), { trueFrom: minutes(44.75) });
export const listRead = scenario('it reads the list', lists(everyQuarter, idle()));
export const listOnceRefused = scenario(
  'every second time the list is refused',
  lists(everyQuarter, grows(1 / minutes(30).value)),
);
export const compactorListsNothing = scenario('the compactor reads no list, which tells by its rounds', [
  series(m.up, COMPACTOR).always(YES),
  series(m.syncs, COMPACTOR).from(9).always(idle()),
  series(m.syncFailures, COMPACTOR).from(3).always(idle()),
]);

// Query

const connected = (kind: 'sidecar' | 'store', labels: string) =>
  series(m.stores, { part: 'query', instance: 'query:10902', external_labels: labels, store_type: kind });
const asked = [
  up('query').always(YES),
  // Without one of them the other is still missed.
  up('sidecar', 'prometheus-0:10902').dispensable().always(YES),
  up('sidecar', 'prometheus-1:10902').dispensable().always(YES),
];
const sidecars = [connected('sidecar', '{replica="0"}'), connected('sidecar', '{replica="1"}')];
const store = connected('store', '{}');
const ONE = holds(1);

export const storeUnreached = scenario('it loses the store gateway', [
  ...asked,
  up('store').always(YES),
  ...sidecars.map((each) => each.dispensable().always(ONE)),
  store.dispensable().turns(ONE, gone()),
]);
export const nobodyReached = scenario('it loses both sidecars', [
  ...asked,
  ...sidecars.map((each) => each.dispensable().turns(ONE, gone())),
]);
export const allReached = scenario('it asks all', [...asked, ...sidecars.map((each) => each.always(ONE))]);
export const storeIsDown = scenario('the store gateway is down, which its own alert tells', [
  ...asked,
  ...sidecars.map((each) => each.always(ONE)),
  up('store').turns(YES, NO),
  store.turns(ONE, gone()),
]);

const requests = (code: string) =>
  series(m.requests, { part: 'query', code, handler: 'query_range', method: 'get', tenant: 'default-tenant' });
/** A request in ten seconds, and the share of them that is answered so. */
const answered = (share: Quantity, code: string): readonly ScenarioSeries[] => [
  requests('200')
    .dispensable()
    .turns(grows(0.1), grows(0.1 * (1 - share.value))),
  requests(code).turns(grows(0), grows(0.1 * share.value)),
];
export const queriesTimeOut = scenario('every query times out', answered(percent(100), '503'));
export const queriesMistyped = scenario('somebody mistypes queries', answered(percent(50), '400'));
export const queriesAnswered = scenario('one query in fifty times out', answered(percent(2), '503'));
export const queriesFailingBy = (share: Quantity): readonly ScenarioSeries[] => [
  requests('200')
    .dispensable()
    .always(grows(0.1 * (1 - share.value))),
  requests('503').always(grows(0.1 * share.value)),
];
