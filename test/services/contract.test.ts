import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ruleFile } from '../../constructs/prometheus/rules';
import { yamlText } from '../../constructs/render/yaml';
import { board, row, stat } from '../../dashboards';
import {
  above,
  alert,
  catalogue,
  count,
  coveredBy,
  defineService,
  gauge,
  holds,
  instance,
  job,
  minutes,
  promql,
  record,
  scenario,
  series,
  text,
  up,
} from '../../model';
import type { Service } from '../../model';
import { runbookSections } from '../../model/runbook';
import { services } from '../../services/registry';
import { CLAIMS, inEveryRelease } from '../support/service-claims';
import type { Claim } from '../support/service-claims';
import { everyVersion } from '../support/tools';

const named = services.map((service) => [service.id, service] as const);
const claims = CLAIMS.map((claim) => [claim.title, claim] as const);

/** What is wrong in any release, each fault once. */
const faultsOf = (claim: Claim, service: Service): readonly string[] => [
  ...new Set(inEveryRelease(service).flatMap((delivered) => claim.faults(delivered))),
];

describe.each(claims)('every service %s', (_title, claim) => {
  it.each(named)('%s', (_id, service) => {
    expect(faultsOf(claim, service)).toEqual([]);
  });
});

describe('the registry', () => {
  it('has every folder of services', () => {
    const folder = join(__dirname, '../../services');
    const folders = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());
    expect(services.map(({ id }) => id).sort()).toEqual(folders.sort());
  });

  it('has every alert name once', () => {
    const names = services.flatMap(({ alertNames }) => alertNames);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('has one Watchdog, which nothing mutes and everything routes by its name', () => {
    const watchdogs = services.flatMap(({ spec }) =>
      spec.alerts.filter(({ spec: { severity } }) => severity === 'none'),
    );
    expect(watchdogs.map(({ name, spec }) => [name, spec.when.expr.text()])).toEqual([['Watchdog', 'vector(1)']]);
  });
});

describe.each(everyVersion('promtool').map((tool) => [tool.version, tool.path] as const))(
  'promtool %s',
  (_version, promtool) => {
    const releases = services.flatMap((service) =>
      inEveryRelease(service).map(
        (delivered) => [service.id, delivered.release ?? 'its usual release', delivered] as const,
      ),
    );

    it.each(releases)('accepts the rules of %s for %s without a warning', (id, _release, { delivery }) => {
      const folder = mkdtempSync(join(tmpdir(), 'vedette-contract-'));
      try {
        const path = join(folder, `${id}.yml`);
        writeFileSync(path, yamlText(ruleFile(delivery.ruleGroups)));
        const said = execFileSync(promtool, ['check', 'rules', '--lint=all', '--lint-fatal', path], {
          encoding: 'utf8',
        });
        const rules = delivery.ruleGroups.flatMap((group) => group.rules).length;
        expect(said).toContain(`SUCCESS: ${rules} rules found`);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  },
);

/** A service that keeps none of the claims which its types leave open. */
function careless(): Service {
  const m = catalogue('careless', { up, queue: gauge('careless_queue_length', { help: 'Jobs that wait' }) });
  const foreign = catalogue('other', { queue: gauge('other_queue_length', { help: 'Jobs that wait elsewhere' }) });
  const share = { kind: 'cause', severity: 'warning', for: minutes(5), noData: coveredBy('CarelessGone') } as const;
  const quiet = scenario('nothing waits', [series(foreign.queue).always(holds(0))]);
  const queueLong = alert('CarelessQueueLong', {
    ...share,
    when: above(promql`${foreign.queue}`, count(0)),
    summary: text`${instance} has a queue, and whoever reads this line on a telephone in the night, half asleep, will not be able to tell what it means`,
    description: text`Jobs wait at ${instance}. Nobody knows how many, or for how long they have done so.`,
    fires: scenario('jobs wait', [series(foreign.queue).turns(holds(0), holds(9))]),
    quiet,
  });
  const unseen = alert('CarelessUnseen', {
    ...share,
    when: above(promql`${m.queue}`, count(0)),
    summary: text`${instance} has a queue`,
    description: text`Jobs wait at ${instance}. Nobody knows how many, or for how long they have done so.`,
    fires: scenario('jobs wait', [series(m.queue).turns(holds(0), holds(9))]),
    quiet,
  });
  return defineService({
    id: 'careless',
    title: 'Careless',
    owner: 'nobody',
    metrics: m,
    scrape: { sampleLimit: 10 },
    recordings: [record('careless_queue', 'max', promql`max by (${job}) (${m.queue})`)],
    alerts: [queueLong, unseen],
    board: 'careless-other',
    boards: (context) =>
      board(context, {
        uid: 'careless-overview',
        title: 'Tests / Careless',
        service: 'careless',
        description: 'A board that its alerts do not link to.',
        variablesFrom: m.up,
        rows: [
          row('Only', [
            stat({
              title: 'Queue',
              description: 'Jobs that wait, whatever is meant by it.',
              query: promql`${m.queue}`,
            }),
          ]),
        ],
      }),
    runbook: () =>
      '# Careless\n\n## CarelessQueueLong\n\n### Meaning\n\n### Impact\n\nNone.\n\n## Appendix\n\n```\n## NotASection\n```\n',
  });
}

describe('a careless service', () => {
  const service = careless();

  it('is told everything that is wrong with it', () => {
    expect(CLAIMS.flatMap((claim) => faultsOf(claim, service))).toEqual([
      'careless/CarelessQueueLong: its section has Meaning, Impact, must have Meaning, Impact, Diagnosis, Mitigation, Escalation',
      'careless/CarelessUnseen: has no section in the runbook',
      'careless/Appendix: is a section of the runbook, and no alert',
      "careless: a heading 'Meaning' of the runbook has no text",
      'careless/CarelessQueueLong: its summary has 144 characters, must have at most 120',
      'careless/CarelessQueueLong: does not say the value',
      'careless/CarelessUnseen: does not say the value',
      'careless/CarelessQueueLong: asks for job="other", must ask for "careless"',
      'careless/CarelessQueueLong: reads other_queue_length, which no catalogue has',
      "careless/CarelessQueueLong: 'CarelessGone' is to cover a lack of data, and is no alert of the service",
      "careless/CarelessUnseen: 'CarelessGone' is to cover a lack of data, and is no alert of the service",
      'careless: no alert watches up{job="careless"} == 0',
      'careless: no alert watches absent(up{job="careless"})',
      'careless/job:careless_queue:max: nothing uses it',
      "careless: alerts link to board 'careless-other', which is not delivered",
      'careless/CarelessQueueLong: no panel shows it',
      'careless/CarelessUnseen: no panel shows it',
    ]);
  });

  it('has its code blocks left aside', () => {
    expect([...runbookSections(service.spec.runbook())]).toEqual([
      ['CarelessQueueLong', ['Meaning', 'Impact']],
      ['Appendix', []],
    ]);
  });
});
