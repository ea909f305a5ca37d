import { label } from '../../model/label';
import { minutes, ratio } from '../../model/quantity';
import type { Unit } from '../../model/quantity';
import { bareValue, text, threshold, value, valueTemplate } from '../../model/text';

const context = { unit: 'ratio', threshold: ratio(0.05) } as const;

describe('text', () => {
  it('renders labels, the value and the threshold in their units', () => {
    const sentence = text`${label('op')} on ${label('instance')}: ${value}, more than ${threshold} for ${minutes(5)}`;
    expect(sentence.render(context)).toBe(
      '{{ $labels.op }} on {{ $labels.instance }}: {{ $value | humanizePercentage }}, more than 5% for 5m',
    );
  });

  it('takes words and numbers as they are', () => {
    expect(text`job ${'shop'} has ${3} targets`.render(context)).toBe('job shop has 3 targets');
  });

  it('takes a line break and the spaces around it for one space', () => {
    expect(
      text`one
      two`.render(context),
    ).toBe('one two');
  });

  it('prints nothing for a threshold that the condition does not have', () => {
    expect(text`limit: ${threshold}.`.render({ unit: undefined, threshold: undefined })).toBe('limit: .');
  });

  it('tells the labels that it prints, and whether it prints the value', () => {
    const sentence = text`${label('op')} takes ${value}`;
    expect([sentence.labels, sentence.printsValue]).toEqual([['op'], true]);
    expect([text`${bareValue}`.printsValue, text`${label('op')}`.printsValue]).toEqual([true, false]);
  });

  it('prints a bare value without a unit', () => {
    expect(text`${bareValue} a core`.render(context)).toBe(`${valueTemplate(undefined)} a core`);
  });
});

describe('valueTemplate', () => {
  const number =
    '{{ if and (lt $value 1.0) (gt $value -1.0) }}{{ $value | printf "%.2g" }}{{ else }}{{ $value | humanize }}{{ end }}';

  it.each<[Unit | undefined, string]>([
    ['ratio', '{{ $value | humanizePercentage }}'],
    ['percent', '{{ $value | printf "%.1f" }}%'],
    ['seconds', '{{ $value | humanizeDuration }}'],
    ['milliseconds', '{{ $value | printf "%.0f" }}ms'],
    ['bytes', '{{ $value | humanize1024 }}B'],
    ['bytes/second', '{{ $value | humanize1024 }}B/s'],
    ['count/second', `${number}/s`],
    ['timestamp', '{{ $value | humanizeTimestamp }}'],
    ['celsius', '{{ $value | printf "%.0f" }}°C'],
    ['bool', '{{ $value }}'],
    ['count', number],
    [undefined, number],
  ])('prints a value in %s', (unit, template) => {
    expect(valueTemplate(unit)).toBe(template);
  });
});
