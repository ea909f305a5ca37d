import { readReport } from './promtool';

/** As promtool 3.15.0 writes it. */
const REPORT = `  SUCCESS

  FAILED:
    name: fires,
    alertname: Down, time: 4m, 
        exp:[], 
        got:[
            0:
              Labels:{alertname="Down", instance="a:1", severity="critical"}
              Annotations:{description="50% of \\"a\\",\\nnow", summary="\\u00b0C \\x7f"},
            1:
              Labels:{alertname="Down", instance="b:1", severity="critical"}
              Annotations:{}
            ]

    expr: "min(timestamp(up{job=\\"x\\"})) # 2", time: 10m,
        exp: nil
        got: {} 1.65E+02

    expr: "up # 3", time: 10m,
        exp: {} 1E+00
        got: {__name__="up", job="}, {"} 1E+00, {job="y"} NaN

    expr: "up # 4", time: 10m,
        exp: {} 1E+00
        got: nil

  FAILED:
    rule: Dup, time: 0s, err: many-to-many matching not allowed: matching labels must be unique on one side

    expr: "count(ALERTS # 5)", time: 1m, err: 1:21: parse error: unclosed left parenthesis

`;

describe('readReport', () => {
  const verdicts = readReport(REPORT, ['a', 'b', 'c']);

  it('takes the verdicts in the order of the files', () => {
    expect([...verdicts].map(([name, { passed }]) => [name, passed])).toEqual([
      ['a', true],
      ['b', false],
      ['c', false],
    ]);
  });

  it('reads what was found instead', () => {
    expect(verdicts.get('b')?.failures).toMatchObject([
      {
        kind: 'page',
        got: [
          {
            labels: { instance: 'a:1', severity: 'critical' },
            annotations: { description: '50% of "a",\nnow', summary: '°C \u007f' },
          },
          { labels: { instance: 'b:1', severity: 'critical' }, annotations: {} },
        ],
      },
      { kind: 'query', expr: 'min(timestamp(up{job="x"})) # 2', got: [{ labels: {}, value: 165 }] },
      {
        kind: 'query',
        expr: 'up # 3',
        got: [
          { labels: { __name__: 'up', job: '}, {' }, value: 1 },
          { labels: { job: 'y' }, value: NaN },
        ],
      },
      { kind: 'query', expr: 'up # 4', got: [] },
    ]);
  });

  it('tells errors of evaluation from results', () => {
    expect(verdicts.get('c')?.failures.map(({ kind }) => kind)).toEqual(['error', 'error']);
  });

  it('reads the report of release 2, which names each file', () => {
    const older = REPORT.replace('  SUCCESS\n', 'Unit Testing:  a.test.yml\n  SUCCESS\n').replace(
      '  FAILED:\n    rule',
      'Unit Testing:  c.test.yml\n  FAILED:\n    rule',
    );
    expect(readReport(older, ['a', 'b', 'c'])).toEqual(verdicts);
  });

  it('refuses a report on fewer files than there are', () => {
    expect(() => readReport('  SUCCESS\n', ['a', 'b'])).toThrow(
      new Error('promtool gave 1 verdicts on 2 files; it said:\n  SUCCESS\n'),
    );
  });
});
