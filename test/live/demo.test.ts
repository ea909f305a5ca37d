/**
 * The demo on a real Prometheus: what is played arrives under the canonical names, every panel and variable of every board
 * has data, and what is broken on request is told and resolved. Waits of rules are ten times shorter.
 */
import { readFileSync } from 'node:fs';
import { demoFiles } from '../../cli/demo/incident-file';
import type { DemoPlan } from '../../cli/demo/plan';
import type { LocalPorts } from '../../cli/local/plan';
import { planLocal } from '../../cli/local/plan';
import { findLocalTools } from '../../cli/local/tool-set';
import { services } from '../../services/registry';
import { environments } from '../../stacks/environments';
import { everything } from '../../stacks/synth';
import { questionsOf } from '../support/board-questions';
import type { BoardQuestion } from '../support/board-questions';
import { liveStack } from '../support/live-stack';
import { EMPTY_BY_MACHINE, EMPTY_HERE, EMPTY_UNTIL_BROKEN } from '../support/panels-without-data';
import { until, untilNone } from '../support/wait';

jest.setTimeout(150_000);

const SPEED = 10;
/** Every series of an even traffic has a sample in so many seconds. */
const STEP = 5;
const stack = liveStack();
let demo: DemoPlan;
let questions: readonly BoardQuestion[] = [];

beforeAll(async () => {
  await stack.up('--speed', String(SPEED), '--no-rstmdb', '--deployed-versions');
  demo = JSON.parse(readFileSync(demoFiles.plan(stack.state), 'utf8')) as DemoPlan;
  questions = boardQuestions();
});

/** What the boards ask that this stack's Grafana would show. */
function boardQuestions(): readonly BoardQuestion[] {
  const { choices } = stack.state;
  if (choices === undefined) throw new Error('the stack is not up');
  const { wiring } = planLocal({
    environment: environments.local,
    ...everything(),
    state: stack.state,
    ports: choices.ports as LocalPorts,
    tools: findLocalTools(choices),
    speed: choices.speed,
    demo: choices.demo,
  });
  return wiring.deliveries.flatMap(({ dashboards }) => dashboards).flatMap(questionsOf);
}

/** Those of some places. @throws Error for a place that no board has */
function at(places: object): readonly BoardQuestion[] {
  return Object.keys(places).flatMap((wanted) => {
    const found = questions.filter(({ place }) => place === wanted);
    if (found.length === 0) throw new Error(`no board has '${wanted}'`);
    return found;
  });
}

/** Places where there is an answer, with a number in it, within the last minutes. */
async function answered(asked: readonly BoardQuestion[]): Promise<readonly BoardQuestion[]> {
  const answers = await Promise.all(asked.map(({ expr }) => stack.queryRange(expr, 240, STEP)));
  return asked.filter((_, i) => answers[i]?.some(({ values = [] }) => values.some(([, value]) => value !== 'NaN')));
}

/** Asks until every question has been answered once, or the time is over; the rest in words. */
async function neverAnswered(asked: readonly BoardQuestion[], seconds: number): Promise<readonly string[]> {
  let left = asked;
  await untilNone(seconds, async () => {
    const found = await answered(left);
    return (left = left.filter((question) => !found.includes(question)));
  });
  return left.map(({ place, expr }) => `${place}: ${expr}`);
}

describe('a local stack with a demo', () => {
  it('plays every service that no program here serves, and Prometheus scrapes them all', async () => {
    expect([...demo.services.map(({ id }) => id), ...demo.real].sort()).toEqual(services.map(({ id }) => id).sort());
    expect(demo.services.map(({ id }) => id)).toEqual(expect.arrayContaining(['fusion', 'rstmdb', 'sequencer']));
    const left = await untilNone(30, async () => {
      const targets = await stack.targets();
      const jobs = targets.map(({ scrapePool }) => scrapePool);
      const missing = demo.services.filter(({ id }) => !jobs.includes(id)).map(({ id }) => `${id}: no target`);
      const down = targets.filter(({ health }) => health !== 'up');
      return [...missing, ...down.map(({ scrapePool, lastError }) => `${scrapePool}: ${lastError}`)];
    });
    expect(left).toEqual([]);
  });

  it('evaluates every rule without a fault', async () => {
    const faults = await untilNone(30, async () =>
      (await stack.ruleGroups()).flatMap(({ name, rules }) =>
        rules.filter(({ health }) => health !== 'ok').map((rule) => `${name} ${rule.name}: ${rule.lastError ?? ''}`),
      ),
    );
    expect(faults).toEqual([]);
  });

  it('shows no trouble in what is played while nothing is broken', async () => {
    await until('a minute of samples', 90, async () => (await stack.query('up{job="sequencer"} offset 1m')).length > 0);
    const played = demo.services.map(({ id }) => id).join('|');
    const firing = await stack.query(`ALERTS{alertstate="firing",service=~"${played}"}`);
    expect(firing.map(({ metric }) => `${metric['service']} ${metric['alertname']}`)).toEqual([]);
    expect(await answered(at(EMPTY_UNTIL_BROKEN))).toEqual([]);
  });

  it('breaks what it is told to', async () => {
    for (const incident of new Set(Object.values(EMPTY_UNTIL_BROKEN))) {
      expect(await stack.vedette('demo', 'break', ...incident)).toMatchObject({ code: 0 });
    }
    const said = await stack.vedette('demo', 'break', 'rstmdb', 'down');
    expect(said.code).toBe(0);
    expect(said.out).toContain('RstmdbDown (critical) fires in about 6s.');
    expect((await stack.vedette('status')).out).toMatch(/broken on request: .*rstmdb down/);
  });

  it('tells on-call of it, and of the end of it', async () => {
    const { labels } = await stack.notified('RstmdbDown', 'firing', 30);
    expect(labels).toMatchObject({ service: 'rstmdb', instance: 'rstmdb-demo', severity: 'critical' });
    expect((await stack.vedette('demo', 'heal', 'rstmdb', 'down')).out).toBe('healed: rstmdb down\n');
    await stack.notified('RstmdbDown', 'resolved', 60);
  });

  it('has every metric of what is played under its canonical name, but those that the release lacks', async () => {
    const wanted = demo.services.flatMap(({ id, dialect: name }) => {
      const spec = services.find((service) => service.id === id)?.spec;
      const absent = spec?.dialects?.find((each) => each.name === name)?.absent.map(({ metric }) => metric.name) ?? [];
      return Object.values(spec?.metrics ?? {})
        .filter((metric) => !absent.includes(metric.name))
        .flatMap(({ seriesNames }) => seriesNames.map((series) => `${id} ${series}`));
    });
    expect(wanted.length).toBeGreaterThan(100);
    const missing = await untilNone(30, async () => {
      const found = await stack.query('count by (job, __name__) (last_over_time({job!=""}[10m]))');
      const names = new Set(found.map(({ metric }) => `${metric['job']} ${metric['__name__']}`));
      return wanted.filter((name) => !names.has(name));
    });
    expect(missing).toEqual([]);
  });

  it('answers every question of every board, but for those that are declared', async () => {
    expect(questions.length).toBeGreaterThan(400);
    const empty = [...at(EMPTY_HERE), ...at(EMPTY_BY_MACHINE)];
    const asked = questions.filter((question) => !empty.includes(question));
    expect(await neverAnswered(asked, 120)).toEqual([]);
  });

  it('declares no question empty that has an answer all the same', async () => {
    expect(await answered(at(EMPTY_HERE))).toEqual([]);
  });
});
