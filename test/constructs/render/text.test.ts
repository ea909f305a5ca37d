import { iniText } from '../../../constructs/render/ini';
import { jsonText } from '../../../constructs/render/json';
import { block, directive, expand, nginxText } from '../../../constructs/render/nginx';

describe('nginxText', () => {
  it('keeps the order, nests blocks, and quotes what needs it', () => {
    const tree = [block('http', [], [directive('a', 'b c', 7, ''), directive('d', 'x;y{z}', expand('$host'), 'q"\\')])];
    expect(nginxText(tree)).toBe('http {\n  a "b c" 7 "";\n  d "x;y{z}" $host "q\\"\\\\";\n}\n');
  });

  it.each(['$host', 'a\nb', 'a\u0000', '\r'])('refuses %j, which nginx would not take as plain text', (text) => {
    expect(() => nginxText([directive('a', text)])).toThrow(
      new RangeError(`nginx: argument is ${JSON.stringify(text)}, must have no dollar sign or control character`),
    );
  });
});

describe('iniText', () => {
  it('sorts sections and keys', () => {
    expect(iniText({ b: { d: true, c: 1 }, a: { e: '$__file{/x}' } })).toBe(
      '[a]\ne = $__file{/x}\n\n[b]\nc = 1\nd = true\n',
    );
  });

  it.each(['a\nb', 'a;b', 'a#b', '`a`', '"""'])('refuses %j, which would end the value', (text) => {
    expect(() => iniText({ a: { b: text } })).toThrow(/^a\.b: value is /);
  });
});

describe('jsonText', () => {
  it('is the same for equal objects, and keeps lists as they are', () => {
    expect(jsonText({ b: [{ d: 1, c: 2 }, 3], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1},3]}\n');
    expect(jsonText({ a: null, b: [{ c: 2, d: 1 }, 3] })).toBe(jsonText({ b: [{ d: 1, c: 2 }, 3], a: null }));
  });
});
