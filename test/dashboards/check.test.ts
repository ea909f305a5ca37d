import { firingAlerts, note, row, stat, table, timeSeries } from '../../dashboards';
import type { BoardSpec, Dashboard } from '../../dashboards';
import { checkBoards } from '../../dashboards/check/boards';
import { fixed, hours, instance, minutes, problemText, promql } from '../../model';
import type { ServiceDelivery } from '../../model';
import { ask, deliver, down, m, memoryLines, slow, spec, upStat, WORDS } from './shop';

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Model = Mutable<Dashboard>;
type Panel = Mutable<Exclude<Dashboard['panels'][number], { type: 'row' }>>;

const texts = (...deliveries: readonly ServiceDelivery[]): readonly string[] =>
  checkBoards(deliveries).map(problemText);

/** What the checks say of the good board after one change to what Grafana would read. */
function after(change: (model: Model) => void): readonly string[] {
  const delivery = deliver();
  const model = structuredClone(delivery.model) as Model;
  change(model);
  return texts({ ...delivery, dashboards: delivery.dashboards.map((d) => ({ ...d, model: { ...model } })) });
}

/** Changes one panel. */
const panel =
  (title: string, change: (panel: Panel) => void) =>
  (model: Model): void => {
    const inside = model.panels.flatMap((p) => (p.type === 'row' ? [p, ...p.panels] : [p]));
    const found = inside.find((p): p is Panel => p.title === title && p.type !== 'row');
    if (found === undefined) throw new Error(`no panel '${title}'`);
    change(found);
  };

/** Changes the expression of a panel's first query. */
const expr = (title: string, text: string): ((model: Model) => void) =>
  panel(title, ({ targets }) => {
    if (targets?.[0] !== undefined) targets[0].expr = text;
  });

const withRows = (rows: BoardSpec['rows']): readonly string[] => texts(deliver({ rows }));

describe('checkBoards', () => {
  it('finds nothing wrong with what board() makes', () => {
    expect(texts(deliver())).toEqual([]);
    expect(texts(deliver({}, { dialect: '1.0' }))).toEqual([]);
    expect(texts(deliver({}, { dialect: '2.0' }))).toEqual([]);
    const all = [
      row('More', [
        firingAlerts(),
        note({ title: 'Words', description: WORDS, content: 'x' }),
        table({ title: 'T', description: WORDS, rows: [instance], columns: { Up: { expr: ask.up, alerts: [down] } } }),
      ]),
    ];
    expect(withRows([...spec().rows, ...all])).toEqual([]);
  });

  it.each<[string, (model: Model) => void, string]>([
    [
      'an address that is not the file’s',
      (model) => (model.uid = 'other'),
      "[DB-01] dashboards/shop-overview: uid is 'other', must be 'shop-overview' of 1 to 40 letters, digits, '-' or '_'",
    ],
    [
      'a board that does not say what it is',
      (model) => {
        model.description = '';
        model.tags = [];
      },
      '[DB-02] dashboards/shop-overview: it has no description, no tags; build it with board()',
    ],
    [
      'a second data source variable',
      (model) => {
        const [first] = model.templating.list;
        if (first !== undefined) model.templating.list.push({ ...first, name: 'other' });
      },
      "[DB-03] dashboards/shop-overview: it has 2 data source variables, must have one named 'datasource'; build it with board()",
    ],
    [
      'a query of a fixed data source',
      panel('Memory', ({ targets }) => {
        if (targets?.[0] !== undefined) targets[0].datasource = { uid: 'prometheus' };
      }),
      "[DB-03] dashboards/shop-overview/panel 'Memory': data source is 'prometheus', must be '${datasource}'; take it from the variable",
    ],
    [
      'an instance that does not follow the job',
      (model) => {
        const variable = model.templating.list.find((v) => v.name === 'instance');
        if (variable !== undefined) variable.definition = 'label_values(up, instance)';
      },
      '[DB-04] dashboards/shop-overview/variable instance: it does not follow $job; build it with board()',
    ],
    [
      'a variable that never hears of new targets',
      (model) => {
        const variable = model.templating.list.find((v) => v.name === 'job');
        if (variable !== undefined) Object.assign(variable, { refresh: 1, allValue: '', multi: false });
      },
      "[DB-04] dashboards/shop-overview/variable job: it must take several values, and all; build it with board()\n[DB-04] dashboards/shop-overview/variable job: it has no 'allValue'; build it with board()\n[DB-04] dashboards/shop-overview/variable job: refresh is not 2, on a change of the time range; build it with board()",
    ],
    [
      'a query that ignores the reader’s choice',
      expr('Memory', 'shop_memory_bytes{job="shop"}'),
      "[DB-04] dashboards/shop-overview/panel 'Memory': 'shop_memory_bytes' has no matcher on instance; take the metric from its job's catalogue",
    ],
    [
      'a rate that does not follow the zoom',
      expr('Memory', 'rate(shop_requests_total{job=~"$job", instance=~"$instance"}[5m])'),
      "[DB-05] dashboards/shop-overview/panel 'Memory': rate is over [5m], must be over [$__rate_interval]; write the range as 'window'",
    ],
    [
      'a panel that explains nothing',
      panel('Memory', (p) => (p.description = 'Memory')),
      "[DB-07] dashboards/shop-overview/panel 'Memory': description has 6 characters, must have at least 40; say what is normal, and what to do when it is not",
    ],
    [
      'a panel of a title that is taken',
      panel('Memory', (p) => (p.title = 'Up')),
      "[DB-07] dashboards/shop-overview/panel 'Up': title 'Up' is empty or used twice; name what it shows",
    ],
    [
      'values without a unit',
      panel('Memory', (p) => delete p.fieldConfig.defaults.unit),
      "[DB-08] dashboards/shop-overview/panel 'Memory': it has no unit; give 'unit'",
    ],
    [
      'a threshold that is not the alert’s',
      panel('Latency p99', (p) => p.fieldConfig.defaults.thresholds?.steps.pop()),
      "[DB-09] dashboards/shop-overview/panel 'Latency p99': it shows ShopSlow without its threshold 2 (critical); name the alert in the panel's 'alerts'",
    ],
    [
      'a legend with a label that is aggregated away',
      panel('Latency p99', ({ targets }) => {
        if (targets?.[0] !== undefined) targets[0].legendFormat = '{{op}} {{le}} {{instance}}';
      }),
      "[DB-10] dashboards/shop-overview/panel 'Latency p99': legend prints label 'le', which the expression aggregates away; print one of the labels that it keeps\n[DB-10] dashboards/shop-overview/panel 'Latency p99': legend prints label 'instance', which the expression aggregates away; print one of the labels that it keeps",
    ],
    [
      'lines without a legend',
      panel('Memory', ({ targets }) => {
        if (targets?.[0] !== undefined) targets[0].legendFormat = '';
      }),
      "[DB-10] dashboards/shop-overview/panel 'Memory': target A has no legend; give it one",
    ],
    [
      'a panel without a query',
      panel('Memory', (p) => (p.targets = [])),
      "[DB-12] dashboards/shop-overview/panel 'Memory': it has no target; build it with a factory of 'dashboards'",
    ],
    [
      'a number that is asked over time',
      panel('Up', ({ targets }) => {
        if (targets?.[0] !== undefined) targets[0].instant = false;
      }),
      "[DB-12] dashboards/shop-overview/panel 'Up': a stat asks over time; build it with a factory of 'dashboards'",
    ],
    [
      'two panels with one id',
      (model) => {
        const [first, second] = model.panels;
        if (first !== undefined && second !== undefined) Object.assign(second, { id: first.id });
      },
      expect.stringMatching(/^\[DB-12\] dashboards\/shop-overview: panel id \d+ is used twice or below 1$/) as never,
    ],
    [
      'a board that anybody may edit',
      (model) => Object.assign(model, { editable: true, id: 7, version: 2 }),
      "[DB-13] dashboards/shop-overview: it is editable; build it with board()\n[DB-13] dashboards/shop-overview: it has an 'id'; build it with board()\n[DB-13] dashboards/shop-overview: it has a 'version'; build it with board()",
    ],
    [
      'times that do not fit an incident',
      (model) => {
        Object.assign(model, { refresh: '5s', timezone: '', graphTooltip: 0, liveNow: true });
        if (model.time !== undefined) model.time.from = 'now-30d';
      },
      [
        "time is from 'now-30d', must be now-1h to now-6h",
        "refresh is '5s', must be 30s, 1m, 5m or 15m",
        'timezone is not set',
        'graphTooltip is not 1, the shared cursor',
        'liveNow is on',
      ]
        .map((what) => `[DB-14] dashboards/shop-overview: ${what}; build it with board()`)
        .join('\n'),
    ],
    [
      'no mark of the firing alerts',
      (model) => model.annotations.list.shift(),
      "[DB-15] dashboards/shop-overview: no annotation shows the firing alerts of 'shop'",
    ],
    [
      'a mark whose query does not parse',
      (model) => {
        const restarts = model.annotations.list[1];
        if (restarts !== undefined) restarts.expr = '1000 * (';
      },
      expect.stringMatching(/^\[DB-15\] dashboards\/shop-overview\/annotation Restarts: /) as never,
    ],
    [
      'a board that leads nowhere',
      (model) => (model.links = []),
      '[DB-16] dashboards/shop-overview: no link leads to the other boards; build it with board()\n[DB-16] dashboards/shop-overview: no link leads to the runbook; build it with board()',
    ],
    [
      'panels that overlap',
      panel('Latency p99', (p) => (p.gridPos = { ...p.gridPos, x: 2 })),
      '[DB-17] dashboards/shop-overview: panels overlap; leave the layout to board()\n[DB-17] dashboards/shop-overview: a line of panels does not fill 24 columns; leave the layout to board()',
    ],
    [
      'a line with a hole',
      panel('Memory', (p) => (p.gridPos = { ...p.gridPos, w: 20 })),
      "[DB-17] dashboards/shop-overview: a line of panels in row 'Resources' does not fill 24 columns; leave the layout to board()",
    ],
    [
      'a panel that reaches over the edge',
      panel('Memory', (p) => (p.gridPos = { ...p.gridPos, w: 30 })),
      "[DB-17] dashboards/shop-overview: a panel in row 'Resources' reaches beyond column 24; leave the layout to board()",
    ],
    [
      'lines that are empty',
      (model) => {
        const last = model.panels.at(-1);
        if (last !== undefined) last.gridPos.y += 3;
      },
      '[DB-17] dashboards/shop-overview: 3 lines are empty; leave the layout to board()',
    ],
    [
      'a query that does not parse',
      expr('Memory', 'sum(rate(shop_memory_bytes[$__rate_interval])'),
      "[DB-18] dashboards/shop-overview/panel 'Memory'/A: the expression ends too early; write it with promql`…`\n    sum(rate(shop_memory_bytes[$__rate_interval])",
    ],
    [
      'an empty panel that does not say whether that is good',
      panel('Memory', (p) => (p.fieldConfig.defaults.noValue = '')),
      "[DB-19] dashboards/shop-overview/panel 'Memory': it has no 'noValue'",
    ],
    [
      'lines over gaps in the data',
      panel('Memory', (p) => Object.assign(p.fieldConfig.defaults.custom ?? {}, { spanNulls: true })),
      "[DB-19] dashboards/shop-overview/panel 'Memory': it draws lines over gaps (spanNulls)",
    ],
    [
      'an alert that leads to a variable that is not there',
      (model) => model.templating.list.pop(),
      expect.stringContaining(
        "[X-01] shop/ShopDown: dashboard_url chooses 'instance', and board 'shop-overview' has no such variable; the board has datasource, job",
      ) as never,
    ],
    [
      'a critical alert below the first screen',
      panel('Latency p99', (p) => (p.gridPos = { ...p.gridPos, y: 14 })),
      expect.stringContaining(
        "[X-02] shop/ShopSlow: it is critical, and not on the first screen of board 'shop-overview'; show it in the first row",
      ) as never,
    ],
    [
      'a panel that claims to show an alert, and shows something else',
      expr('Latency p99', 'shop_memory_bytes{job=~"$job", instance=~"$instance"}'),
      expect.stringContaining(
        "[X-02] dashboards/shop-overview/panel 'Latency p99': it claims to show ShopSlow, and reads none of its metrics; plot the alert's own expression",
      ) as never,
    ],
  ])('reports %s', (_, change, message) => {
    expect(after(change).join('\n')).toEqual(message);
  });

  it('reports an address and a title that two boards share', () => {
    expect(texts(deliver(), { ...deliver(), service: 'stall', ruleGroups: [] }).slice(0, 2)).toEqual([
      "[DB-01] dashboards: uid 'shop-overview' is used by shop, stall; give each board its own: links lead to one of them only",
      "[DB-02] dashboards: title 'Web / shop' is used by shop, stall; say what tells the boards apart",
    ]);
  });

  it('reports an alert that leads to no board', () => {
    expect(texts({ ...deliver(), dashboards: [] })).toContain(
      "[X-01] shop/ShopDown: dashboard_url is 'https://watch.example.org/d/shop-overview?var-job={{ $labels.job | urlquery }}&var-instance={{ $labels.instance | urlquery }}&from=now-1h&to=now', and no board has the uid 'shop-overview'; give the service's 'board' the uid of one of its boards",
    );
  });

  it('reports an alert that no panel shows', () => {
    expect(withRows([row('Health', [upStat, memoryLines])])).toEqual([
      "[X-02] shop/ShopSlow: no panel shows it; add panelForAlert(…), or name the alert in a panel's 'alerts'",
      "[X-02] shop/ShopSlow: no panel shows it; add panelForAlert(…), or name the alert in a panel's 'alerts'",
    ]);
  });

  it('reports more queries than a board should start at once', () => {
    const many = Array.from({ length: 14 }, (_, i) =>
      timeSeries({
        title: `Memory ${i}`,
        description: WORDS,
        queries: [
          { expr: promql`max(${m.memory})`, legend: 'max' },
          { expr: promql`min(${m.memory})`, legend: 'min' },
          { expr: promql`avg(${m.memory})`, legend: 'mean' },
        ],
      }),
    );
    expect(withRows([...spec().rows, row('Many', many)])).toEqual([
      '[CO-06] dashboards/shop-overview: opening it asks 44 queries, must be at most 40; collapse the rows of details',
    ]);
  });

  it('leaves windows alone that are part of the question, and those of alerts', () => {
    const day = stat({ title: 'Day', description: WORDS, query: promql`increase(${m.requests}[${fixed(hours(24))}])` });
    const five = promql`histogram_quantile(0.99, sum by (${m.duration.bucket.label.le}, ${m.duration.label.op}) (rate(${m.duration.bucket}[${fixed(minutes(5))}])))`;
    const shown = timeSeries({ title: 'Latency', description: WORDS, queries: [{ expr: five }], alerts: [slow] });
    expect(withRows([row('Health', [upStat, day, shown])])).toEqual([]);
  });
});
