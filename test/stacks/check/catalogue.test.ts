import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from '../../../cli/check/programs';
import { problemText } from '../../../model/problem';
import { allChecks, checkOf } from '../../../stacks/check/catalogue/all';
import { unmade } from '../../../stacks/check/catalogue/agreement';
import { levelOf } from '../../../stacks/check/waive';
import { WAIVABLE } from '../../../stacks/check/waiver';
import { arithmetic } from '../../model/promql/bad/arithmetic';
import { counters } from '../../model/promql/bad/counters';
import { excusable } from '../../model/promql/bad/excusable';
import { form } from '../../model/promql/bad/form';
import { misuses } from '../../model/promql/bad/misuses';
import { names } from '../../model/promql/bad/names';
import { ROOT } from '../../support/source-file';
import { requireTool } from '../../support/tools';
import { agreement, cost, waiving } from './bad/agreement';
import { alerts } from './bad/alerts';
import { boards } from './bad/boards';
import { objectives, recordings } from './bad/recordings';
import { routes } from './bad/routes';
import type { Row } from './bad/row';
import { problemsOf, soundSubject } from './sound';

const programs: readonly Row[] = [
  {
    id: 'AM-01',
    fault: 'a configuration that amtool refuses',
    problems: () => {
      requireTool('amtool');
      const { wiring } = soundSubject();
      const { alertmanager } = wiring;
      const route = { ...alertmanager.route, receiver: 'nowhere' };
      return judge('prod', { ...wiring, alertmanager: { ...alertmanager, route } });
    },
  },
];

const rows: readonly Row[] = [
  ...alerts,
  ...recordings,
  ...objectives,
  ...routes,
  ...boards,
  ...agreement,
  ...cost,
  ...waiving,
  ...programs,
];

/** Ids with a fixture; those of expressions are held in test/model/promql. */
const proven = new Set([
  ...rows.map(({ id }) => id),
  ...[...form, ...names, ...counters, ...arithmetic, ...misuses, ...excusable].map(({ id }) => id),
]);

describe('a sound deployment', () => {
  it('has nothing to report', () => {
    expect(problemsOf().map(problemText)).toEqual([]);
  });
});

describe('a deployment with one fault', () => {
  it.each(rows)('is reported by $id alone: $fault', ({ id, problems }) => {
    const found = problems();
    expect([...new Set(found.map(problemText).map((text) => text.slice(0, text.indexOf(']') + 1)))]).toEqual([
      `[${id}]`,
    ]);
    expect(found.map(levelOf)).toEqual(found.map(() => checkOf(id)?.level));
  });
});

describe('every check', () => {
  it.each(allChecks)('$id has a fault that it reports', ({ id }) => {
    expect([...proven]).toContain(id);
  });

  it.each(allChecks)('$id is where the catalogue says', ({ id, where }) => {
    expect(where.length).toBeGreaterThan(0);
    const without = where.filter((file) => !readFileSync(join(ROOT, file), 'utf8').includes(`'${id}'`));
    expect(without).toEqual([]);
  });

  it('has one entry, with a sentence and a remedy', () => {
    const ids = allChecks.map(({ id }) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    expect(allChecks.filter(({ what, remedy }) => what.length < 15 || remedy.length < 5)).toEqual([]);
    expect(unmade.filter(({ id }) => ids.includes(id))).toEqual([]);
    expect(ids.length).toBeGreaterThanOrEqual(120);
  });

  it('that only warns can be waived, and so can the two that warn beside their errors', () => {
    const warnings = allChecks.filter(({ level }) => level === 'warning').map(({ id }) => id);
    expect([...WAIVABLE]).toEqual([...warnings, 'AL-11', 'PQ-20'].sort());
  });
});
