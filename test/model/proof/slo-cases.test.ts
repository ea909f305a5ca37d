import { eventsSli, percent, probeSli, slo } from '../../../model';
import type { AlertingRule, RecordedRule, RuleGroup, Service } from '../../../model';
import { promtoolFile, sloProofsOf } from '../../../model/proof';
import type { ProofCase } from '../../../model/proof';
import { boundSlo, sloRulesFor } from '../../support/delivered-rules';
import { runOptions, runPromtool } from '../../support/promtool';
import { prove, proofsOf } from '../../support/proving';
import { failures, m, serviceWith, sound } from '../slo/orders';

const MINUTES = 60_000;

/** Few events, of which one that fails must wake nobody. */
const rare = slo('rare', { ...sound, sli: failures, minPerHour: 12, minBad: 4 });
/** An objective so low that a burn has to be fierce. */
const loose = slo('loose', {
  ...sound,
  objective: percent(95),
  sli: probeSli({ success: m.healthy, badIs: 'moments at which it cannot take orders' }),
});
/** Failures counted by a counter of their own, which is born with the first. */
const separate = slo('separate', {
  ...sound,
  sli: eventsSli({ bad: m.lost, total: m.requests, badIs: 'orders lost', subset: 'each lost order was a request' }),
});

/** Faults of behaviour; texts are not reviewed here. */
async function faultsOf(service: Service): Promise<readonly string[]> {
  const proofs = proofsOf(service).map((proof) => ({
    ...proof,
    cases: proof.cases.map((one) => ({ ...one, claims: one.claims.filter(({ kind }) => kind !== 'page') })),
  }));
  const findings = await prove(service, proofs);
  return [...findings].flatMap(([key, faults]) => faults.map((fault) => `${key}: ${fault}`));
}

it.each([
  ['little traffic', rare],
  ['a low objective over a state', loose],
  ['a counter of failures', separate],
] as const)(
  'holds for an objective with %s',
  async (_name, one) => {
    expect(await faultsOf(serviceWith(one))).toEqual([]);
  },
  5 * MINUTES,
);

it('tries each tier beyond its limit and short of it, and cold where it waits for data', () => {
  const titles = sloProofsOf(boundSlo(serviceWith(rare), rare)).flatMap(({ cases }) => cases.map(({ title }) => title));
  expect(titles).toEqual([
    'orders-rare pages within 8m of a total outage, and falls silent 38m after it',
    'orders-rare fires as critical of 1h/5m at 1.584% of failures within 32m, and ends',
    'orders-rare fires as critical of 6h/30m at 0.66% of failures within 2h57m, and ends',
    'orders-rare fires as warning of 1d/2h at 0.33% of failures within 11h49m, and ends',
    'orders-rare fires as warning of 3d/6h at 0.11% of failures within 1d11h14m, and ends',
    'orders-rare ends as critical of 1h/5m when 1.224% fail and no longer 1.584%',
    'orders-rare ends as critical of 6h/30m when 0.51% fail and no longer 0.66%',
    'orders-rare ends as warning of 1d/2h when 0.255% fail and no longer 0.33%',
    'orders-rare ends as warning of 3d/6h when 0.085% fail and no longer 0.11%',
    'orders-rare waits for 5h24m of data before it fires as critical of 6h/30m, and again after a gap',
    'orders-rare waits for 21h36m of data before it fires as warning of 1d/2h, and again after a gap',
    'orders-rare waits for 2d16h48m of data before it fires as warning of 3d/6h, and again after a gap',
    'orders-rare stays quiet as warning of 1d/2h when half of the failures are older than 1d',
    'orders-rare stays quiet as warning of 3d/6h when half of the failures are older than 3d',
    'orders-rare stays quiet while nothing ever failed, so that no failure is counted',
    'orders-rare pages for the first failures of all, with which their counter is born',
    'orders-rare stays quiet after one failure at the least traffic',
    'orders-rare pages once for two instances',
    'orders-rare stays quiet when nothing is asked',
    'orders-rare fires when the budget is spent, after 1d12h of failures',
    'orders-rare stays quiet after an outage at the very start that leaves budget',
    'orders-rare counts what was watched within the period, and no more',
    'orders-rare knows of the whole budget while nothing ever failed',
    'orders-rare fires when its metric is gone',
    'orders-rare fires when there never was any data',
    'orders-rare stays quiet when nothing is asked for a while',
  ]);
});

type Rule = AlertingRule | RecordedRule;

/** Rules broken on purpose, and a case that notices. */
const FAULTS: readonly (readonly [string, RegExp, (rule: Rule) => Rule])[] = [
  ['a factor that is too high', /fires as critical of 1h/, edit((text) => text.replaceAll('> 14.4 *', '> 16.8 *'))],
  ['a factor that is too low', /ends as critical of 1h/, edit((text) => text.replaceAll('> 14.4 *', '> 12 *'))],
  [
    'a long window that is missing',
    /fires as critical of 1h/,
    edit((text) => text.replaceAll('ratio_rate1h', 'ratio_rate5m')),
  ],
  ['windows that are believed at once', /waits for 5h24m/, edit((text) => text.replaceAll(/ >= \d+/g, ' >= 1'))],
  [
    'one bad event as enough',
    /one failure/,
    edit((text) => text.replaceAll('ratio_rate1h', 'ratio_rate5m').replaceAll(/ > 4\b/g, ' > 0')),
  ],
  ['instances apart', /two instances/, edit((text) => text.replaceAll('sum(rate', 'sum by (instance) (rate'))],
];

function edit(change: (text: string) => string): (rule: Rule) => Rule {
  return (rule) => ({ ...rule, expr: change(rule.expr) });
}

describe('the cases notice', () => {
  const service = serviceWith(rare);
  const cases = sloProofsOf(boundSlo(service, rare)).flatMap(({ alert, cases: all }) =>
    all.map((one) => ({ alert, one })),
  );

  it.each(FAULTS)(
    '%s',
    async (_name, title, change) => {
      const chosen = cases.find(({ one }) => title.test(one.title));
      expect(chosen).toBeDefined();
      if (chosen === undefined) return;
      expect([await passes(chosen.alert, chosen.one), await passes(chosen.alert, chosen.one, change)]).toEqual([
        true,
        false,
      ]);
    },
    MINUTES,
  );

  async function passes(
    alert: string,
    one: ProofCase,
    change: (rule: Rule) => Rule = (rule) => rule,
  ): Promise<boolean> {
    const groups = sloRulesFor(service, 'orders-rare', alert, one.evaluation ?? one.step).map((group): RuleGroup => ({
      ...group,
      rules: group.rules.map(change),
    }));
    const bare = { ...one, claims: one.claims.filter(({ kind }) => kind !== 'page') };
    const test = promtoolFile(alert, bare, runOptions('rules.yml', groups));
    const verdicts = await runPromtool({ rules: { 'rules.yml': groups }, tests: { one: test } });
    return verdicts.get('one')?.passed === true;
  }
});
