/** Rules as a service delivers them. What an expression may ask is in test/model/promql. */
import { seconds } from '../../../model/quantity';
import { type BadInput, delivers, goodAlert, group, row } from './row';

const rule = (change: object) => group({ rules: [{ ...goodAlert, ...change } as never] });
const only = (fields: object) => group({ rules: [fields as never] });
const LARGE = 950_000;

export const rules: readonly BadInput[] = [
  row(
    57,
    'rules that no ConfigMap holds',
    rule({ annotations: { summary: 'x'.repeat(LARGE), description: 'y' } }),
    'prod/prometheus/shop: rules have 950248 bytes, must have at most 921600, which a ConfigMap holds',
  ),
  row(
    62,
    'an alert without an expression',
    rule({ expr: ' ' }),
    "prod/prometheus/shop/shopSlow: expr is ' ', must be an expression",
  ),
  row(
    63,
    'a rule that is an alert and a record',
    rule({ record: 'a:b' }),
    "prod/prometheus/shop: a rule has both 'alert' and 'record', must have one of them",
  ),
  row(
    63,
    'a rule that is neither',
    only({ expr: 'up' }),
    "prod/prometheus/shop: a rule has neither 'alert' nor 'record', must have one of them",
  ),
  row(63, 'a record of nothing', only({ record: 'a:b' }), "prod/prometheus/shop/a:b: 'expr' is missing"),
  row(
    64,
    'a record with a dash',
    only({ record: 'a-b', expr: 'up' }),
    "prod/prometheus/shop/a-b: the name of a recording rule is 'a-b', must be the name of a metric (letters, digits, underscores and colons, no digit first)",
  ),
  row(64, 'a record that waits and explains', only({ record: 'a:b', expr: 'up', for: seconds(5), annotations: {} }), [
    "prod/prometheus/shop/a:b: 'for' is unknown; use one of: expr, labels, record",
    "prod/prometheus/shop/a:b: 'annotations' is unknown; use one of: expr, labels, record",
  ]),
  row(
    65,
    'an annotation with a dash',
    rule({ annotations: { summary: 'slow', 'run-book': 'x' } }),
    "prod/prometheus/shop/shopSlow: the name of an annotation is 'run-book', must be a label name (letters, digits and underscores, no digit first)",
  ),
  row(
    67,
    'a template that does not close',
    rule({ annotations: { summary: '{{ $labels.x is slow' } }),
    "prod/prometheus/shop/shopSlow: annotation 'summary' is '{{ $labels.x is slow', must be a template that closes what it opens",
  ),
  row(
    69,
    'a wait without a unit',
    rule({ for: 300 }),
    'prod/prometheus/shop/shopSlow: for is 300, must be a quantity in seconds',
  ),
  row(
    75,
    'a rule twice',
    delivers({ ruleGroups: [{ name: 'shop.symptoms', interval: seconds(20), rules: [goodAlert, goodAlert] }] }),
    "[AL-17] prod/prometheus/shop/shop.symptoms: rule 'shopSlow' stands twice, must stand once",
  ),
];
