/** An ordinary day, as a demo shows it: one target of each part, and a bucket that takes and gives. */
import { bool, grows, holds, hours, idle, minutes, series } from '../../model';
import type { ScenarioSeries } from '../../model';
import { metrics as m } from './metrics';
import type { Part } from './metrics';

const SIDECAR = { part: 'sidecar' } as const;
const QUERY = { part: 'query' } as const;
const STORE = { part: 'store' } as const;
const COMPACTOR = { part: 'compactor' } as const;
const often = grows(1 / minutes(5).value);

const accesses = (part: Part, operation: string, perSecond: number): readonly ScenarioSeries[] => [
  series(m.operations, { part, bucket: 'metrics', operation }).always(grows(perSecond)),
  series(m.operationFailures, { part, bucket: 'metrics', operation }).always(idle()),
];
const connected = (labels: string, kind: string) =>
  series(m.stores, { ...QUERY, external_labels: labels, store_type: kind }).always(holds(1));
const lists = (part: typeof STORE | typeof COMPACTOR): readonly ScenarioSeries[] => [
  series(m.syncs, part).from(9).always(often),
  series(m.syncFailures, part).always(idle()),
];

export const typical: readonly ScenarioSeries[] = [
  ...accesses('sidecar', 'upload', 0.01),
  ...accesses('store', 'get_range', 2),
  ...accesses('compactor', 'iter', 0.1),
  series(m.uploadedAt, { ...SIDECAR, bucket: 'metrics' }).always(holds(-minutes(70).value)),
  series(m.uploadedAt, { ...COMPACTOR, bucket: 'metrics' }).always(holds(-hours(5).value)),
  series(m.prometheusUp, SIDECAR).always(holds(bool(true))),
  series(m.uploads, SIDECAR).always(grows(1 / hours(2).value)),
  series(m.halted, COMPACTOR).always(holds(bool(false))),
  series(m.iterations, COMPACTOR).always(often),
  series(m.todo, COMPACTOR).always(holds(2)),
  ...lists(STORE),
  ...lists(COMPACTOR),
  series(m.loaded, STORE).always(holds(74)),
  connected('{replica="0"}', 'sidecar'),
  connected('{}', 'store'),
  series(m.requests, {
    ...QUERY,
    code: '200',
    handler: 'query_range',
    method: 'post',
    tenant: 'default-tenant',
  }).always(grows(0.4)),
];
