/** Each policy on its own, and all of them on the project's environments. */
import { clusterEnvironmentNames, environments } from '../../../stacks/environments';
import { type KubernetesObject, objectText } from '../../../stacks/plan/kubernetes-object';
import { durable, ephemeral, plan } from '../../../stacks/plan/plan';
import { type PolicyName, type PolicyOptions, policyWaiver } from '../../../stacks/policy';
import { allPolicies, type policyFamilies } from '../../../stacks/policy/all';
import { neededSecrets, secretObject } from '../../../stacks/secrets';
import { synthesize } from '../../../stacks/synth';
import { type Registered, reports } from '../../support/policy-run';
import { type Case, cases } from './cases';
import { sound } from './sound';

const OPTIONS: PolicyOptions = {
  hostNamespaces: ['hosts'],
  exposedServices: ['watch/edge'],
  productionStacks: ['prod'],
  today: '2026-11-30',
};

const registered = (objects: readonly KubernetesObject[]): readonly Registered[] =>
  objects.map((object) => ({ object, protect: true }));

/** The sound objects, of which one is changed. */
function changed({ of, path, value }: Case): {
  readonly all: readonly Registered[];
  readonly guilty: KubernetesObject;
} {
  const copies = JSON.parse(JSON.stringify(sound)) as Record<string, Record<string, unknown>>;
  const guilty = copies[of] as unknown as KubernetesObject;
  const all = registered(Object.values(copies) as unknown as readonly KubernetesObject[]);
  if (path === 'protect')
    return { guilty, all: all.map((each) => (each.object === guilty ? { ...each, protect: value === true } : each)) };
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let place = copies[of] as Record<string, unknown>;
  for (const key of keys) place = place[key] as Record<string, unknown>;
  if (value === undefined) {
    expect(place).toHaveProperty([last]);
    delete place[last];
  } else place[last] = value;
  return { all, guilty };
}

type Made = (typeof policyFamilies)[number]['policies'][number]['name'];
/** Does not compile while a name stands for no policy. */
const made = (name: PolicyName): Made => name;

describe('a policy', () => {
  it('lets the sound objects pass, in production too', () => {
    expect(reports('prod', registered(Object.values(sound)), OPTIONS)).toStrictEqual([]);
  });

  it.each(cases.map((each) => [`${each.policy}: ${each.says}`, each] as const))('refuses %s', (_, each) => {
    const { all } = changed(each);
    const policy = allPolicies.find(({ name }) => name === each.policy);
    const found = reports('prod', all, OPTIONS);
    expect(found.map(([name]) => name)).toStrictEqual(found.map(() => each.policy));
    const messages = found.map(([, message]) => message);
    expect(messages.map((message) => message.slice(message.indexOf(': ') + 2))).toContain(
      `${each.says}; ${policy?.remedy ?? ''}`,
    );
  });

  it('has a case, each of them', () => {
    expect([...new Set(cases.map(({ policy }) => made(policy)))].sort()).toStrictEqual(
      allPolicies.map(({ name }) => name).sort(),
    );
  });

  it('that is for production alone says nothing elsewhere', () => {
    const ours = cases.filter(({ policy }) => allPolicies.find(({ name }) => name === policy)?.onlyProduction === true);
    expect(ours.length).toBeGreaterThan(3);
    expect(ours.flatMap((each) => reports('dev', changed(each).all, OPTIONS))).toStrictEqual([]);
  });

  it('judges no resource of another provider, no patch and no list', () => {
    const bad = { ...sound['edge'], spec: { type: 'NodePort' } } as KubernetesObject;
    const others = ['ServicePatch', 'ServiceList'].map((kind) => ({ ...bad, kind }));
    const foreign = { ...bad, apiVersion: 'aws:ec2' };
    expect(reports('prod', registered([...others, foreign]), OPTIONS)).toStrictEqual([]);
  });

  it('repeats no secret', () => {
    const leak = cases.find(({ policy }) => policy === 'no-secret-in-clear');
    const found = leak === undefined ? [] : reports('prod', changed(leak).all, OPTIONS);
    expect(JSON.stringify(found)).not.toContain('me:pass');
    expect(found).toHaveLength(1);
  });
});

describe('a waiver', () => {
  const open = cases.find(({ policy }) => policy === 'pinned-image');
  const excuse = policyWaiver({
    id: 'pinned-image',
    where: 'StatefulSet watch/prometheus',
    owner: 'platform',
    reason: 'the registry has no other tag until the mirror is back',
    expires: '2026-11-30',
  });
  const judge = (today: string, where = excuse.where) =>
    open === undefined
      ? []
      : reports('prod', changed(open).all, { ...OPTIONS, today, waivers: [{ ...excuse, where }] });

  it('excuses one policy at one object, until the end of its day', () => {
    expect(judge('2026-11-30')).toStrictEqual([]);
    expect(judge('2026-11-30', 'StatefulSet watch/other').map(([name]) => name)).toStrictEqual(['pinned-image']);
  });

  it('that has expired excuses nothing, and is refused itself', () => {
    const found = judge('2026-12-01');
    expect(found.map(([name]) => name)).toStrictEqual(['pinned-image', 'waivers-in-date']);
    expect(found[1]?.[1]).toBe(
      'waiver of pinned-image for StatefulSet watch/prometheus: it expired on 2026-11-30; platform gave it; ' +
        'mend what it excuses, or give a new reason and day',
    );
  });
});

describe.each(clusterEnvironmentNames)('the environment %s', (name) => {
  it('keeps to every policy, without a waiver', () => {
    const environment = environments[name];
    const { objects, existing } = synthesize(environment);
    const protection = environment.purpose === 'production' ? durable : ephemeral;
    const planned = plan([...objects, ...neededSecrets(objects).map(secretObject)], { protection, existing });
    const resources = planned.map(({ object, options: { protect } }) => ({ object, protect }));
    expect(resources.map(({ object }) => objectText(object))).toContain('StatefulSet monitoring/prometheus');
    const options = { hostNamespaces: [environment.namespaces.node], productionStacks: ['prod'] };
    expect(reports(name, resources, options)).toStrictEqual([]);
  });
});
