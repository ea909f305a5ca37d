import fc from 'fast-check';

import { seriesName, seriesText } from '../../../model/proof/notation';
import type { Sample } from '../../../model/proof/notation';

const WORD = /^(-?[\d.]+(?:e[+-]\d+)?)([+-][\d.]+(?:e[+-]\d+)?)?(?:x(\d+))?$/;

/** What promtool makes of the notation: it adds the step to the last value over and over. */
function played(text: string): readonly Sample[] {
  return text.split(' ').flatMap((word): readonly Sample[] => {
    if (word === 'stale') return ['stale'];
    const [, gap] = /^_(?:x(\d+))?$/.exec(word) ?? [];
    if (word.startsWith('_')) return Array<Sample>(Number(gap ?? 1)).fill(undefined);
    const [, start = '', step = '0', times = '0'] = WORD.exec(word) ?? [];
    const samples: number[] = [Number(start)];
    for (let i = 0; i < Number(times); i += 1) samples.push((samples.at(-1) ?? 0) + Number(step));
    return samples;
  });
}

describe('seriesText', () => {
  it.each<[readonly Sample[], string]>([
    [[1, 1, 1], '1x2'],
    [[1, 1], '1 1'],
    [[0, 15, 30, 45], '0+15x3'],
    [[9, 6, 3], '9-3x2'],
    [[-5, -5, -5], '-5x2'],
    [[1, 'stale', undefined, undefined], '1 stale _x2'],
    [[undefined, 7], '_ 7'],
    [[0, 0, 0, 1, 2, 3, 3, 3, 3], '0x2 1+1x2 3x2'],
    [[NaN, Infinity, -Infinity], 'NaN Inf -Inf'],
    [[1e-7, 1e21], '1e-7 1e+21'],
  ])('writes %j as promtool reads it', (samples, text) => {
    expect(seriesText(samples)).toBe(text);
  });

  it('shortens no run that adding up would round to something else', () => {
    const samples = [0, 0.1, 0.2, 0.3, 0.4];
    expect(seriesText(samples)).toBe('0+0.1x2 0.3 0.4');
    expect(played(seriesText(samples))).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
  });

  it('means the samples that it was given, whatever they are', () => {
    const sample = fc.oneof(
      fc.integer({ min: -50, max: 50 }),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map((n) => n + 0),
      fc.constant<Sample>('stale'),
      fc.constant<Sample>(undefined),
    );
    const runs = fc.array(
      fc.tuple(sample, fc.integer({ min: 1, max: 5 })).map(([one, n]) => Array<Sample>(n).fill(one)),
    );
    fc.assert(
      fc.property(runs, (made) => {
        const samples = made.flat();
        expect(samples.length === 0 ? [] : played(seriesText(samples))).toEqual(samples);
      }),
      { seed: 15, numRuns: 300 },
    );
  });
});

describe('seriesName', () => {
  it('sorts the labels and quotes their values', () => {
    expect(seriesName('up', { job: 'a"b\\', instance: 'x:1' })).toBe('up{instance="x:1", job="a\\"b\\\\"}');
  });
});
