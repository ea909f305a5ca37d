/** The demo's traffic under the real rules of every service: quiet while nothing is broken, and loud when told to be. */
import { demoDialect, demoScript } from '../../../cli/demo/compile';
import type { DemoIncident, DemoService } from '../../../cli/demo/plan';
import type { RuleGroup, ServiceDelivery } from '../../../model/delivery';
import type { Samples } from '../../../model/proof/timeline';
import type { Service } from '../../../model/service';
import { services } from '../../../services/registry';
import { courseTest, delivered, everFired, fires, stored } from '../../support/demo-rules';
import { runPromtool } from '../../support/promtool';
import type { Verdict } from '../../support/promtool';
import { shop } from '../../support/shop';

const SECONDS = 1000;
const HOUR = 3600;
/** Scrapes after which what was due must be there. */
const SLACK = 5;

/** Incidents that promtool cannot judge, and why. */
const BEYOND_PROMTOOL: Readonly<Record<string, string>> = {
  'prometheus remote-write-behind/prometheus-starts-anew-and-nothing-arrives':
    'its clock begins in 1970, the moment that stands for never',
};

const played: readonly Service[] = [shop, ...services];
const script = demoScript({ services: played, dialectOf: demoDialect, secretFile: ({ key }) => `/secrets/${key}` });

/** A service with its demo, and what it delivers when scraped and evaluated every so many seconds. */
interface Played {
  readonly demo: DemoService;
  readonly deliveryAt: (step: number) => ServiceDelivery;
}

const demos = script.services.map((demo, i): [string, Played] => {
  const service = played[i];
  if (service === undefined) throw new Error(`no service ${demo.id}`);
  const known = new Map<number, ServiceDelivery>();
  const deliveryAt = (step: number): ServiceDelivery => {
    const found = known.get(step) ?? delivered(service, demo, step);
    known.set(step, found);
    return found;
  };
  return [demo.id, { demo, deliveryAt }];
});

/** The series that rules read, by their names. */
function readBy(groups: readonly RuleGroup[], inputs: readonly Samples[]): readonly Samples[] {
  const text = groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)).join('\n');
  return inputs.filter(({ name }) => text.includes(name));
}

/** The rules of one alert: its own, and the recordings that these read. */
function rulesOf(groups: readonly RuleGroup[], alert: string): readonly RuleGroup[] {
  const all = groups.flatMap(({ rules }) => rules);
  const needed = new Set(all.filter((rule) => 'alert' in rule && rule.alert === alert));
  for (const { expr } of needed) {
    for (const rule of all) if ('record' in rule && expr.includes(rule.record)) needed.add(rule);
  }
  return groups
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => needed.has(rule)) }))
    .filter(({ rules }) => rules.length > 0);
}

/** What a verdict has against the demo, in words. */
function faults(name: string, verdict: Verdict | undefined): readonly string[] {
  if (verdict === undefined) return [`${name}: was not run`];
  return verdict.failures.map((failure) =>
    failure.kind === 'query'
      ? `${name}: ${failure.got.map(({ labels }) => labels['alertname'] ?? 'it does not fire, or stays').join(', ')}`
      : `${name}: ${failure.text}`,
  );
}

/** One incident from beginning to end, and the moments that matter. */
function incidentTest(
  { demo, deliveryAt }: Played,
  incident: DemoIncident,
): { rules: readonly RuleGroup[]; test: object } {
  const step = incident.memory > 2 * HOUR || incident.waits > 2 * HOUR ? 60 : 15;
  const scrapes = (time: number): number => Math.ceil(time / step);
  const onset = (scrapes(incident.memory) + SLACK) * step;
  const loud = onset + (scrapes(incident.trueAfter) + scrapes(incident.waits) + SLACK) * step;
  const length = loud / step + 1;
  const delivery = deliveryAt(step);
  const rules = rulesOf(delivery.ruleGroups, incident.alert);
  const inputs = stored(demo, delivery, {
    step,
    length,
    begun: (time) => (time >= onset ? { [incident.name]: onset } : {}),
  });
  const test = courseTest(`${incident.name.replaceAll('/', '.')}.yml`, rules, readBy(rules, inputs), { step }, [
    { expr: fires(incident), at: loud, samples: [{ labels: '{}', value: 1 }] },
    { expr: everFired(onset), at: onset - step, samples: [] },
  ]);
  return { rules, test };
}

it('leaves to promtool all but what is named here', () => {
  const names = script.services.flatMap(({ id, incidents }) => incidents.map(({ name }) => `${id} ${name}`));
  expect(Object.keys(BEYOND_PROMTOOL).filter((name) => !names.includes(name))).toStrictEqual([]);
});

describe.each(demos)('the demo of %s', (_, { demo, deliveryAt }) => {
  it(
    'makes every alert fire that it offers, and not before it is told to',
    async () => {
      const rules: Record<string, readonly RuleGroup[]> = {};
      const tests: Record<string, object> = {};
      for (const incident of demo.incidents.filter(({ name }) => !(`${demo.id} ${name}` in BEYOND_PROMTOOL))) {
        const name = incident.name.replaceAll('/', '.');
        const one = incidentTest({ demo, deliveryAt }, incident);
        rules[`${name}.yml`] = one.rules;
        tests[name] = one.test;
      }
      const verdicts = await runPromtool({ rules, tests });
      expect([...verdicts].flatMap(([name, verdict]) => faults(name, verdict))).toStrictEqual([]);
      expect(verdicts.size).toBeGreaterThan(0);
    },
    180 * SECONDS,
  );

  it(
    'fires no alert from midnight to after the busiest hour while nothing is broken',
    async () => {
      const step = 60;
      const length = (15 * HOUR) / step;
      const delivery = deliveryAt(step);
      const groups = delivery.ruleGroups.map((group) => ({
        ...group,
        rules: group.rules.filter((rule) => !('alert' in rule) || rule.labels.severity !== 'none'),
      }));
      const inputs = stored(demo, delivery, { step, length, begun: () => ({}) });
      expect(inputs.length).toBeGreaterThan(demo.families.length);
      const end = (length - 1) * step;
      const test = courseTest('rules.yml', groups, readBy(groups, inputs), { step, every: 2 * step }, [
        { expr: everFired(15 * HOUR), at: end, samples: [] },
      ]);
      const verdicts = await runPromtool({ rules: { 'rules.yml': groups }, tests: { healthy: test } });
      expect(faults('healthy', verdicts.get('healthy'))).toStrictEqual([]);
    },
    180 * SECONDS,
  );
});
