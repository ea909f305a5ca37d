import { VedetteError } from '../../../model/problem';
import { days, seconds } from '../../../model/quantity';
import { goodExpressions } from './good-expressions';

describe('promql', () => {
  it.each(Object.entries(goodExpressions))('takes %s', (_, build) => {
    expect(complaint(build)).toBe('');
  });

  it('has enough good expressions to be worth the name', () => {
    expect(Object.keys(goodExpressions).length).toBeGreaterThanOrEqual(40);
  });
});

/** What is said against an expression when it is written, and when a panel shows it. */
function complaint(build: (typeof goodExpressions)[string]): string {
  try {
    const expr = build();
    const context = { use: 'query', scrapeInterval: seconds(30), retention: days(31) } as const;
    return expr
      .problems('corpus', context)
      .filter((problem) => !(expr.inferred.kind === 'range' && problem.id === 'PQ-01'))
      .map((problem) => JSON.stringify(problem))
      .join('\n');
  } catch (error) {
    if (error instanceof VedetteError) return error.message;
    throw error;
  }
}
