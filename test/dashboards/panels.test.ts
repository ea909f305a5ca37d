import {
  firingAlerts,
  gauge,
  heatmap,
  legend,
  note,
  panelForAlert,
  quantiles,
  row,
  stat,
  stateTimeline,
  table,
  timeSeries,
  UP_DOWN,
} from '../../dashboards';
import { instance, job, promql } from '../../model';
import { ask, deliver, drawn, label, m, refusal, slow, upStat, WORDS } from './shop';

describe('stat', () => {
  it('asks for the value now, and words and colours it', () => {
    expect(drawn(upStat)).toMatchObject({
      type: 'stat',
      targets: [{ instant: true, range: false, legendFormat: '{{instance}}' }],
      options: { graphMode: 'none', colorMode: 'background', reduceOptions: { calcs: ['lastNotNull'] } },
      fieldConfig: {
        defaults: {
          thresholds: {
            steps: [
              { value: null, color: 'green' },
              { value: 0, color: 'red' },
              { value: 1, color: 'green' },
            ],
          },
          mappings: [
            {
              type: 'value',
              options: { 0: { text: 'Down', color: 'red', index: 0 }, 1: { text: 'Up', color: 'green', index: 1 } },
            },
          ],
        },
      },
    });
  });

  it('leaves a value that nothing watches uncoloured', () => {
    expect(drawn(stat({ title: 'Memory', description: WORDS, query: ask.memory }))).toMatchObject({
      options: { colorMode: 'value' },
      fieldConfig: { defaults: { color: { mode: 'fixed', fixedColor: 'text' }, unit: 'bytes' } },
    });
  });
});

describe('gauge', () => {
  it('is a dial from nothing to all, coloured by its alert', () => {
    expect(drawn(gauge({ title: 'Targets', description: WORDS, query: ask.up }))).toMatchObject({
      type: 'gauge',
      targets: [{ instant: true, range: false, legendFormat: '{{instance}}' }],
      options: { showThresholdMarkers: true, reduceOptions: { calcs: ['lastNotNull'] } },
      fieldConfig: { defaults: { min: 0, max: 1, color: { mode: 'thresholds' } } },
    });
  });
});

describe('table', () => {
  const columns = { Up: { expr: ask.up, words: UP_DOWN }, 'Memory used': { expr: ask.memory } };

  it('puts a value of each question in a row for each thing', () => {
    expect(drawn(table({ title: 'Targets', description: WORDS, rows: [instance], columns }))).toMatchObject({
      type: 'table',
      targets: [
        { refId: 'up', format: 'table', instant: true },
        { refId: 'memoryUsed', format: 'table', instant: true },
      ],
      transformations: [
        {
          id: 'filterFieldsByName',
          options: { include: { names: ['instance', 'Value #up', 'Value #memoryUsed'] } },
        },
        { id: 'merge', options: {} },
        {
          id: 'organize',
          options: {
            renameByName: { instance: 'Instance', 'Value #up': 'Up', 'Value #memoryUsed': 'Memory used' },
            indexByName: { instance: 0, 'Value #up': 1, 'Value #memoryUsed': 2 },
          },
        },
      ],
      fieldConfig: {
        overrides: [
          { matcher: { id: 'byName', options: 'Up' } },
          { matcher: { id: 'byName', options: 'Memory used' }, properties: [{ id: 'unit', value: 'bytes' }] },
        ],
      },
    });
  });

  it('leaves out the column that a release lacks', () => {
    const panel = table({ title: 'Targets', description: WORDS, rows: [instance], columns });
    const { model, omissions } = deliver({ rows: [row('Only', [panel])] }, { dialect: '1.0' });
    expect(model.panels.find((p) => p.title === 'Targets')).toMatchObject({
      targets: [{ refId: 'up' }],
      transformations: [{ options: { include: { names: ['instance', 'Value'] } } }, {}, {}],
    });
    expect(omissions).toEqual([
      { kind: 'panel', name: 'Targets: Memory used', reason: 'shop_memory_bytes: 1.0 does not tell' },
    ]);
  });

  it('refuses columns whose labels are not the rows’', () => {
    const wrong = table({ title: 'T', description: WORDS, rows: [label.op], columns: { Up: { expr: ask.up } } });
    expect(refusal(wrong)).toBe(
      "[DB-10] board shop-overview/panel 'T'/Up: label 'instance' tells values apart that would share a row; add it to 'rows', or aggregate it away\n" +
        "[DB-10] board shop-overview/panel 'T'/Up: rows are named by label 'op', which the expression aggregates away; keep it in the expression",
    );
  });

  it('refuses to have no columns', () => {
    expect(refusal(table({ title: 'T', description: WORDS, rows: [job], columns: {} }))).toBe(
      "[DB-12] board shop-overview/panel 'T': it has no column; give it one",
    );
  });
});

describe('quantiles', () => {
  it('draws a line for each quantile and label', () => {
    const panel = quantiles({ title: 'Latency', description: WORDS, of: m.duration.bucket, by: [label.op] });
    expect(drawn(panel)).toMatchObject({
      targets: [
        {
          expr: 'histogram_quantile(0.5, sum by (le, op) (rate(shop_duration_seconds_bucket{job=~"$job", instance=~"$instance"}[$__rate_interval])))',
          legendFormat: '{{op}} p50',
        },
        { legendFormat: '{{op}} p90' },
        { legendFormat: '{{op}} p99' },
      ],
      fieldConfig: { defaults: { unit: 's' } },
    });
  });

  it('names a quantile of all labels alone', () => {
    const panel = quantiles({
      title: 'L',
      description: WORDS,
      of: m.duration.bucket.where({ op: 'PUT' }),
      quantiles: [0.999],
    });
    expect(drawn(panel)).toMatchObject({ targets: [{ legendFormat: 'p99.9' }] });
  });
});

describe('heatmap', () => {
  it('asks for buckets, and gives its axis the unit of what is observed', () => {
    expect(drawn(heatmap({ title: 'Latency', description: WORDS, of: m.duration.bucket }))).toMatchObject({
      type: 'heatmap',
      targets: [
        {
          format: 'heatmap',
          legendFormat: '{{le}}',
          expr: 'sum by (le) (rate(shop_duration_seconds_bucket{job=~"$job", instance=~"$instance"}[$__rate_interval]))',
        },
      ],
      options: { calculate: false, yAxis: { unit: 's' }, cellValues: { unit: 'cps' } },
    });
  });
});

describe('stateTimeline', () => {
  it('shows words over time', () => {
    const panel = stateTimeline({ title: 'States', description: WORDS, queries: [{ expr: ask.up }], words: UP_DOWN });
    expect(drawn(panel)).toMatchObject({
      type: 'state-timeline',
      targets: [{ range: true, legendFormat: '{{instance}}' }],
      fieldConfig: { defaults: { mappings: [{ type: 'value' }] } },
    });
  });
});

describe('firingAlerts', () => {
  it('lists the alerts of the board’s service', () => {
    expect(drawn(firingAlerts({ width: 6 }))).toMatchObject({
      type: 'table',
      targets: [{ expr: 'ALERTS{alertstate="firing", severity=~"critical|warning", service="shop"}', instant: true }],
      fieldConfig: { defaults: { noValue: 'None' } },
    });
  });
});

describe('note', () => {
  it('shows words, and asks nothing', () => {
    const panel = drawn(note({ title: 'Read me', description: WORDS, content: '**Hello**' }));
    expect(panel).toMatchObject({ type: 'text', options: { mode: 'markdown', content: '**Hello**' } });
    expect(panel).not.toHaveProperty('targets');
  });
});

describe('a release that lacks metrics', () => {
  it('loses the queries that need them, and the others keep their refIds', () => {
    const panel = timeSeries({
      title: 'Storage',
      description: WORDS,
      queries: [
        { expr: ask.memory, legend: legend`${instance} memory` },
        { expr: promql`${m.disk}`, legend: legend`${instance} disk` },
      ],
    });
    const { model, omissions } = deliver({ rows: [row('Only', [panel])] }, { dialect: '1.0' });
    expect(model.panels.find((p) => p.title === 'Storage')).toMatchObject({
      targets: [{ refId: 'B', legendFormat: '{{instance}} disk' }],
    });
    expect(omissions).toEqual([
      { kind: 'panel', name: 'Storage: memory', reason: 'shop_memory_bytes: 1.0 does not tell' },
    ]);
  });

  it('says which values it gets wrong', () => {
    const panel = drawn(timeSeries({ title: 'Memory', description: WORDS, queries: [{ expr: ask.memory }] }), {
      dialect: '2.0',
    });
    expect(panel).toMatchObject({
      description: `${WORDS}\n\nNot to be trusted in this release: shop_memory_bytes: 2.0 lies.`,
    });
  });

  it('does not promise an alert that the release cannot have', () => {
    const panel = drawn(panelForAlert(slow, { title: 'Latency' }), { dialect: '2.0' });
    expect(panel).toMatchObject({
      links: [],
      fieldConfig: { defaults: { thresholds: { steps: [{ value: null, color: 'green' }] } } },
    });
  });
});
