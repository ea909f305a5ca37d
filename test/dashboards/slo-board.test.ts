import { checkBoards } from '../../dashboards/check/boards';
import type { Dashboard, PlacedPanel } from '../../dashboards/grafana';
import { days, problemText } from '../../model';
import type { DeliveryContext } from '../../model';
import { availability, deliver, latency } from '../model/slo/orders';

const boardOf = (more: Partial<DeliveryContext> = {}): Dashboard => {
  const [file] = deliver([availability, latency], more).dashboards;
  return file?.model as unknown as Dashboard;
};

const panels = ({ panels: all }: Dashboard): readonly PlacedPanel[] =>
  all.filter((panel): panel is PlacedPanel => panel.type !== 'row');

const panel = (title: string): PlacedPanel => {
  const found = panels(boardOf()).find((one) => one.title === title);
  if (found === undefined) throw new Error(`no panel is titled '${title}'`);
  return found;
};

it('keeps every check of a board, and shows every alert of the objectives', () => {
  expect(checkBoards([deliver([availability, latency])]).map(problemText)).toEqual([]);
});

it('shows what is left, how fast it goes, by which window, and what was promised', () => {
  expect(panels(boardOf()).map(({ title, type }) => `${type}: ${title}`)).toEqual([
    'stat: Error budget left',
    'stat: Burn rate',
    'timeseries: Error ratio by window',
    'timeseries: Events',
    'table: Promises',
    'timeseries: Error budget over time',
  ]);
});

it('lets the reader choose an objective, by the variable that the alerts choose', () => {
  const variable = boardOf().templating.list.find(({ name }) => name === 'slo');
  expect(variable?.definition).toBe('label_values(slo:sli_total:rate5m{service="orders"}, slo)');
  expect(panel('Error budget left').targets?.map(({ expr }) => expr)).toEqual([
    'slo:period_error_budget_remaining:ratio{service="orders", slo=~"$slo"}',
  ]);
});

it('draws each window of the alerts', () => {
  expect(panel('Error ratio by window').targets?.map(({ legendFormat }) => legendFormat)).toEqual([
    '{{slo}} 5m',
    '{{slo}} 30m',
    '{{slo}} 1h',
    '{{slo}} 2h',
    '{{slo}} 6h',
    '{{slo}} 1d',
    '{{slo}} 3d',
  ]);
});

it('is red where the budget is spent, and where the page would come', () => {
  expect(panel('Error budget left').fieldConfig.defaults.thresholds?.steps).toEqual([
    { value: null, color: 'red' },
    { value: 0, color: 'orange' },
    { value: 0.25, color: 'green' },
  ]);
  expect(panel('Burn rate').fieldConfig.defaults.thresholds?.steps).toEqual([
    { value: null, color: 'green' },
    { value: 1, color: 'orange' },
    { value: 6, color: 'red' },
  ]);
});

it('says what it leaves out where samples are not kept for the period', () => {
  const short = boardOf({ retention: days(2) });
  expect(panels(short).map(({ title }) => title)).toEqual([
    'Burn rate',
    'Error ratio by window',
    'Events',
    'Promises',
    'Left out',
  ]);
  expect(deliver([availability], { retention: days(2) }).omissions.filter(({ kind }) => kind === 'panel')).toEqual(
    ['Error budget left', 'Error budget over time'].map((name) => ({
      kind: 'panel',
      name,
      reason: 'samples are kept for less than the period of the objective',
    })),
  );
});

it('is not there for a service without objectives', () => {
  expect(deliver([]).dashboards).toEqual([]);
});
