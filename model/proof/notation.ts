/**
 * Samples in promtool's notation.
 * @see https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/#series
 */

/** One sample of a series; `stale` is the marker of a target that is gone, undefined a scrape that gave nothing. */
export type Sample = number | 'stale' | undefined;

/** Samples as `input_series.values`: runs that promtool's own addition reproduces exactly are written short. */
export function seriesText(samples: readonly Sample[]): string {
  const words: string[] = [];
  for (let at = 0; at < samples.length;) {
    const { word, length } = run(samples, at);
    words.push(word);
    at += length;
  }
  return words.join(' ');
}

function run(samples: readonly Sample[], from: number): { readonly word: string; readonly length: number } {
  const first = samples[from];
  if (first === 'stale') return { word: 'stale', length: 1 };
  if (first === undefined) {
    const length = runLength(samples, from, () => undefined);
    return { word: length === 1 ? '_' : `_x${length}`, length };
  }
  const second = samples[from + 1];
  if (typeof second !== 'number' || !Number.isFinite(second - first)) return { word: numberText(first), length: 1 };
  const step = second - first;
  // promtool adds the step to the last value over and over, so a run ends where that would round to something else.
  const length = runLength(samples, from, (last) => last + step);
  if (length < 3) return { word: numberText(first), length: 1 };
  const growth = step === 0 ? '' : `${step < 0 ? '-' : '+'}${numberText(Math.abs(step))}`;
  return { word: `${numberText(first)}${growth}x${length - 1}`, length };
}

function runLength(samples: readonly Sample[], from: number, next: (last: number) => Sample): number {
  let expected = samples[from];
  let length = 0;
  while (from + length < samples.length && samples[from + length] === expected) {
    expected = next(typeof expected === 'number' ? expected : 0);
    length += 1;
  }
  return length;
}

function numberText(value: number): string {
  if (Number.isFinite(value) || Number.isNaN(value)) return String(value);
  return value > 0 ? 'Inf' : '-Inf';
}

/** A series as promtool and PromQL write it: `up{instance="a:1", job="x"}`. */
export function seriesName(name: string, labels: Readonly<Record<string, string>>): string {
  const inside = Object.keys(labels)
    .sort()
    .map((key) => `${key}=${JSON.stringify(labels[key])}`);
  return `${name}{${inside.join(', ')}}`;
}
