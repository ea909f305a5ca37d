/** The shape of rules, for services that are written in JavaScript or JSON. What an expression means is the model's matter. */
import { type Shape, mapping, object, quantity, text } from '../check/shape';

/** Text on one line or several. */
const expression: Shape = (value, path, report) => {
  if (typeof value !== 'string' || value.trim() === '') report.must(path, value, 'an expression');
};

/** Text that may be empty or have several lines. */
const anyText: Shape = (value, path, report) => {
  if (typeof value !== 'string') report.must(path, value, 'a text');
};

/** An alerting rule. */
export const alertingRuleShape: Shape = object(
  { alert: text, expr: expression, labels: mapping(anyText), annotations: mapping(anyText) },
  { for: quantity('seconds'), keepFiringFor: quantity('seconds') },
);

/** A recording rule. */
export const recordedRuleShape: Shape = object({ record: text, expr: expression }, { labels: mapping(anyText) });
