import { board, boards, collapsed, note, row, stat, timeSeries } from '../../dashboards';
import type { BoardSpec, PanelDefinition } from '../../dashboards';
import { catalogue, gauge, seconds, up, VedetteError } from '../../model';
import { ask, deliver, deliveryContext, m, memoryLines, shop, spec, upStat, WORDS } from './shop';

/** The message with which a board is refused. */
function refusal(changes: Partial<BoardSpec>): string {
  try {
    deliver(changes);
  } catch (error) {
    return error instanceof VedetteError ? error.message : String(error);
  }
  return 'not refused';
}

const stats = (n: number): PanelDefinition[] =>
  Array.from({ length: n }, (_, i) => stat({ title: `Stat ${i}`, description: WORDS, query: ask.up }));

describe('board', () => {
  it('is read-only, dated in UTC, and refreshed no faster than there are samples', () => {
    const { model } = deliver();
    expect(model).toMatchObject({
      uid: 'shop-overview',
      title: 'Web / shop',
      tags: ['vedette', 'service', 'shop'],
      editable: false,
      timezone: 'utc',
      time: { from: 'now-1h', to: 'now' },
      refresh: '30s',
      graphTooltip: 1,
    });
    expect(model).not.toHaveProperty('id');
    expect(model).not.toHaveProperty('version');
    expect(deliver({ hours: 6 }, { scrapeInterval: seconds(60) }).model).toMatchObject({
      time: { from: 'now-6h' },
      refresh: '1m',
    });
  });

  it('lets the reader choose among the labels of targets too, each narrowing what follows', () => {
    const labels = {
      region: { card: 2, target: true },
      blue_green: { values: ['blue', 'green'], target: true },
    } as const;
    const own = catalogue('shop', { up: gauge('up', { unit: 'bool', help: 'x', labels }) });
    const list = deliver({ variablesFrom: own.up }).model.templating.list.slice(1);
    expect(list.map(({ name, label, definition, allValue }) => [name, label, definition, allValue])).toEqual([
      ['job', 'Job', 'label_values(up{job="shop"}, job)', 'shop'],
      ['region', 'Region', 'label_values(up{job=~"$job"}, region)', '.+'],
      ['blue_green', 'Blue green', 'label_values(up{job=~"$job", region=~"$region"}, blue_green)', '.+'],
      [
        'instance',
        'Instance',
        'label_values(up{job=~"$job", region=~"$region", blue_green=~"$blue_green"}, instance)',
        '.+',
      ],
    ]);
  });

  it('lies in the folder of its area', () => {
    expect(deliver().dashboards[0]).toMatchObject({ uid: 'shop-overview', title: 'Web / shop', folder: 'Web' });
  });

  it('lets the reader choose data source, job and instance', () => {
    expect(deliver().model.templating.list).toMatchObject([
      { type: 'datasource', name: 'datasource', label: 'Data source', query: 'prometheus' },
      {
        name: 'job',
        definition: 'label_values(up{job="shop"}, job)',
        datasource: { uid: '${datasource}' },
        multi: true,
        includeAll: true,
        allValue: 'shop',
        refresh: 2,
      },
      {
        name: 'instance',
        definition: 'label_values(up{job=~"$job"}, instance)',
        multi: true,
        includeAll: true,
        allValue: '.+',
        refresh: 2,
      },
    ]);
  });

  it('marks firing alerts and restarts', () => {
    expect(deliver().model.annotations.list).toMatchObject([
      {
        name: 'Firing alerts',
        expr: 'ALERTS{alertstate="firing", severity=~"critical|warning", service="shop"}',
        titleFormat: '{{alertname}}',
      },
      {
        name: 'Restarts',
        expr: '1000 * (process_start_time_seconds{job=~"$job", instance=~"$instance"})',
        useValueForTime: true,
      },
    ]);
  });

  it('leads up to the first board, across to the others, to the runbook and to Alertmanager', () => {
    expect(deliver().model.links).toMatchObject([
      { type: 'dashboards', tags: ['vedette', 'home'], asDropdown: false, includeVars: true, keepTime: true },
      { title: 'Services', tags: ['vedette', 'service'], asDropdown: true, includeVars: true, keepTime: true },
      { title: 'Resources', tags: ['vedette', 'resource'], asDropdown: true },
      { title: 'Monitoring', tags: ['vedette', 'monitoring'], asDropdown: true },
      { url: 'https://watch.example.org/runbooks/shop.html' },
      { url: 'https://watch.example.org/alertmanager/#/alerts?filter=%7Bservice%3D%22shop%22%7D' },
    ]);
  });

  it('gives panels ids from their titles, so that a panel more changes no other', () => {
    const idOf = (rows: BoardSpec['rows']): number | undefined =>
      deliver({ rows }).model.panels.find((p) => p.title === 'Memory')?.id;
    const alone = idOf([row('One', [memoryLines])]);
    expect(alone).toBeGreaterThan(0);
    expect(idOf([row('One', [upStat, memoryLines])])).toBe(alone);
  });

  it('is the same each time', () => {
    expect(JSON.stringify(deliver().model)).toBe(JSON.stringify(deliver().model));
  });

  it('lists what the release lacks, in sight', () => {
    const { model, omissions } = deliver({}, { dialect: '1.0' });
    expect(omissions).toEqual([{ kind: 'panel', name: 'Memory', reason: 'shop_memory_bytes: 1.0 does not tell' }]);
    // The row of resources had nothing else.
    expect(model.panels.map((p) => p.title)).toEqual([
      'Health',
      'Up',
      'Latency p99',
      'Not available in this release',
      'Left out',
    ]);
    expect(model.panels.at(-1)).toMatchObject({
      options: {
        content:
          'Release 1.0 does not expose what these panels show:\n\n- **Memory**: shop_memory_bytes: 1.0 does not tell',
      },
      gridPos: { x: 0, w: 24 },
    });
  });

  it('joins several boards of one service', () => {
    const delivery = shop((context) =>
      boards(board(context, spec()), board(context, spec({ uid: 'shop-detail', title: 'Web / shop in detail' }))),
    ).deliver(deliveryContext);
    expect(delivery.dashboards.map((d) => d.uid)).toEqual(['shop-overview', 'shop-detail']);
  });

  it.each<[string, Partial<BoardSpec>, string]>([
    [
      'an address that is too long',
      { uid: 'x'.repeat(41) },
      `[DB-01] board ${'x'.repeat(41)}: uid is '${'x'.repeat(41)}', must be 1 to 40 letters, digits, '-' or '_'; write <service>-<view>`,
    ],
    [
      'a title without an area',
      { title: 'shop' },
      "[DB-02] board shop-overview: title is 'shop', must be 'Area / Subject'; put the area before the subject",
    ],
    [
      'an empty description',
      { description: ' ' },
      '[DB-02] board shop-overview: description is empty; say whom the board serves and with what',
    ],
    [
      'variables from a metric of no job',
      { variablesFrom: up, rows: [row('Health', [note({ title: 'Words', description: WORDS, content: 'x' })])] },
      "[DB-04] board shop-overview: 'variablesFrom' is 'up', which belongs to no job; give the service's own metric, from its catalogue",
    ],
    [
      'a moment that is none',
      { moments: { Restarts: ask.memory } },
      "[DB-15] board shop-overview: moment 'Restarts' is in bytes, must be a timestamp; give a metric such as process_start_time_seconds",
    ],
    [
      'two panels of one title',
      { rows: [row('Health', [upStat, upStat])] },
      "[DB-07] board shop-overview: two panels are titled 'Up'; say what tells them apart",
    ],
    [
      'two rows of one title',
      { rows: [row('Health', [upStat]), collapsed('Health', [memoryLines])] },
      "[DB-17] board shop-overview: two rows are titled 'Health'; join or rename them",
    ],
    [
      'a first row that is closed',
      { rows: [collapsed('Health', [upStat])] },
      '[DB-17] board shop-overview: the first row is missing, empty or collapsed; begin with the row that answers "is it broken?"',
    ],
    [
      'more panels than anybody takes in',
      { rows: [row('Health', stats(21))] },
      '[DB-17] board shop-overview: 21 panels are open, must be at most 20; collapse the rows of details',
    ],
    [
      'a panel wider than the grid',
      { rows: [row('Health', [stat({ title: 'Up', description: WORDS, query: ask.up, width: 25 })])] },
      "[DB-17] board shop-overview/panel 'Up': width is 25, must be a whole number from 1 to 24",
    ],
  ])('refuses %s', (_, changes, message) => {
    expect(refusal(changes)).toBe(message);
  });

  it('reports everything that is wrong at once', () => {
    const short = timeSeries({ title: 'Memory', description: 'Short.', queries: [{ expr: ask.memory, legend: 'x' }] });
    expect(refusal({ uid: 'a b', title: 'shop', rows: [row('Health', [short])] }).match(/\[DB-\d+\]/g)).toEqual([
      '[DB-01]',
      '[DB-02]',
      '[DB-07]',
      '[DB-10]',
    ]);
  });

  it('takes its choices from a metric that is not up, too', () => {
    expect(deliver({ variablesFrom: m.memory }).model.templating.list[1]).toMatchObject({
      definition: 'label_values(shop_memory_bytes{job="shop"}, job)',
    });
  });
});
