/** The same difference as text, as a comment, and as JSON. */
import { diffJson } from '../../../cli/diff/json';
import { diffMarkdown } from '../../../cli/diff/markdown';
import { diffText } from '../../../cli/diff/text';
import type { Change } from '../../../stacks/diff/change';
import { reportOf } from '../../../stacks/diff/report';
import type { DiffReport } from '../../../stacks/diff/report';

const lost: Change = { kind: 'lost', rank: 0, subject: 'ShopDown (critical)', what: 'removed; told oncall, team' };
const later: Change = {
  kind: 'alert',
  rank: 0.5,
  subject: 'ShopSlow (warning)',
  what: 'threshold > 2s, was > 1s: fires later',
};
const condition: Change = {
  ...{ kind: 'alert', rank: 1.5, subject: 'ShopErrors (warning)', what: 'other condition' },
  ...{ before: 'shop_errors > 1', after: 'shop_errors\n  > 2' },
};
const panel = (title: string): Change => ({
  kind: 'dashboard',
  rank: 1,
  subject: `shop panel '${title}'`,
  what: 'removed',
});

const sides = { base: 'main (517c336)', head: 'working tree' };
const of = (name: string, ...changes: readonly Change[]) => ({ name, isSameEnvironment: true, changes });

const report = reportOf(
  sides,
  [of('dev', later), of('staging'), of('prod', panel('b'), later, condition, lost, panel('a'))],
  [],
);

it('tells text, the most dangerous first, and each thing once', () => {
  expect(diffText(report)).toBe(`main (517c336) → working tree

Critical alerts lost
  ShopDown (critical): removed; told oncall, team [prod]

Alerts changed
  ShopSlow (warning): threshold > 2s, was > 1s: fires later [dev, prod]
  ShopErrors (warning): other condition [prod]
    - shop_errors > 1
    + shop_errors
        > 2

Dashboards
  shop panel 'a'; shop panel 'b': removed [prod]

No difference: staging

A critical alert would be lost: ShopDown. If that is meant, allow it: --allow-removed-critical ShopDown`);
});

it('tells a comment that opens with the danger and hides the details', () => {
  expect(diffMarkdown(report)).toBe(`<!-- vedette diff -->

### Monitoring: 4 changes

main (517c336) → working tree

> [!CAUTION]
> A critical alert would be lost: ShopDown. If that is meant, allow it: --allow-removed-critical ShopDown

**Critical alerts lost**

- **ShopDown (critical)**: removed; told oncall, team &#91;prod&#93;

**Alerts changed**

- **ShopSlow (warning)**: threshold &#62; 2s, was &#62; 1s: fires later &#91;dev, prod&#93;
- **ShopErrors (warning)**: other condition &#91;prod&#93;

  \`\`\`diff
  - shop_errors > 1
  + shop_errors
  +   > 2
  \`\`\`


<details><summary>Dashboards (1)</summary>

- **shop panel 'a'; shop panel 'b'**: removed &#91;prod&#93;

</details>

No difference: staging`);
});

it('tells JSON with a version', () => {
  const { version, ...rest } = JSON.parse(diffJson(report)) as DiffReport & { readonly version: number };
  expect(version).toBe(1);
  expect(rest).toEqual({
    ...sides,
    environments: ['dev', 'staging', 'prod'],
    changes: [
      { kind: 'lost', what: lost.what, environments: ['prod'], subjects: ['ShopDown (critical)'] },
      { kind: 'alert', what: later.what, environments: ['dev', 'prod'], subjects: ['ShopSlow (warning)'] },
      {
        ...{ kind: 'alert', what: 'other condition', before: condition.before, after: condition.after },
        ...{ environments: ['prod'], subjects: ['ShopErrors (warning)'] },
      },
      { kind: 'dashboard', what: 'removed', environments: ['prod'], subjects: ["shop panel 'a'", "shop panel 'b'"] },
    ],
    lost: ['ShopDown'],
  });
});

it('says that nothing changes', () => {
  const same = reportOf(sides, [of('dev'), of('prod')], []);
  expect(diffText(same)).toBe('main (517c336) → working tree\n\nNo difference: dev, prod');
  expect(diffMarkdown(same)).toBe(
    '<!-- vedette diff -->\n\n### Monitoring does not change\n\nmain (517c336) → working tree\n\nNo difference: dev, prod',
  );
});

describe('the gate', () => {
  it('opens for a critical alert that may go', () => {
    expect(reportOf(sides, [of('prod', lost)], ['ShopDown']).lost).toEqual([]);
  });

  it('stays shut for any other', () => {
    expect(reportOf(sides, [of('prod', lost)], ['ShopSlow']).lost).toEqual(['ShopDown']);
  });

  it('is for one environment at two times: two environments just differ', () => {
    expect(reportOf(sides, [{ name: 'dev → prod', isSameEnvironment: false, changes: [lost] }], []).lost).toEqual([]);
  });
});

describe('a comment', () => {
  const comment = (...changes: readonly Change[]): string =>
    diffMarkdown(reportOf(sides, [of('prod', ...changes)], []));

  it('calls nobody, links to nothing, and draws nothing', () => {
    const what = 'slack @here, was #ops: <img src=x> [a](b) *b* `c`';
    expect(comment({ kind: 'told', rank: 0, subject: 'receiver team', what })).toContain(
      '- **receiver team**: slack @<!-- -->here, was &#35;ops: &#60;img src=x&#62; &#91;a&#93;(b) &#42;b&#42; &#96;c&#96;',
    );
  });

  it('keeps an expression inside its fence', () => {
    const text = comment({ ...condition, before: '```\n</details>', after: 'x' });
    expect(text).toContain("  ```diff\n  - '''\n  - </details>\n  + x\n  ```");
  });

  it('stays below what GitHub takes, ends between two changes, and says what is missing', () => {
    const many = Array.from({ length: 2000 }, (_, i): Change => ({ ...panel(String(i)), what: `unit ${i}, was none` }));
    const text = comment(later, ...many);
    expect(text.length).toBeLessThan(65_536 - 5000);
    expect(text).toMatch(/, was none\n\n<\/details>\n\n\d+ more: run `vedette diff`\.$/);
    const told = text.split('\n- ').length - 1;
    expect(text).toContain(`${2001 - told} more`);
  });
});
