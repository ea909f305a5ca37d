import { Alert, neverQuiet } from '../../../model/alert';
import type { AlertSpec } from '../../../model/alert';
import { equals, present } from '../../../model/condition';
import { loosened, proofOf } from '../../../model/proof';
import type { Claim, ProofCase } from '../../../model/proof';
import { promql } from '../../../model/promql';
import { count, hours, minutes, seconds } from '../../../model/quantity';
import { holds, scenario, series } from '../../../model/scenario';
import { text } from '../../../model/text';
import { refusal } from '../../support/refusal';
import { absent, down, errorRatio, errors, fewWorkers, metrics, slow } from '../../support/shop';

const recordings = [errorRatio];
const proof = (alert: Alert): ReturnType<typeof proofOf> => proofOf({ alert, recordings });
const changed = (alert: Alert, changes: Partial<AlertSpec>): Alert =>
  new Alert(alert.name, { ...alert.spec, ...changes });
const casesOf = (alert: Alert, kind: string): readonly ProofCase[] =>
  proof(alert).cases.filter((one) => one.kind === kind);
const only = (alert: Alert, kind: string): ProofCase => {
  const [first] = casesOf(alert, kind);
  if (first === undefined) throw new Error(`${alert.name} has no case '${kind}'`);
  return first;
};
const samples = (one: ProofCase): unknown => one.inputs.map((input) => [input.labels['instance'], input.samples]);

describe('proofOf', () => {
  it('makes every case that an alert on a gauge needs, and says why it needs no others', () => {
    const { cases, waivers } = proof(fewWorkers);
    expect(cases.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
      'firing: fires when most workers are busy',
      'quiet: stays quiet when enough workers are idle',
      'boundary: fires 1% below 10',
      'boundary: stays quiet 1% above 10',
      'escalation: fires as warning and critical 1% below 2',
      'escalation: fires as warning only 1% above 2',
      'no data: stays quiet without shop_idle_workers, though most workers are busy',
      'missed scrape: fires when most workers are busy and one scrape is missed',
      'two replicas: fires once per instance that its result tells apart when most workers are busy on two replicas',
      'neighbour: stays quiet when only another job has the series and most workers are busy there',
    ]);
    expect(waivers).toEqual([
      { kind: 'counter reset', reason: 'no scenario has a counter', by: 'inapplicable' },
      { kind: 'zero traffic', reason: 'the condition neither divides nor takes a quantile', by: 'inapplicable' },
    ]);
  });

  it('tries restarts and silence of an alert on counters', () => {
    const titles = proof(errors).cases.filter(({ kind }) => ['counter reset', 'zero traffic'].includes(kind));
    expect(titles.map(({ title }) => title)).toEqual([
      'fires when nearly half of the requests fail and the counters start again from zero meanwhile',
      'stays quiet when the counters start again from zero before nearly half of the requests fail',
      'stays quiet when nothing happens at all',
    ]);
  });

  it('leaves out nothing silently: each kind of case is there or waived', () => {
    for (const alert of [down, absent, fewWorkers, errors, slow]) {
      const { cases, waivers } = proof(alert);
      const kinds = new Set([...cases, ...waivers].map(({ kind }) => kind));
      // Recovery is a part of the firing case.
      expect([alert.name, [...kinds, 'recovery'].sort()]).toEqual([
        alert.name,
        expect.arrayContaining([
          'boundary',
          'counter reset',
          'escalation',
          'firing',
          'missed scrape',
          'neighbour',
          'no data',
          'quiet',
          'recovery',
          'two replicas',
          'zero traffic',
        ]) as unknown,
      ]);
    }
  });

  it('leaves out what the alert is exempt from, with its reason', () => {
    const exempt = changed(down, { exempt: { neighbour: 'it watches every job', 'missed scrape': 'it is about one' } });
    const { cases, waivers } = proof(exempt);
    expect(cases.map(({ kind }) => kind)).not.toEqual(expect.arrayContaining(['neighbour']));
    expect(waivers.filter(({ by }) => by === 'declared')).toEqual([
      { kind: 'missed scrape', reason: 'it is about one', by: 'declared' },
      { kind: 'neighbour', reason: 'it watches every job', by: 'declared' },
    ]);
  });

  it('plays a heartbeat from the first evaluation on, and expects no recovery', () => {
    const heartbeat = new Alert('Heartbeat', {
      kind: 'meta',
      severity: 'none',
      for: minutes(1),
      when: present(promql`vector(1)`),
      summary: text`Alive`,
      description: text`Alive`,
      noData: { kind: 'itself' },
      fires: scenario('rules are evaluated', []),
      quiet: neverQuiet('it always fires'),
    });
    const { cases, waivers } = proof(heartbeat);
    expect(cases).toEqual([
      {
        kind: 'firing',
        title: 'fires when rules are evaluated',
        step: 15,
        inputs: [],
        claims: [
          { kind: 'true from', expr: 'vector(1)', onset: 0, first: 0, at: 0 },
          { kind: 'page', of: 'rules are evaluated', at: 0, pages: [] },
        ],
      },
    ]);
    expect(waivers.map(({ kind, reason }) => `${kind}: ${reason}`)).toEqual([
      'recovery: the alert is meant to fire at all times',
      'boundary: the condition has no threshold',
      'escalation: the alert has one rule',
      'no data: the condition reads no series',
      'missed scrape: the condition reads no series',
      'counter reset: no scenario has a counter',
      'two replicas: the condition reads no series',
      'neighbour: the condition reads every job',
      'zero traffic: the condition neither divides nor takes a quantile',
    ]);
  });
});

describe('the firing case', () => {
  it('is true at the onset, pending until its time is over, and silent after the recovery', () => {
    const one = only(down, 'firing');
    // Four evaluations healthy, then the wait of a minute and four more, then four healthy again.
    expect(samples(one)).toEqual([['shop-0:9100', [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]]]);
    expect(one.claims).toEqual([
      { kind: 'true from', expr: 'up{job="shop"} == 0', onset: 60, first: 60, at: 120 },
      { kind: 'never fires', until: 45 },
      { kind: 'never fires', severity: 'critical', until: 105 },
      { kind: 'page', of: 'the target stops answering', at: 120, pages: [] },
      { kind: 'silent', at: 225 },
    ]);
  });

  it('waits for a full range before the onset, and for its end after the recovery', () => {
    const { onset, first } = only(slow, 'firing').claims[0] as Extract<Claim, { kind: 'true from' }>;
    expect([onset, first]).toEqual([300 + 60, 300 + 60 + 90]);
    expect(only(slow, 'firing').claims.at(-1)).toEqual({
      kind: 'silent',
      at: 360 + (90 + 120 + 60) + (300 + 90 + 60) - 15,
    });
  });

  it('keeps firing for exactly as long as the alert says', () => {
    expect(only(fewWorkers, 'firing').claims).toContainEqual({
      kind: 'keeps firing',
      expr: 'shop_idle_workers{job="shop"} < 10',
      severity: 'warning',
      lasting: 60,
      at: only(fewWorkers, 'firing').inputs[0]
        ? ((only(fewWorkers, 'firing').inputs[0]?.samples.length ?? 0) - 1) * 15
        : 0,
    });
  });

  it('takes a sample a minute when it lasts longer than eight hours', () => {
    const long = changed(slow, {
      for: minutes(15),
      fires: scenario('x', slow.fires[0]?.series ?? [], { warmUp: hours(9) }),
    });
    expect(new Set(proof(long).cases.map(({ step }) => step))).toEqual(new Set([60]));
  });

  it('expects the reviewed pages', () => {
    const page = { labels: { severity: 'critical', instance: 'shop-0:9100' }, annotations: { summary: 'x' } };
    const reviewed = proofOf({ alert: down, recordings, pages: { 'the target stops answering': [page] } });
    const claims = reviewed.cases.flatMap((one) => one.claims);
    expect(claims).toContainEqual({ kind: 'page', of: 'the target stops answering', at: 120, pages: [page] });
    // Its result tells instances apart.
    expect(claims).toContainEqual({ kind: 'fires', severity: 'critical', at: 120, instances: 2 });
  });
});

describe('the other cases', () => {
  it('lose a scrape halfway between the onset and the alert', () => {
    const one = only(down, 'missed scrape');
    expect(samples(one)).toEqual([['shop-0:9100', [1, 1, 1, 1, 0, 0, undefined, 0, 0, 0, 0, 0]]]);
    expect(one.claims).toEqual([{ kind: 'fires', severity: 'critical', at: 150 }]);
  });

  it('add a second instance of every series', () => {
    expect(only(down, 'two replicas').inputs.map(({ labels }) => labels['instance'])).toEqual([
      'shop-0:9100',
      'second-shop-0:9100',
    ]);
  });

  it('move every series to another job', () => {
    const one = only(down, 'neighbour');
    expect(one.inputs.map(({ labels }) => labels['job'])).toEqual(['neighbour']);
    expect(one.claims).toEqual([{ kind: 'never fires', until: 165 }]);
  });

  it('expect an alert on absence to fire where others are quiet', () => {
    expect(
      [...casesOf(absent, 'no data'), ...casesOf(absent, 'neighbour')].map(({ claims }) => claims[0]?.kind),
    ).toEqual(['fires', 'fires']);
  });

  it('take away each series in turn, but for those that are dispensable', () => {
    expect(casesOf(errors, 'no data').map(({ title, inputs }) => [title, inputs.length])).toEqual([
      ['stays quiet without shop_requests_total{result="error"}, though nearly half of the requests fail', 1],
    ]);
  });

  it('try both sides of an equality, and the value itself', () => {
    const exact = changed(fewWorkers, {
      when: equals(promql`${metrics.workers}`, count(50)),
      fires: scenario('fifty', [series(metrics.workers).turns(holds(40), holds(50))]),
    });
    expect(casesOf(exact, 'boundary').map(({ title }) => title)).toEqual([
      'fires exactly 50',
      'stays quiet 1% above 50',
      'stays quiet 1% below 50',
    ]);
  });

  it('need an edge for the two rules of a ladder', () => {
    const kept = Object.entries(fewWorkers.spec).filter(([name]) => name !== 'edge');
    const withoutEdge = Object.fromEntries(kept) as unknown as AlertSpec;
    const bare = new Alert('ShopFewWorkers', {
      ...withoutEdge,
      when: equals(promql`${metrics.workers}`, count(1)),
    });
    expect(proof(bare).waivers.filter(({ kind }) => ['boundary', 'escalation'].includes(kind))).toEqual([
      { kind: 'boundary', reason: 'the threshold is 0 or 1, and on and off are tried as they are', by: 'inapplicable' },
      { kind: 'escalation', reason: "the alert gives no 'edge'", by: 'inapplicable' },
    ]);
  });
});

describe('a proof that cannot be played', () => {
  const [fires] = down.fires;

  it('is refused for moments between evaluations, all together', () => {
    const odd = changed(down, {
      for: seconds(70),
      keepFiringFor: seconds(20),
      fires: scenario('it stops', fires?.series ?? [], { trueFrom: seconds(40) }),
    });
    expect(refusal(() => proof(odd))).toBe(
      "alert ShopDown: 'for' of severity critical is 1m10s; make it a multiple of 15s, the interval of its proof\n" +
        "alert ShopDown: 'keepFiringFor' is 20s; make it a multiple of 15s, the interval of its proof\n" +
        "alert ShopDown: 'trueFrom' of 'it stops' is 40s; make it a multiple of 15s, the interval of its proof",
    );
  });

  it('is refused for two scenarios of one name', () => {
    const twice = changed(down, { quiet: scenario('the target stops answering', fires?.series ?? []) });
    expect(refusal(() => proof(twice))).toBe(
      "alert ShopDown: two scenarios are named 'the target stops answering'; rename one",
    );
  });
});

describe('loosened', () => {
  const claims = (of: readonly Claim[]): readonly Claim[] =>
    loosened({ kind: 'firing', title: 'x', step: 15, inputs: [], claims: of }).claims;

  it('gives one evaluation of slack', () => {
    expect(
      claims([
        { kind: 'true from', expr: 'x', onset: 60, first: 60, at: 120 },
        { kind: 'fires', severity: 'warning', at: 120 },
        { kind: 'never fires', until: 105 },
        { kind: 'never fires', until: 0 },
        { kind: 'silent', at: 300 },
      ]),
    ).toEqual([
      { kind: 'true from', expr: 'x', onset: 60, first: 60, at: 120, within: 15 },
      { kind: 'fires', severity: 'warning', at: 135 },
      { kind: 'never fires', until: 90 },
      { kind: 'silent', at: 300 },
    ]);
  });

  it('counts the alerts of a page by severity, and leaves its texts alone', () => {
    const page = (severity: string) => ({ labels: { severity }, annotations: { summary: 'x' } });
    const pages = [page('warning'), page('warning'), page('critical')];
    expect(claims([{ kind: 'page', of: 'x', at: 120, pages }])).toEqual([
      { kind: 'fires', severity: 'warning', at: 135, instances: 2 },
      { kind: 'fires', severity: 'critical', at: 135, instances: 1 },
    ]);
  });
});
