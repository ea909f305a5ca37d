import {
  absent,
  catalogue,
  counter,
  dialect,
  folded,
  gauge,
  not,
  promql,
  renamed,
  unreliable,
  window,
  withoutLabel,
} from '../../model';
import { missingFrom, relabelings, untrustedIn } from '../../model/dialect';

const m = catalogue('shop', {
  sales: counter('shop_sales_total', { help: 'Sales', labels: { till: {}, article: {} } }),
  visits: counter('shop_visits_total', { help: 'Visits', labels: { till: {} } }),
  stock: gauge('shop_stock', { help: 'Things on the shelf' }),
  thefts: counter('shop_thefts_total', { help: 'Things stolen' }),
});

const release = dialect('1.0', {
  renamed: [
    renamed(m.sales, 'sold_total', { till: 'register' }),
    renamed(m.visits, 'shop_visits_total', { till: 'register' }),
  ],
  absent: [absent(m.thefts, 'nobody counts them')],
  withoutLabels: [withoutLabel(m.sales, 'article', 'sales are counted as a whole')],
  unreliable: [unreliable(m.stock, 'it is never set')],
});

const reasons = (absences: ReturnType<typeof missingFrom>): readonly string[] =>
  absences.map(({ metric, reason }) => `${metric.name}: ${reason}`);
const NO_ARTICLE = ["shop_sales_total: no label 'article': sales are counted as a whole"];

describe('missingFrom', () => {
  const { till, article } = m.sales.label;

  it('finds nothing where all is there', () => {
    expect(missingFrom(release, promql`sum by (${till}) (rate(${m.sales}[${window}]))`)).toEqual([]);
  });

  it('finds nothing where no dialect is chosen', () => {
    expect(missingFrom(undefined, promql`rate(${m.thefts}[${window}])`)).toEqual([]);
  });

  it('finds an absent metric', () => {
    expect(reasons(missingFrom(release, promql`rate(${m.thefts}[${window}])`))).toEqual([
      'shop_thefts_total: nobody counts them',
    ]);
  });

  it('finds a grouping by a label that is not there', () => {
    const expr = promql`sum by (${[till, article]}) (rate(${m.sales}[${window}]))`;
    expect(reasons(missingFrom(release, expr))).toEqual(NO_ARTICLE);
  });

  it('finds a matcher on a label that is not there', () => {
    const expr = promql`sum by (${till}) (rate(${m.sales.where({ article: 'tea' })}[${window}]))`;
    expect(reasons(missingFrom(release, expr))).toEqual(NO_ARTICLE);
  });

  it('minds the metric that lacks the label, and no other', () => {
    const wine = catalogue('shop', {
      wine: counter('shop_wine_total', { help: 'Wine', labels: { article: {} } }),
    }).wine;
    expect(missingFrom(release, promql`sum by (${article}) (rate(${wine}[${window}]))`)).toEqual([]);
  });
});

describe('untrustedIn', () => {
  it('finds a metric whose value means nothing, which a panel may still show', () => {
    const expr = promql`${m.stock} < 5`;
    expect(missingFrom(release, expr)).toEqual([]);
    expect(reasons(untrustedIn(release, expr))).toEqual(['shop_stock: it is never set']);
  });

  it('finds what is missing too', () => {
    const expr = promql`increase(${m.thefts}[${window}]) > 0`;
    expect(reasons(untrustedIn(release, expr))).toEqual(['shop_thefts_total: nobody counts them']);
  });
});

describe('relabelings', () => {
  it('rename the metrics first, then move the labels of those that have the real one', () => {
    const both = '(?:shop_sales_total|shop_visits_total)';
    expect(relabelings(release)).toEqual([
      { sourceLabels: ['__name__'], regex: 'sold_total', targetLabel: '__name__', replacement: 'shop_sales_total' },
      { sourceLabels: ['__name__', 'register'], regex: `${both};(.+)`, targetLabel: 'till', replacement: '$1' },
      { sourceLabels: ['__name__'], regex: both, targetLabel: 'register', replacement: '' },
    ]);
  });
});

describe('dialect', () => {
  it('refuses a metric that is declared in two ways', () => {
    const twice = (): unknown =>
      dialect('2.0', { renamed: [renamed(m.stock, 'stock')], absent: [absent(m.stock, 'nobody looks')] });
    expect(twice).toThrow("dialect 2.0: 'shop_stock' is declared twice; keep one of renamed, derived, absent");
  });
});

describe('folded', () => {
  const errors = counter('shop_errors_total', { help: 'Errors', labels: { category: {} } });
  const folding = dialect('2.0', {
    renamed: folded(errors, 'category', { till: 'till_errors', stock: 'stock_errors' }),
  });

  it('tells by a label what the release tells by a name, and sets it while the name still says so', () => {
    expect(relabelings(folding)).toEqual([
      { sourceLabels: ['__name__'], regex: 'till_errors', targetLabel: 'category', replacement: 'till' },
      { sourceLabels: ['__name__'], regex: 'till_errors', targetLabel: '__name__', replacement: 'shop_errors_total' },
      { sourceLabels: ['__name__'], regex: 'stock_errors', targetLabel: 'category', replacement: 'stock' },
      { sourceLabels: ['__name__'], regex: 'stock_errors', targetLabel: '__name__', replacement: 'shop_errors_total' },
    ]);
  });

  it('is refused for the same value twice', () => {
    const till = folded(errors, 'category', { till: 'till_errors' });
    const other = folded(errors, 'category', { till: 'other_errors' });
    expect(() => dialect('2.0', { renamed: [...till, ...other] })).toThrow(
      `dialect 2.0: 'shop_errors_total{"category":"till"}' is declared twice; keep one of renamed, derived, absent`,
    );
  });
});

describe('a matcher that only leaves values out', () => {
  it('does not need the label: a series without it passes', () => {
    const expr = promql`sum by (${m.sales.label.till}) (rate(${m.sales.where({ article: not('tea') })}[${window}]))`;
    expect(missingFrom(release, expr)).toEqual([]);
  });
});
