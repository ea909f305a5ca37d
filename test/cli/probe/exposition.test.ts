import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Counter, Histogram, Registry } from 'prom-client';
import { readPage } from '../../../cli/probe/exposition';
import { sampleCount } from '../../../cli/probe/page';
import type { Family, Format } from '../../../cli/probe/page';
import { VedetteError } from '../../../model/problem';
import { refusal } from '../../support/refusal';
import { requireTool } from '../../support/tools';

const FIXTURES = join(__dirname, '../../fixtures');

const read = (text: string, format: Format = 'text 0.0.4'): readonly Family[] =>
  readPage(text, format, 'page').families;
const refused = (text: string, format: Format = 'text 0.0.4'): string => refusal(() => read(text, format));

describe('a recorded page', () => {
  const pages = readdirSync(FIXTURES).filter((name) => name.endsWith('.prom'));

  it.each(pages)('%s is read to its last line', (name) => {
    const text = readFileSync(join(FIXTURES, name), 'utf8');
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines.length).toBeGreaterThan(5);
    expect(sampleCount(readPage(text, 'text 0.0.4', name))).toBe(lines.length);
  });
});

describe('the text format', () => {
  it('has blanks, timestamps, escapes, empty labels and every kind of number', () => {
    const [family] = read(
      [
        '# any other comment',
        '# HELP  x_total  A \\\\ back\\nslash.',
        '# TYPE x_total counter',
        '  x_total { a = "1" , b="q\\"\\\\\\n\\z" , }  1.5e3  1700000000000',
        'x_total{} +Inf',
        'x_total{a=""} -inf',
        'x_total NaN',
        'x_total .5',
        '',
      ].join('\n'),
    );
    expect(family).toEqual({
      name: 'x_total',
      type: 'counter',
      help: 'A \\ back\nslash.',
      samples: [
        { name: 'x_total', labels: { a: '1', b: 'q"\\\n\\z' }, value: 1500 },
        { name: 'x_total', labels: {}, value: Infinity },
        { name: 'x_total', labels: { a: '' }, value: -Infinity },
        { name: 'x_total', labels: {}, value: NaN },
        { name: 'x_total', labels: {}, value: 0.5 },
      ],
    });
  });

  it('gathers the series of a histogram and a summary, and of nothing that only ends alike', () => {
    const families = read(
      [
        '# TYPE h histogram',
        'h_bucket{le="1"} 1',
        'h_sum 2',
        'h_count 1',
        '# TYPE s summary',
        's{quantile="0.5"} 1',
        's_sum 2',
        's_count 1',
        's_bucket 1',
        'alone_sum 2',
        '# TYPE h_count_of_something gauge',
        'h_count_of_something 2',
      ].join('\n'),
    );
    expect(families.map(({ name, type, samples }) => [name, type, samples.length])).toEqual([
      ['h', 'histogram', 3],
      ['s', 'summary', 3],
      ['s_bucket', 'untyped', 1],
      ['alone_sum', 'untyped', 1],
      ['h_count_of_something', 'gauge', 1],
    ]);
  });

  it('takes a page that repeats its TYPE lines, and families that are torn apart', () => {
    const families = read('# TYPE a counter\na 1\n# TYPE b gauge\nb 1\n# TYPE a counter\na{x="1"} 2\n');
    expect(families.map(({ name, type, samples }) => [name, type, samples.length])).toEqual([
      ['a', 'counter', 2],
      ['b', 'gauge', 1],
    ]);
  });

  it('is read as a client library writes it, whatever a label holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
        async (value, amount) => {
          const registry = new Registry();
          const counter = new Counter({
            name: 'c_total',
            help: `Help ${value}`,
            labelNames: ['l'],
            registers: [registry],
          });
          new Histogram({ name: 'h_seconds', help: 'h', buckets: [0.1, 1], registers: [registry] }).observe(0.5);
          counter.inc({ l: value }, amount);
          const [first] = read(await registry.metrics());
          expect([first?.name, first?.samples]).toEqual([
            'c_total',
            [{ name: 'c_total', labels: { l: value }, value: amount }],
          ]);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('OpenMetrics', () => {
  const page = [
    '# TYPE requests counter',
    '# HELP requests Requests.',
    'requests_total{code="200"} 3 1700000000.5 # {trace="a"} 1 1700000000',
    'requests_created{code="200"} 1700000000',
    '# TYPE build info',
    'build_info{version="1"} 1',
    '# TYPE state stateset',
    'state{state="on"} 1',
    '# TYPE wait_seconds histogram',
    '# UNIT wait_seconds seconds',
    'wait_seconds_bucket{le="1.0"} 1 # {} 0.5',
    'wait_seconds_bucket{le="+Inf"} 1',
    'wait_seconds_count 1',
    'wait_seconds_sum 0.5',
    '# EOF',
    '',
  ];

  it('names families as Prometheus stores them', () => {
    const families = read(page.join('\n'), 'OpenMetrics');
    expect(families.map(({ name, type, help, unit, samples }) => [name, type, help, unit, samples.length])).toEqual([
      ['requests_total', 'counter', 'Requests.', undefined, 1],
      ['requests_created', 'gauge', 'Requests.', undefined, 1],
      ['build_info', 'info', '', undefined, 1],
      ['state', 'stateset', '', undefined, 1],
      ['wait_seconds', 'histogram', '', 'seconds', 4],
    ]);
  });

  it('is refused when it is cut off, and when something follows its end', () => {
    expect(refused(page.slice(0, 5).join('\n'), 'OpenMetrics')).toBe(
      "page: the page does not end with '# EOF'; it was cut off",
    );
    expect(refused('a 1\n# EOF\nb 1\n', 'OpenMetrics')).toBe("page line 3: it comes after '# EOF'");
  });
});

/** A line, and what is said of it. */
const BAD_LINES = [
  ['1x 2', "'1x 2' does not begin with the name of a metric"],
  ['{"quoted.name"} 1', `'{"quoted.name"} 1' does not begin with the name of a metric`],
  ['x', 'the value is missing'],
  ['x abc', "value is 'abc', must be a number"],
  ['x 1,5', "value is '1,5', must be a number"],
  ['x 1\r', "value is '1\\r', must be a number"],
  ['x 0x10', "value is '0x10', must be a number"],
  ['x 1 yesterday', "after the value comes 'yesterday', must be a timestamp or nothing"],
  ['x 1 1.5', "after the value comes '1.5', must be a timestamp or nothing"],
  ['x 1 2 3', "after the timestamp comes '3'"],
  ['x 1 # {trace="a"} 1', `after the timestamp comes '# {trace="a"} 1'`],
  ['x{', 'a label is missing at the end of the line'],
  ['x{1="a"} 1', `a label is missing at '1="a"} 1'`],
  ['x{a} 1', "label 'a' has no '='"],
  ['x{a=b} 1', "the value of label 'a' is not between quotation marks"],
  ['x{a="b} 1', "the value of label 'a' is not between quotation marks"],
  ['x{a="b" c="d"} 1', `after label 'a' comes 'c="d"} 1', must be ',' or '}'`],
  ['x{a="b",a="c"} 1', "label 'a' is there twice"],
  [
    '# TYPE x number',
    "TYPE is 'number', must be one of: counter, gauge, histogram, summary, untyped, unknown, info, stateset, gaugehistogram",
  ],
  [`x ${'9a'.repeat(50)}`, `value is '${'9a'.repeat(30)}…', must be a number`],
] as const;

/** Prometheus 3 reads names in quotation marks where it asked for them, as Vedette's does not. */
const QUOTED = /^\{"/;

describe('a line that Prometheus would refuse', () => {
  it.each(BAD_LINES)('%j is told with its number', (line, what) => {
    expect(refused(`ok 1\n${line}\nok 2\n`)).toBe(`page line 2: ${what}`);
  });

  it.each(BAD_LINES.filter(([line]) => !QUOTED.test(line)))('%j is refused by promtool, too', (line) => {
    const { path } = requireTool('promtool');
    const { status, stderr } = spawnSync(path, ['check', 'metrics'], { input: `${line}\n`, encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('parsing error')]);
  });

  it('is told together with the others, the first ten by themselves', () => {
    const said = refused(Array.from({ length: 13 }, () => 'x ?').join('\n')).split('\n');
    expect(said).toHaveLength(11);
    expect(said[9]).toBe("page line 10: value is '?', must be a number");
    expect(said[10]).toBe('page: 3 more lines cannot be read; Prometheus refuses the whole page');
  });
});

it('refuses a page without a sample', () => {
  expect(() => read('# HELP x Nothing yet.\n# TYPE x counter\n')).toThrow(VedetteError);
  expect(refused('# TYPE x counter\n')).toBe(
    'page: the page holds no sample; see whether the program counts anything yet, and whether this is its page of metrics',
  );
});
