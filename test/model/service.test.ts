import { alert, itself } from '../../model/alert';
import { above } from '../../model/condition';
import type { DeliveryContext } from '../../model/delivery';
import { fixed, promql, window } from '../../model/promql';
import { bytesPerSecond, days, minutes, seconds } from '../../model/quantity';
import { VedetteError } from '../../model/problem';
import { record } from '../../model/recording';
import { holds, scenario, series } from '../../model/scenario';
import { defineService } from '../../model/service';
import { text } from '../../model/text';
import { shop } from './promql/metrics';

const context: DeliveryContext = {
  environment: 'test',
  discovery: [{ kind: 'static', targets: ['shop:9100'] }],
  thresholds: {},
  scrapeInterval: seconds(30),
  scrapeTimeout: seconds(10),
  evaluationInterval: seconds(30),
  retention: days(15),
  publicUrl: 'https://watch.example.org',
};

const busy = alert('ShopBusy', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(5),
  when: above(promql`rate(${shop.written}[${fixed(minutes(2))}])`, bytesPerSecond(7)),
  summary: text`the shop writes much`,
  description: text`the shop writes much`,
  noData: itself,
  fires: scenario('it writes much', [series(shop.written).always(holds(1))]),
  quiet: scenario('it writes little', [series(shop.written).always(holds(1))]),
  edge: () => [],
});

const service = defineService({
  id: 'shop',
  title: 'Shop',
  owner: 'web',
  metrics: shop,
  scrape: { sampleLimit: 100 },
  recordings: [record('shop_written', 'last', promql`irate(${shop.written}[${window}])`)],
  alerts: [busy],
  board: 'shop-overview',
  boards: () => ({ dashboards: [], omissions: [] }),
  runbook: () => '',
});

/** Head lines of what is thrown, without the expressions below them. */
function complaints(changes: Partial<DeliveryContext> = {}): readonly string[] {
  try {
    service.deliver({ ...context, ...changes });
  } catch (error) {
    if (error instanceof VedetteError) return error.message.split('\n').filter((line) => line.startsWith('['));
    throw error;
  }
  return [];
}

const IRATE =
  "[PQ-10] shop/instance_job:shop_written:last: 'irate' looks at the last two samples and flaps; write rate(…)";

describe('Service.deliver', () => {
  it('refuses expressions that do not suit alerts and recording rules', () => {
    expect(complaints()).toEqual([IRATE]);
  });

  it('refuses ranges that hold too few scrapes', () => {
    expect(complaints({ scrapeInterval: minutes(1) })).toEqual([
      IRATE,
      '[PQ-08] shop/ShopBusy: range is 2m, must be at least 4m (4 scrapes of 1m); write a longer range',
    ]);
  });

  it('refuses ranges that are longer than samples are kept', () => {
    expect(complaints({ retention: minutes(3) })).toEqual([
      "[PQ-09] shop/instance_job:shop_written:last: looks back 5m, must be at most 3m (the retention); shorten the range, or raise 'retention'",
      IRATE,
    ]);
  });

  it('has nothing against rules that are watched nowhere', () => {
    expect(complaints({ discovery: [] })).toEqual([]);
  });
});
