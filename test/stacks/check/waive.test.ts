import { problemText } from '../../../model/problem';
import type { Problem } from '../../../model/problem';
import { waive } from '../../../stacks/check/waive';
import { waiver } from '../../../stacks/check/waiver';
import type { Waiver } from '../../../stacks/check/waiver';
import { waivers } from '../../../stacks/waivers';
import { refusal } from '../../support/refusal';

const good: Waiver = {
  id: 'AL-21',
  where: 'shop/ShopSlow',
  owner: 'web',
  reason: 'the shop has one size, and always will have',
  expires: '2026-11-30',
};
const warning: Problem = { id: 'AL-21', where: 'shop/ShopSlow', what: 'the limit is absolute' };
const context = { today: '2026-11-30', complete: true };

describe('waive', () => {
  it('excuses the warnings of one check in one place, on the last day too', () => {
    const elsewhere = { ...warning, where: 'shop/ShopDown' };
    const { open, waived, problems } = waive([warning, elsewhere], [waiver(good)], context);
    expect([open, waived.map(({ problem }) => problem), problems]).toEqual([[elsewhere], [warning], []]);
  });

  it('lets an expired one excuse nothing, and says who gave it', () => {
    const { open, problems } = waive([warning], [good], { ...context, today: '2026-12-01' });
    expect(open).toEqual([warning]);
    expect(problems.map(problemText)).toEqual([
      '[WV-01] stacks/waivers.ts/AL-21 shop/ShopSlow: it expired on 2026-11-30; web gave it; mend what it excuses, or give a new reason and day',
    ]);
  });

  it('reports one that matches nothing, when everything was checked', () => {
    expect(waive([], [good], context).problems.map(problemText)).toEqual([
      '[WV-02] stacks/waivers.ts/AL-21 shop/ShopSlow: it matches no finding; drop it',
    ]);
    expect(waive([], [good], { ...context, complete: false }).problems).toEqual([]);
  });

  it('refuses one of an error, be it a check that also warns', () => {
    const error: Problem = { id: 'AL-11', where: 'shop/ShopSlow', what: 'prints a label that is gone' };
    const { open, problems } = waive([error], [{ ...good, id: 'AL-11' }], context);
    expect(open).toEqual([error]);
    expect(problems.map(problemText)).toEqual([
      '[WV-03] stacks/waivers.ts/AL-11 shop/ShopSlow: it waives AL-11, which is an error; drop it: only warnings have excuses',
    ]);
    const soft: Problem = { ...error, level: 'warning' };
    expect(waive([soft], [{ ...good, id: 'AL-11' }], context)).toMatchObject({ open: [], problems: [] });
  });
});

describe('waiver', () => {
  it('refuses an excuse without a reason, an owner, a place or a day', () => {
    expect(refusal(() => waiver({ ...good, reason: 'later', owner: ' ', where: '', expires: '2026-02-30' }))).toBe(
      [
        "waiver of AL-21 for : reason is 'later', must be a sentence of 20 characters or more",
        'waiver of AL-21 for : owner is empty, must be a team',
        'waiver of AL-21 for : where is empty, must be the place that the message names',
        "waiver of AL-21 for : expires is '2026-02-30', must be a day like 2027-03-31",
      ].join('\n'),
    );
  });

  it('of our own ends within a year, and has an owner', () => {
    const wrong = waivers.filter(({ expires }) => expires > '2027-12-31');
    expect(wrong).toEqual([]);
  });
});
