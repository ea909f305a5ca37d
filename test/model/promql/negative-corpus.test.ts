import { VedetteError, problemText } from '../../../model/problem';
import { adviceRules, contextRules, definitionRules } from '../../../model/promql';
import { arithmetic } from './bad/arithmetic';
import { counters } from './bad/counters';
import { excusable } from './bad/excusable';
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

describe('adviceRules', () => {
  it.each(excusable)('warn, by $id, of $text', ({ build, context, message }) => {
    const found = build().problems('here', context, adviceRules);
    expect(found.map(problemText).join('\n')).toBe(message);
    expect(found.map(({ level }) => level)).toEqual(['warning']);
  });

  it.each([...adviceRules])('have an expression to warn of for $id ($title)', ({ id }) => {
    expect(excusable.map((each) => each.id)).toContain(id);
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
