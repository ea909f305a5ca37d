/** An ordinary day, as a demo shows it: two services on one node, and a store that takes what comes. */
import { gibibytes, grows, holds, idle, mebibytes, series } from '../../model';
import type { ScenarioSeries } from '../../model';
import { metrics as m } from './metrics';

const at = { node: 'worker-2', host: 'log-shipper-x7k' } as const;
const pods = { ...at, component_id: 'pods', component_kind: 'source', component_type: 'kubernetes_logs' } as const;
const store = { ...at, component_id: 'store', component_kind: 'sink', component_type: 'elasticsearch' } as const;
const buffer = { ...store, buffer_id: 'store', stage: '0' } as const;
const reading = ['sequencer', 'rstmdb'].map(
  (service) =>
    ({ ...at, component_id: `read_${service}`, component_kind: 'transform', component_type: 'remap' }) as const,
);

export const typical: readonly ScenarioSeries[] = [
  ...['sequencer-7c9f-qw5', 'rstmdb-0'].map((pod) =>
    series(m.received, { ...pods, pod_name: pod, pod_namespace: 'sequencer' }).always(grows(6)),
  ),
  series(m.sent, { ...store, output: '_default' }).always(grows(11)),
  series(m.openFiles, pods).always(holds(5)),
  series(m.errors, { ...pods, error_type: 'reader_failed', stage: 'processing' })
    .from(1)
    .always(idle()),
  series(m.discarded, { ...store, intentional: 'false' })
    .from(2)
    .always(idle()),
  series(m.bufferDiscarded, { ...buffer, intentional: 'true' }).always(idle()),
  series(m.bufferSize, buffer).always(holds(mebibytes(3))),
  series(m.bufferLimit, buffer).always(holds(gibibytes(1))),
  series(m.buffered, buffer).always(grows(11)),
  series(m.responses, { ...store, status: '200' }).always(grows(0.5)),
  series(m.responses, { ...store, status: '429' }).always(grows(0.005)),
  series(m.requestErrors, { ...store, error_kind: 'connection closed' }).always(idle()),
  ...[pods, store, ...reading].map((each, i) => series(m.utilization, each).always(holds(0.05 + 0.03 * i))),
];
