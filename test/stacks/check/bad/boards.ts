/** Boards with one fault each, in what Grafana would read; and panels that are refused as they are written. */
import type { Dashboard } from '../../../../dashboards';
import { timeSeries } from '../../../../dashboards';
import * as v from '../../../../model';
import { fileProblems, shop } from '../sound';
import type { Row } from './row';
import { deployed } from './row';

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Model = Mutable<Dashboard>;
type Panel = Mutable<Exclude<Dashboard['panels'][number], { type: 'row' }>>;

/** The shop's board after a change. */
const board = (id: string, fault: string, change: (model: Model) => void): Row =>
  deployed(id, fault, {
    delivery: (delivery) => ({
      ...delivery,
      dashboards: delivery.dashboards.map((file) => {
        const model = structuredClone(file.model) as unknown as Model;
        change(model);
        return { ...file, model: { ...model } };
      }),
    }),
  });

const panel = (id: string, fault: string, title: string, change: (panel: Panel) => void): Row =>
  board(id, fault, (model) => {
    const found = model.panels.find((each): each is Panel => each.title === title && each.type !== 'row');
    if (found === undefined) throw new Error(`no panel '${title}'`);
    change(found);
  });

const expr = (id: string, fault: string, title: string, text: string): Row =>
  panel(id, fault, title, ({ targets }) => {
    if (targets?.[0] !== undefined) targets[0].expr = text;
  });

const crowd = timeSeries({
  title: 'Visitors',
  description: 'What it shows, what is normal, and what to do when it is not.',
  queries: [{ expr: v.promql`${(shop.spec.metrics as Readonly<Record<string, v.Metric>>)['visitors'] as v.Metric}` }],
});

export const boards: readonly Row[] = [
  board('DB-01', 'an address that is not the file’s', (model) => (model.uid = 'other')),
  board('DB-02', 'a board that does not say what it is', (model) => (model.description = '')),
  panel('DB-03', 'a fixed data source', 'Requests', ({ targets }) => {
    if (targets?.[0] !== undefined) targets[0].datasource = { uid: 'prometheus' };
  }),
  expr('DB-04', 'a query that ignores the reader', 'Up', 'up{job="shop"}'),
  expr(
    'DB-05',
    'a rate that does not follow the zoom',
    'Requests',
    'sum by (op, job) (rate(shop_requests_total{job=~"$job", instance=~"$instance"}[5m])) + 0 * job_op:shop_requests:rate5m{job=~"$job"}',
  ),
  {
    id: 'DB-06',
    fault: 'a data source of another interval',
    problems: () =>
      fileProblems((path, content) =>
        path.includes('datasources') ? content.replace('timeInterval: "15s"', 'timeInterval: "60s"') : content,
      ),
  },
  panel('DB-07', 'a panel that explains nothing', 'Requests', (each) => (each.description = 'Requests')),
  panel('DB-08', 'values without a unit', 'Requests', (each) => delete each.fieldConfig.defaults.unit),
  panel('DB-09', 'a limit that is not shown', 'Latency', (each) => each.fieldConfig.defaults.thresholds?.steps.pop()),
  panel('DB-10', 'a legend with a label that is gone', 'Latency', ({ targets }) => {
    if (targets?.[0] !== undefined) targets[0].legendFormat = '{{op}}';
  }),
  { id: 'DB-11', fault: 'a thousand lines', problems: () => crowd.problems.filter(({ id }) => id !== 'DB-10') },
  panel('DB-12', 'a number that is asked over time', 'Up', ({ targets }) => {
    if (targets?.[0] !== undefined) targets[0].instant = false;
  }),
  board('DB-13', 'a board that anybody may edit', (model) => Object.assign(model, { editable: true })),
  board('DB-14', 'no time zone', (model) => (model.timezone = '')),
  board('DB-15', 'no mark of the firing alerts', (model) => model.annotations.list.shift()),
  board('DB-16', 'a board that leads nowhere', (model) => (model.links = [])),
  panel('DB-17', 'a line with a hole', 'Up', (each) => (each.gridPos = { ...each.gridPos, w: each.gridPos.w - 1 })),
  panel('DB-18', 'a query that does not parse', 'Requests', ({ targets }) => {
    targets?.push({ ...structuredClone(targets[0] ?? { refId: 'A', expr: '' }), refId: 'B', expr: 'sum(' } as never);
  }),
  panel('DB-19', 'lines over gaps', 'Requests', (each) => {
    each.fieldConfig.defaults.custom = { ...(each.fieldConfig.defaults.custom as object), spanNulls: true };
  }),
  panel('X-03', 'a panel that leads to no section', 'Up', (each) => {
    const [link] = each.links ?? [];
    if (link !== undefined)
      each.links?.push({ ...link, url: 'https://watch.example.org/runbooks/shop.html#ShopClosed' });
  }),
  panel('CO-06', 'a board of a hundred queries', 'Requests', (each) => {
    const [target] = each.targets ?? [];
    if (target !== undefined) each.targets = Array.from({ length: 100 }, (_, i) => ({ ...target, refId: `R${i}` }));
  }),
];
