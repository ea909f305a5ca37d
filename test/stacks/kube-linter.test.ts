/** kube-linter's default checks over every environment; each is tried on a stack that fails it. */
import { clusterEnvironmentNames, environmentNamed } from '../../stacks/environments';
import { synth } from '../../stacks/synth';
import { broken } from '../constructs/kubernetes/claims';
import type { KubeObject } from '../constructs/kubernetes/objects';
import { kubeLinterChecks } from '../support/scanners/kube-linter';
import { judged, kubeLinterWaivers } from '../support/scanners/waivers';

const today = new Date().toISOString().slice(0, 10);
const rendered = clusterEnvironmentNames.map(
  (name) => [name, synth(environmentNamed(name)) as unknown as readonly KubeObject[]] as const,
);
const findingsIn = (objects: readonly KubeObject[]) =>
  kubeLinterChecks.flatMap(({ id, findings }) => findings(objects).map((where) => ({ id, where })));

it.each(rendered)('%s passes, but for what is waived', (_, objects) => {
  expect(objects.length).toBeGreaterThan(40);
  expect(judged(findingsIn(objects), kubeLinterWaivers, today)).toEqual([]);
});

it.each(kubeLinterChecks)('$id finds what breaks it', ({ id, findings, broken: change }) => {
  const [, objects = []] = rendered.find(([name]) => name === 'prod') ?? [];
  const known = kubeLinterWaivers.filter((waiver) => waiver.id === id).map(({ where }) => where);
  const found = findings(broken(objects, change)).filter((where) => !known.includes(where));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(`${change.kind} `);
});

describe('a waiver', () => {
  const finding = { id: 'host-pid', where: 'DaemonSet a' };
  const waiver = { ...finding, owner: 'platform', reason: 'it has to look at processes', expires: '2026-12-31' };

  it('excuses until its day, and is then in the way', () => {
    expect(judged([finding], [waiver], '2026-12-31')).toEqual([]);
    expect(judged([finding], [waiver], '2027-01-01')).toEqual([
      'host-pid: DaemonSet a',
      'waiver of host-pid for DaemonSet a, until 2026-12-31, excuses nothing',
    ]);
  });

  it('of nothing is refused, and so is one without a reason', () => {
    expect(judged([], [waiver], '2026-01-01')).toEqual([
      'waiver of host-pid for DaemonSet a, until 2026-12-31, excuses nothing',
    ]);
    expect(judged([finding], [{ ...waiver, reason: 'so' }], '2026-01-01')).toEqual([
      'waiver of host-pid for DaemonSet a has no owner or no reason',
    ]);
  });
});
