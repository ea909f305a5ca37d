import fc from 'fast-check';
import { parse } from 'yaml';
import { type YamlValue, yamlText } from '../../../constructs/render/yaml';

/** Text that a careless writer gets wrong, beside any other. */
const awkward = fc.constantFrom(
  '',
  'yes',
  'no',
  'null',
  '~',
  '1e3',
  '0x10',
  '1_000',
  ' a',
  'a: b',
  '- a',
  '#',
  '"',
  "'",
  '\\',
  '\n',
  '\t',
  '\u2028',
  '\ufeff',
  '\u0085',
  '{{ x }}',
  '<<',
  '=',
  '2001-01-01',
  '12:30',
);
const key = fc.oneof(fc.string({ unit: 'binary' }), awkward).filter((each) => each !== '__proto__');
const { value } = fc.letrec<{ value: YamlValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.string({ unit: 'binary' }), awkward),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number || 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

describe('yamlText', () => {
  it.each(['1.1', '1.2'] as const)('says what a YAML %s reader understands again, whatever the data', (version) => {
    fc.assert(
      fc.property(value, (data) => {
        expect(parse(yamlText(data), { version, merge: false, strict: true })).toStrictEqual(data);
      }),
      { numRuns: 400 },
    );
  });

  it('sorts keys, quotes text, and leaves out what is undefined', () => {
    const data = { b: 'yes', a: [1, { d: undefined, c: [] }, [true, 'x']], e: {} };
    expect(yamlText(data)).toBe('a:\n  - 1\n  - c: []\n  - - true\n    - "x"\nb: "yes"\ne: {}\n');
  });

  it('refuses a number that has no form', () => {
    expect(() => yamlText({ a: Number.NaN })).toThrow(new TypeError('NaN has no form in YAML'));
  });
});
