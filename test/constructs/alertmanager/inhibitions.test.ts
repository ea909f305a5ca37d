import fc from 'fast-check';
import { severityInhibitions } from '../../../constructs/alertmanager/inhibitions';
import { checkInhibitedShapes, checkInhibitions } from '../../../constructs/alertmanager/validate-inhibitions';
import { Report } from '../../../constructs/check/report';
import type { AlertShape } from '../../../model/delivery';
import { problemText } from '../../../model/problem';

const shape = (alertname: string, severity: string, guaranteed: readonly string[], service = 'shop'): AlertShape => ({
  alertname,
  labels: { severity, service },
  guaranteed,
});

const anyShape: fc.Arbitrary<AlertShape> = fc
  .record({
    name: fc.constantFrom('Down', 'Slow', 'Full', 'Lost'),
    severity: fc.constantFrom('critical', 'warning', 'info', 'none'),
    service: fc.constantFrom('shop', 'bank', 'prometheus', 'alertmanager'),
    guaranteed: fc.subarray(['instance', 'job', 'op', 'pod']),
  })
  .map(({ name, severity, service, guaranteed }) => shape(`${service}${name}`, severity, guaranteed, service));

describe('severityInhibitions', () => {
  it('pass every check of inhibitions, whatever the alerts', () => {
    fc.assert(
      fc.property(fc.array(anyShape, { maxLength: 12 }), (shapes) => {
        const report = new Report('any');
        const inhibitions = severityInhibitions(shapes);
        checkInhibitions(inhibitions, report);
        checkInhibitedShapes(inhibitions, shapes, report);
        expect(report.problems.map(problemText)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('are none where no alert could mute another', () => {
    expect(severityInhibitions([shape('A', 'critical', ['instance']), shape('B', 'warning', [])])).toEqual([]);
    expect(
      severityInhibitions([shape('A', 'critical', ['instance']), shape('B', 'warning', ['instance'], 'x')]),
    ).toEqual([]);
  });

  it('never mute what tells that alerting is broken', () => {
    const shapes = [
      shape('A', 'critical', ['instance'], 'prometheus'),
      shape('B', 'warning', ['instance'], 'prometheus'),
    ];
    expect(severityInhibitions(shapes)).toEqual([]);
  });

  it('take as equal all that two alerts of one name carry, where they name no instance', () => {
    const shapes = [shape('A', 'critical', ['op', 'job']), shape('A', 'warning', ['op', 'pod'])];
    expect(severityInhibitions(shapes)).toEqual([
      {
        source: [
          { label: 'severity', op: '=', value: 'critical' },
          { label: 'alertname', op: '=~', value: 'A' },
        ],
        target: [
          { label: 'severity', op: '=', value: 'warning' },
          { label: 'alertname', op: '=~', value: 'A' },
        ],
        equal: ['alertname', 'cluster', 'environment', 'op', 'service'],
      },
    ]);
  });
});
