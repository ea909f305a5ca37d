import fc from 'fast-check';
import { VedetteError } from '../../../model/problem';
import type { Expr } from '../../../model/promql';
import { everyVersion } from '../../support/tools';
import { evaluate } from './engine';
import { goodExpressions } from './good-expressions';
import { host, shop } from './metrics';
import { randomExpression } from './random-expressions';

const SEED = 20_260_801;
const expressions = new Map(
  [...Object.values(goodExpressions), ...fc.sample(randomExpression, { seed: SEED, numRuns: 2500 })]
    .flatMap(exprOrNone)
    .filter((expr) => expr.inferred.kind === 'vector')
    .map((expr) => [expr.text(), expr]),
);
const metrics = [...Object.values(shop), ...Object.values(host)];

describe.each(everyVersion('promtool'))(
  'what is inferred of an expression, held against promtool $version',
  ({ path }) => {
    const results = evaluate(path, metrics, [...expressions.keys()]);

    it('is told of hundreds that give samples', () => {
      expect(results.filter(({ samples }) => samples.length > 0).length).toBeGreaterThan(200);
    });

    it('has every label of every sample, and only what it has', () => {
      expect(results.flatMap(({ expr, samples }) => samples.flatMap((names) => surprise(expr, names)))).toEqual([]);
    });

    it('lets no expression through that cannot be evaluated', () => {
      expect(results.filter(({ error }) => error !== undefined)).toEqual([]);
    });
  },
);

function exprOrNone(write: () => Expr): readonly Expr[] {
  try {
    return [write()];
  } catch (error) {
    if (error instanceof VedetteError) return [];
    throw error;
  }
}

/** Labels of a sample that are impossible by inference, and guaranteed ones that it lacks. */
function surprise(text: string, names: readonly string[]): readonly string[] {
  const labels = expressions.get(text)?.inferred.labels;
  const impossible = names.filter((name) => labels?.has(name) !== true);
  const lacking = [...(labels ?? [])].filter(([name, c]) => c === 'guaranteed' && !names.includes(name));
  if (impossible.length + lacking.length === 0) return [];
  return [`${text} has ${impossible.join(', ') || 'nothing'} beside, and lacks ${lacking.map(([n]) => n).join(', ')}`];
}
