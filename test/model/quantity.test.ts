import * as q from '../../model/quantity';
import { refusal } from '../support/refusal';

describe('quantities', () => {
  it('are kept in the base unit', () => {
    expect([q.millis(250), q.minutes(2), q.hours(3), q.days(4)].map(({ value }) => value)).toEqual([
      0.25, 120, 10_800, 345_600,
    ]);
    expect([q.kibibytes(1), q.mebibytes(2), q.gibibytes(3), q.tebibytes(4)].map(({ value }) => value)).toEqual([
      1024, 2_097_152, 3_221_225_472, 4_398_046_511_104,
    ]);
  });

  it('are the same, written as a share or in per cent', () => {
    expect(q.percent(80)).toEqual(q.ratio(0.8));
  });

  it('hide the noise of binary fractions', () => {
    expect(q.seconds(0.1 * 3).value).toBe(0.3);
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(q.seconds(5))).toBe(true);
  });

  it.each([
    [NaN, 'seconds: value is NaN, must be a finite number'],
    [Infinity, 'seconds: value is Infinity, must be a finite number'],
  ])('refuse %d', (value, message) => {
    expect(refusal(() => q.seconds(value))).toBe(message);
  });
});

describe('durationText', () => {
  it.each([
    [q.seconds(0), '0s'],
    [q.millis(500), '500ms'],
    [q.seconds(15), '15s'],
    [q.minutes(90), '1h30m'],
    [q.seconds(90_061.001), '1d1h1m1s1ms'],
    [q.days(30), '30d'],
  ])('writes %j as Prometheus does', (duration, text) => {
    expect(q.durationText(duration)).toBe(text);
  });

  it.each([
    [-5, 'duration: value is -5 s, must be a whole number of milliseconds, 0 or more'],
    [0.0005, 'duration: value is 0.0005 s, must be a whole number of milliseconds, 0 or more'],
  ])('refuses %d seconds', (value, message) => {
    expect(refusal(() => q.durationText(q.seconds(value)))).toBe(message);
  });
});

describe('goDurationText', () => {
  it.each([
    [q.minutes(90), '1h30m'],
    [q.hours(23), '23h'],
    [q.days(5), '120h'],
    [q.seconds(90_061), '25h1m1s'],
  ])('writes %j without days', (duration, text) => {
    expect(q.goDurationText(duration)).toBe(text);
  });
});

describe('sizes', () => {
  it.each([
    [q.bytes(0), '0B', '0'],
    [q.bytes(1000), '1000B', '1000'],
    [q.mebibytes(512), '512MB', '512Mi'],
    [q.gibibytes(50), '50GB', '50Gi'],
    [q.tebibytes(1.5), '1536GB', '1536Gi'],
  ])('are written %j as Prometheus and as Kubernetes write them', (size, prometheus, kubernetes) => {
    expect(q.prometheusSizeText(size)).toBe(prometheus);
    expect(q.kubernetesSizeText(size)).toBe(kubernetes);
  });

  it.each([
    [-1, 'size: value is -1 bytes, must be a whole number, 0 or more'],
    [1.5, 'size: value is 1.5 bytes, must be a whole number, 0 or more'],
  ])('refuse %d bytes', (value, message) => {
    expect(refusal(() => q.prometheusSizeText(q.bytes(value)))).toBe(message);
    expect(refusal(() => q.kubernetesSizeText(q.bytes(value)))).toBe(message);
  });
});

describe('quantityText', () => {
  it.each([
    [q.minutes(5), '5m'],
    [q.millisecondsRaw(20), '20ms'],
    [q.gibibytes(1), '1GiB'],
    [q.bytes(1_500_000), '1.431MiB'],
    [q.bytes(12), '12B'],
    [q.bytesPerSecond(2048), '2KiB/s'],
    [q.ratio(0.07), '7%'],
    [q.percentPoints(70), '70%'],
    [q.celsius(85), '85°C'],
    [q.perSecond(10), '10/s'],
    [q.count(3), '3'],
    [q.bool(true), '1'],
  ])('writes %j as a person reads it', (quantity, text) => {
    expect(q.quantityText(quantity)).toBe(text);
  });
});
