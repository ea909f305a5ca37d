import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { manifestText } from '../../stacks/manifest';
import type { KubernetesObject } from '../../stacks/plan/kubernetes-object';

function configMap(data: unknown): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data };
}

function readBack(text: string, version: '1.1' | '1.2'): unknown[] {
  // What a reader would only warn of is a fault here.
  return parseAllDocuments(text, { version, strict: true }).map((document) => {
    if (document.errors.length + document.warnings.length > 0) throw document.errors[0] ?? document.warnings[0];
    return document.toJS({ maxAliasCount: 0 }) as unknown;
  });
}

describe('manifestText', () => {
  it('writes YAML as people do: sorted keys, plain words, quotes where a word could be misread, files as they are', () => {
    const object = configMap({
      'b.conf': 'one\n  two\n\n',
      a: ['yes', 'quay.io/prometheus/prometheus:v3.15.0', '1e3', '', 7, true, null, [], {}],
      nested: [{ name: 'x', list: [[1, 2]] }],
      last: 'no end\nof line',
    });
    expect(manifestText([object, { ...object, data: {} }])).toBe(
      `---
apiVersion: v1
data:
  a:
  - "yes"
  - quay.io/prometheus/prometheus:v3.15.0
  - "1e3"
  - ""
  - 7
  - true
  - null
  - []
  - {}
  b.conf: |+
    one
      two

  last: |-
    no end
    of line
  nested:
  - list:
    - - 1
      - 2
    name: x
kind: ConfigMap
metadata:
  name: a
---
apiVersion: v1
data: {}
kind: ConfigMap
metadata:
  name: a
`,
    );
  });

  it('leaves out what is undefined, and is empty for no objects', () => {
    expect(manifestText([configMap(undefined)])).not.toMatch(/^data/m);
    expect(manifestText([])).toBe('');
  });

  it('refuses a number that YAML cannot say', () => {
    expect(() => manifestText([configMap({ a: Number.NaN })])).toThrow(
      new TypeError('manifest: NaN has no form in YAML'),
    );
  });

  it.each(['1.1', '1.2'] as const)('is read back by YAML %s as what was written, whatever the values', (version) => {
    const fragment = fc.constantFrom(
      '\n',
      ' ',
      '\t',
      '-',
      '#',
      ': ',
      'x',
      '|',
      "'",
      '"',
      '%',
      '\\',
      '\u2028',
      '\u0085',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fragment, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.constantFrom('yes', 'No', 'NULL', '~', '0x1f', '1_000', '12:30:45', '.5', '-', '=', '<<', '2026-11-21', '---'),
    );
    const key = text.filter((name) => name !== '__proto__');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.integer(),
        fc.double({ noDefaultInfinity: true, noNaN: true }).filter((number) => !Object.is(number, -0)),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), (values) => {
        const objects = values.map(configMap);
        expect(readBack(manifestText(objects), version)).toStrictEqual(objects);
      }),
      { numRuns: 400, seed: 20261121 },
    );
  });
});
