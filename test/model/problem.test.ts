import { nearest, Problems, problemText, suggestion, VedetteError } from '../../model/problem';
import { refusal } from '../support/refusal';

describe('problemText', () => {
  it('says where, what and what to do, with the id in front and the excerpt below', () => {
    expect(
      problemText({
        id: 'PQ-05',
        where: 'shop/errors',
        what: 'rate of a gauge',
        remedy: "use 'deriv'",
        excerpt: '    rate(x)',
      }),
    ).toBe("[PQ-05] shop/errors: rate of a gauge; use 'deriv'\n    rate(x)");
  });

  it('leaves out what is not known', () => {
    expect(problemText({ where: 'shop', what: 'it has no owner' })).toBe('shop: it has no owner');
  });
});

describe('Problems', () => {
  it('throws nothing when nothing was found', () => {
    expect(() => new Problems().throwIfAny()).not.toThrow();
  });

  it('throws all problems together, in the order in which they were found', () => {
    const problems = new Problems();
    problems.add({ where: 'a', what: 'is wrong' });
    problems.addAll([
      { where: 'b', what: 'is wrong too' },
      { where: 'c', what: 'is missing', remedy: 'add it' },
    ]);
    expect(refusal(() => problems.throwIfAny())).toBe('a: is wrong\nb: is wrong too\nc: is missing; add it');
    expect(problems.found).toHaveLength(3);
  });
});

describe('VedetteError', () => {
  it('carries its problems', () => {
    const problem = { where: 'a', what: 'is wrong' };
    expect(new VedetteError([problem])).toMatchObject({
      name: 'VedetteError',
      message: 'a: is wrong',
      problems: [problem],
    });
  });
});

describe('nearest', () => {
  it.each([
    ['retnetion', 'retention'],
    ['Retention', 'retention'],
    ['replica', 'replicas'],
    ['colour', undefined],
  ])('takes %s for %s', (given, expected) => {
    expect(nearest(given, ['retention', 'replicas', 'volume'])).toBe(expected);
  });
});

describe('suggestion', () => {
  it('names the nearest and all that are allowed, sorted', () => {
    expect(suggestion('critcal', ['warning', 'critical'])).toBe(
      "did you mean 'critical'? (allowed: critical, warning)",
    );
  });

  it('lists what is allowed when nothing is near', () => {
    expect(suggestion('loud', ['warning', 'critical'])).toBe('use one of: critical, warning');
  });

  it('says so when there is nothing to choose from', () => {
    expect(suggestion('loud', [])).toBe('there is none to choose from: define it first, or leave it out');
  });
});
