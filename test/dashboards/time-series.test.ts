import { legend, panelForAlert, timeSeries } from '../../dashboards';
import type { PanelDefinition } from '../../dashboards';
import { catalogue, instance, millis, promql, up, window } from '../../model';
import { ask, drawn, label, m, refusal, slow, WORDS } from './shop';

const lines = (changes: Partial<Parameters<typeof timeSeries>[0]> = {}): PanelDefinition =>
  timeSeries({ title: 'Lines', description: WORDS, queries: [{ expr: ask.rate }], ...changes });

describe('timeSeries', () => {
  it('infers the unit, the legend and the axis from the expression', () => {
    const panel = drawn(lines());
    expect(panel).toMatchObject({
      type: 'timeseries',
      fieldConfig: { defaults: { unit: 'cps', min: 0, custom: { spanNulls: false } } },
      options: { legend: { showLegend: true, displayMode: 'table', calcs: ['mean', 'max', 'lastNotNull'] } },
      targets: [
        {
          refId: 'A',
          datasource: { type: 'prometheus', uid: '${datasource}' },
          expr: 'sum by (op) (rate(shop_requests_total{job=~"$job", instance=~"$instance"}[$__rate_interval]))',
          legendFormat: '{{op}}',
          instant: false,
          range: true,
        },
      ],
    });
  });

  it('ends the axis of a ratio at 1, unless it is open', () => {
    const ratio = [{ expr: promql`${m.memory} / (${m.memory} > 0)` }] as const;
    expect(drawn(lines({ queries: ratio }))).toMatchObject({
      fieldConfig: { defaults: { unit: 'percentunit', min: 0, max: 1 } },
    });
    const open = drawn(lines({ queries: ratio, max: 'open', min: 'open' }));
    expect('fieldConfig' in open && Object.keys(open.fieldConfig.defaults)).not.toEqual(
      expect.arrayContaining(['min', 'max']),
    );
  });

  it('takes another unit that says the same', () => {
    expect(drawn(lines({ unit: 'reqps' }))).toMatchObject({ fieldConfig: { defaults: { unit: 'reqps' } } });
  });

  it('refuses a unit that contradicts the expression', () => {
    expect(refusal(lines({ unit: 'Bps' }))).toBe(
      "[DB-08] board shop-overview/panel 'Lines': unit is 'Bps', must be one of cps, ops, reqps, rps, wps, iops, eps, mps, recps, rowsps, pps, Hs: the expression is in count/second; leave 'unit' out, or correct the expression",
    );
  });

  it('refuses an expression whose unit nobody can tell, when none is given', () => {
    const squared = promql`${m.odd} * ${m.odd}`;
    expect(refusal(lines({ queries: [{ expr: squared }] }))).toBe(
      "[DB-08] board shop-overview/panel 'Lines': the unit of the expression cannot be told; give 'unit'\n" +
        '    shop_odd{job="shop"} * shop_odd{job="shop"}',
    );
    expect(drawn(lines({ queries: [{ expr: squared }], unit: 'short' }))).toMatchObject({
      fieldConfig: { defaults: { unit: 'short' } },
    });
  });

  it('refuses queries in different units', () => {
    const queries = [
      { expr: ask.rate, legend: legend`${label.op}` },
      { expr: ask.memory, legend: legend`${instance}` },
    ] as const;
    expect(refusal(lines({ queries }))).toBe(
      "[DB-08] board shop-overview/panel 'Lines': queries are in bytes and count/second, must all be in one unit; make a panel of each",
    );
  });

  it('refuses a legend with a label that the expression aggregates away', () => {
    expect(refusal(lines({ queries: [{ expr: ask.rate, legend: legend`${label.op} on ${instance}` }] }))).toBe(
      "[DB-10] board shop-overview/panel 'Lines': legend prints label 'instance', which the expression aggregates away; print one of: op",
    );
  });

  it('refuses a legend under which series look alike', () => {
    expect(refusal(lines({ queries: [{ expr: ask.rate, legend: 'requests' }] }))).toBe(
      "[DB-10] board shop-overview/panel 'Lines': legend lacks label 'op', so its series look alike; add it to the legend, or aggregate it away",
    );
  });

  it('refuses several queries of which one has no legend', () => {
    const queries = [{ expr: ask.rate }, { expr: ask.rate, legend: legend`${label.op} again` }] as const;
    expect(refusal(lines({ queries }))).toBe(
      "[DB-10] board shop-overview/panel 'Lines': one of several queries has no legend; give each query a 'legend'",
    );
  });

  it('refuses a description that explains nothing', () => {
    expect(refusal(lines({ description: 'Requests.' }))).toBe(
      "[DB-07] board shop-overview/panel 'Lines': description has 9 characters, must have at least 40; say what it shows, what is normal, and what to do when it is not",
    );
  });

  it('refuses more lines than can be told apart, unless there is a reason', () => {
    const crowd = [{ expr: promql`${m.basket}` }] as const;
    expect(refusal(lines({ queries: crowd }))).toBe(
      "[DB-11] board shop-overview/panel 'Lines': 30 lines are expected for each target, must be at most 20; aggregate a label away, use topk or a table, or give 'crowded' with the reason why they can be read",
    );
    expect(refusal(lines({ queries: crowd, crowded: 'most shelves are empty' }))).toBe('not refused');
    expect(refusal(lines({ queries: [{ expr: promql`topk(5, ${m.basket})` }] }))).toBe('not refused');
  });

  it('refuses the alert of another quantity', () => {
    expect(refusal(lines({ alerts: [slow] }))).toBe(
      "[DB-09] board shop-overview/panel 'Lines': the threshold of ShopSlow is in seconds, the panel is in count/second; show the alert where its own quantity is plotted",
    );
  });

  it('refuses a metric of another job, which the variables of the board would hide', () => {
    const foreign = catalogue('other', { up });
    expect(refusal(lines({ queries: [{ expr: promql`${foreign.up}` }] }))).toBe(
      "[DB-04] board shop-overview/panel 'Lines': 'up' is exposed by job 'other', the board chooses jobs of 'shop'; show it on the board of its own service",
    );
    const chosen = promql`${foreign.up.where({ job: 'other' })}`;
    expect(refusal(lines({ queries: [{ expr: chosen }] }))).toBe('not refused');
  });

  it('says of an empty panel whether that is good', () => {
    const empty = (panel: PanelDefinition): unknown => {
      const shown = drawn(panel);
      return 'fieldConfig' in shown && shown.fieldConfig.defaults.noValue;
    };
    expect(empty(lines())).toBe('None yet: the series starts with its first event');
    expect(empty(lines({ queries: [{ expr: ask.memory }] }))).toBe('No data: is the target up?');
    expect(empty(lines({ noValue: 'None: all is well' }))).toBe('None: all is well');
  });

  it('leads from a line to its instance', () => {
    expect(drawn(lines({ queries: [{ expr: ask.memory }] }))).toMatchObject({
      fieldConfig: {
        defaults: {
          links: [
            {
              title: 'Only this instance',
              url: '/d/shop-overview?${datasource:queryparam}&${job:queryparam}&var-instance=${__field.labels.instance}&${__url_time_range}',
            },
          ],
        },
      },
    });
  });

  it('gives Grafana moments in milliseconds', () => {
    expect(drawn(lines({ queries: [{ expr: promql`${m.startTime}` }] }))).toMatchObject({
      targets: [{ expr: '1000 * (process_start_time_seconds{job=~"$job", instance=~"$instance"})' }],
      fieldConfig: { defaults: { unit: 'dateTimeAsIso' } },
    });
  });

  it('draws fixed colours, limits and stacks', () => {
    const panel = drawn(
      lines({
        queries: [
          { expr: promql`sum(rate(${m.requests.where({ op: 'PUT' })}[${window}]))`, legend: 'written', colour: 'red' },
          { expr: promql`sum(rate(${m.requests}[${window}]))`, legend: 'all', limit: true },
        ],
        stacked: true,
        colours: { all: 'green' },
      }),
    );
    expect(panel).toMatchObject({
      fieldConfig: {
        defaults: { custom: { stacking: { mode: 'normal' } } },
        overrides: [
          {
            matcher: { id: 'byFrameRefID', options: 'A' },
            properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: 'red' } }],
          },
          {
            matcher: { id: 'byName', options: 'all' },
            properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: 'green' } }],
          },
          { matcher: { id: 'byFrameRefID', options: 'B' }, properties: [{ id: 'custom.lineStyle' }, {}, {}, {}] },
        ],
      },
    });
  });
});

describe('panelForAlert', () => {
  it("shows the alert's thresholds in this environment as lines, and leads to its runbook", () => {
    const panel = drawn(panelForAlert(slow), { thresholds: { ShopSlow: millis(250) } });
    expect(panel).toMatchObject({
      title: 'Shop slow',
      description:
        'What ShopSlow watches. Normal is a line on the green side of the limits; otherwise follow its runbook.\n\n' +
        'Alert [ShopSlow](https://watch.example.org/runbooks/shop.html#ShopSlow): above 250ms (warning), above 2s (critical).',
      links: [{ title: 'Runbook: ShopSlow', url: 'https://watch.example.org/runbooks/shop.html#ShopSlow' }],
      fieldConfig: {
        defaults: {
          unit: 's',
          custom: { thresholdsStyle: { mode: 'line' } },
          thresholds: {
            mode: 'absolute',
            steps: [
              { value: null, color: 'green' },
              { value: 0.25, color: 'orange' },
              { value: 2, color: 'red' },
            ],
          },
        },
      },
    });
  });

  it('draws further lines beside it', () => {
    const median = promql`histogram_quantile(0.5, sum by (${label.op}, ${m.duration.bucket.label.le}) (rate(${m.duration.bucket}[${window}])))`;
    const panel = panelForAlert(slow, {
      legend: legend`${label.op} p99`,
      beside: [{ expr: median, legend: legend`${label.op} p50` }],
    });
    expect(drawn(panel)).toMatchObject({ targets: [{ legendFormat: '{{op}} p99' }, { legendFormat: '{{op}} p50' }] });
  });
});
