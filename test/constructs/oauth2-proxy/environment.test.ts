/** The sign-in as an environment says it. */
import { base } from '../../../stacks/environment/base';
import { extend } from '../../../stacks/environments';
import { VedetteError } from '../../../model/problem';
import { NginxProxy } from '../../../constructs/nginx-proxy/index';
import { wire } from '../../../constructs/monitoring/wiring';
import { App, Chart } from 'cdk8s';
import { loopbackAddresses, shop, validEnvironment, watchdog } from '../fixture';
import { proxySettings } from '../nginx-proxy/proxy';
import { render } from '../kubernetes/objects';
import { signIn, signedIn } from './fixture';

/** What is said when `make` fails. */
function refusal(make: () => unknown): readonly string[] {
  try {
    make();
  } catch (error) {
    if (error instanceof VedetteError) return error.problems.map(({ where, what }) => `${where}: ${what}`);
    throw error;
  }
  throw new Error('it was not refused');
}

it('takes the place of the passwords that the base has', () => {
  const { nginx } = extend(base, { nginx: { users: undefined, signIn: signIn() } });
  const { users, ...others } = base.nginx;
  expect(users).toBeDefined();
  expect(nginx).toStrictEqual({ ...others, signIn: signIn() });
});

it.each(['groups', 'g', 'realm_access.roles', 'cognito:groups', 'https://example.org/claims/groups'])(
  'takes groups from the claim %s',
  (groupsClaim) => {
    const objects = render(signedIn(validEnvironment(), { groupsClaim }), [shop(), watchdog()]);
    expect(JSON.stringify(objects)).toContain(`oidc_groups_claim = \\"${groupsClaim}\\"`);
  },
);

it('is refused in a place where no oauth2-proxy runs, and not passed over', () => {
  expect(refusal(() => wire(signedIn(), [shop(), watchdog()], loopbackAddresses()))).toEqual([
    'prod/nginx: signIn is there, must be absent where no oauth2-proxy runs',
  ]);
});

it('is checked by a proxy that stands alone', () => {
  const { replicas, resources, exposure } = validEnvironment().nginx;
  const access = {
    kind: 'signIn',
    oauth2Proxy: { host: 'oauth2-proxy', port: 4180 },
    pathGroups: { prometheus: ['a,b'] },
  } as const;
  const props = { replicas, resources, exposure, settings: proxySettings({ access }) };
  const identity = { component: 'door', name: 'door', namespace: 'monitoring', environment: 'prod' };
  expect(refusal(() => new NginxProxy(new Chart(new App(), 'c'), 'door', { ...props, identity }))).toEqual([
    "c/door/signIn: pathGroups.prometheus is 'a,b', must be a group without a comma",
  ]);
});
