import { VedetteError, problemText } from '../../../model/problem';
import { contextRules, definitionRules } from '../../../model/promql';
import { arithmetic } from './bad/arithmetic';
import { counters } from './bad/counters';
import { form } from './bad/form';
import { misuses } from './bad/misuses';
import { names } from './bad/names';

const badExpressions = [...form, ...names, ...counters, ...arithmetic];

describe('promql', () => {
  it.each(badExpressions)('refuses, by $id, $text', ({ build, message }) => {
    expect(refusal(build)).toBe(message);
  });

  it.each([...definitionRules])('has a bad expression for $id ($title)', ({ id }) => {
    expect(badExpressions.map((bad) => bad.id)).toContain(id);
  });
});

describe('Expr.problems', () => {
  it.each(misuses)('reports, by $id, $text for $context.use', ({ build, context, message }) => {
    expect(build().problems('here', context).map(problemText).join('\n')).toBe(message);
  });

  it.each([...contextRules])('has a misuse for $id ($title)', ({ id }) => {
    expect(misuses.map((misuse) => misuse.id)).toContain(id);
  });
});

function refusal(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    if (error instanceof VedetteError) return error.message;
    throw error;
  }
  return 'nothing was refused';
}
