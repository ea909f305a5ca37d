import {
  escapeRegex,
  label,
  matching,
  noneOf,
  not,
  notMatching,
  oneOf,
  quote,
  resolveMatchers,
} from '../../model/label';

describe('label', () => {
  it('is a name as a value, and cannot be changed', () => {
    expect(label('op')).toEqual({ kind: 'label', name: 'op' });
    expect(Object.isFrozen(label('op'))).toBe(true);
  });
});

describe('resolveMatchers', () => {
  it.each([
    ['a bare string', 'GET', { op: '=', value: 'GET', literals: ['GET'] }],
    ['not', not('GET'), { op: '!=', value: 'GET', literals: ['GET'] }],
    ['oneOf', oneOf('GET', 'a.b'), { op: '=~', value: 'GET|a\\.b', literals: ['GET', 'a.b'] }],
    ['noneOf', noneOf('tmpfs', 'ramfs'), { op: '!~', value: 'tmpfs|ramfs', literals: ['tmpfs', 'ramfs'] }],
    ['matching', matching('veth.*'), { op: '=~', value: 'veth.*' }],
    ['notMatching', notMatching('veth.*'), { op: '!~', value: 'veth.*' }],
  ])('turns %s into its parts', (_, match, expected) => {
    expect(resolveMatchers({ op: match })).toEqual([{ label: 'op', ...expected }]);
  });

  it('keeps the order, and leaves out what is undefined', () => {
    expect(resolveMatchers({ b: '1', a: undefined, c: '2' }).map((matcher) => matcher.label)).toEqual(['b', 'c']);
  });
});

describe('quote', () => {
  it('escapes what ends or continues a string', () => {
    expect(quote('a"b\\c\nd')).toBe('"a\\"b\\\\c\\nd"');
  });
});

describe('escapeRegex', () => {
  it('makes a literal of every special character', () => {
    const literal = '\\.+*?()|[]{}^$';
    expect(new RegExp(`^${escapeRegex(literal)}$`).test(literal)).toBe(true);
    expect(escapeRegex('plain-text_1')).toBe('plain-text_1');
  });
});
