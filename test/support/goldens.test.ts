import type { Page } from '../../model/proof';
import { pageFaults, writesGoldens } from './goldens';

const page = (
  annotations: Readonly<Record<string, string>> = {},
  labels: Readonly<Record<string, string>> = {},
): Page => ({
  labels: { severity: 'warning', service: 'shop', team: 'shop-team', ...labels },
  annotations: {
    summary: 'The shop at shop-0:9100 is slow',
    description: 'Answers take 1.5s (limit 1s). See the log.',
    runbook_url: 'https://monitoring.example.org/runbooks/shop.html#ShopSlow',
    dashboard_url: 'https://monitoring.example.org/d/shop?var-job=shop&from=now-1h&to=now',
    ...annotations,
  },
});

describe('pageFaults', () => {
  it('finds nothing wrong with a good page', () => {
    expect(pageFaults(page())).toEqual([]);
  });

  it.each([
    ['summary', 'The shop at {{ $labels.instance }} is slow', 'has a template that did not render'],
    ['summary', 'The shop takes <no value>', 'has a template that did not render'],
    ['description', 'Answers take NaN.', 'has a value that is no number'],
    ['description', 'Answers take +Inf seconds.', 'has a value that is no number'],
    ['description', '1.5e+06 answers fail.', 'has a number with an exponent'],
    ['description', 'It killed 317.8m processes.', 'has a number with a prefix that reads like a unit'],
    ['description', 'The shop at  is slow.', 'has a gap where a value should be'],
    ['description', 'Disk () is full.', 'has a gap where a value should be'],
    ['description', 'The shop at , is slow.', 'has a gap where a value should be'],
    ['summary', 'is slow: ', 'has a gap where a value should be'],
    ['dashboard_url', 'https://x.example/d/shop?var-instance=&to=now', 'has a gap where a value should be'],
    ['runbook_url', 'https://x.example/runbooks/shop.html#', 'has a gap where a value should be'],
    ['summary', `The shop is ${'very '.repeat(30)}slow`, 'has 166 characters, must have at most 120'],
    ['summary', 'The shop\nis slow', 'has more than one line'],
  ])("stumbles over the %s '%s'", (name, text, fault) => {
    expect(pageFaults(page({ [name]: text }))).toEqual([`${name} ${fault}: ${text}`]);
  });

  it.each(['summary', 'description', 'runbook_url', 'dashboard_url'])('misses the %s', (name) => {
    expect(pageFaults(page({ [name]: '' }))).toContain(`annotation '${name}' is missing`);
  });

  it.each(['severity', 'service', 'team'])('misses the label %s', (name) => {
    expect(pageFaults(page({}, { [name]: '' }))).toEqual([`label '${name}' is missing`]);
  });
});

describe('writesGoldens', () => {
  it('is on only when it is asked for', () => {
    expect([writesGoldens({}), writesGoldens({ VEDETTE_GOLDEN: 'write' }), writesGoldens({ CI: 'true' })]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('refuses to write in CI', () => {
    expect(() => writesGoldens({ VEDETTE_GOLDEN: 'write', CI: '1' })).toThrow(
      new Error('VEDETTE_GOLDEN=write is refused in CI; write goldens on your machine and review the difference'),
    );
  });
});
