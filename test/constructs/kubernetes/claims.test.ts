import type { Environment } from '../../../constructs/monitoring/environment';
import type { DeliverableService, Discovery } from '../../../model/delivery';
import { services } from '../../../services/registry';
import { environments } from '../../../stacks/environments';
import { service, shop, validEnvironment, watchdog } from '../fixture';
import { signedIn } from '../oauth2-proxy/fixture';
import { longTermEnvironment } from '../thanos/fixture';
import { broken } from './claims';
import { networkClaims } from './network-claims';
import { objectClaims } from './object-claims';
import { render } from './objects';
import type { KubeObject } from './objects';
import { podClaims } from './pod-claims';

const claims = [...podClaims, ...objectClaims, ...networkClaims];
const own: readonly DeliverableService[] = [watchdog(), service('alertmanager'), service('node'), service('grafana')];

const inKubernetes: Discovery = {
  kind: 'kubernetes',
  role: 'endpointslice',
  namespaces: ['shop'],
  matchLabels: { app: 'shop' },
  portName: 'web',
};

function withDiscovery(): Environment {
  const environment = validEnvironment();
  return { ...environment, services: { shop: { discovery: [inKubernetes] } } };
}

/** What stands in the stack's own namespaces: Roles for discovery stand in those that are watched, which are others'. */
function ours(environment: Environment, services: readonly DeliverableService[]): readonly KubeObject[] {
  const { monitoring, node } = environment.namespaces;
  return render(environment, services).filter(({ metadata: { namespace } }) =>
    [undefined, monitoring, node].includes(namespace),
  );
}

const rendered = {
  fixture: ours(validEnvironment(), [shop(), ...own]),
  'with discovery': ours(withDiscovery(), [shop(), ...own]),
  'with a sign-in': ours(signedIn(), [shop(), ...own]),
  'with long-term storage': ours(longTermEnvironment(), [shop(), ...own]),
  ...Object.fromEntries(Object.values(environments).map((each) => [each.name, ours(each, services)] as const)),
};

describe.each(Object.entries(rendered))('in environment %s', (_, objects) => {
  it.each(claims)('$claim', ({ faults }) => {
    expect(faults(objects)).toEqual([]);
  });
});

describe('the claim that', () => {
  it.each(claims)('$claim notices when it does not', ({ faults, broken: change }) => {
    expect(faults(broken(rendered.fixture, change)).length).toBeGreaterThan(0);
  });
});
