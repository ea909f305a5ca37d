import type { Environment } from '../../../constructs/monitoring/environment';
import type { DeliverableService, Discovery } from '../../../model/delivery';
import { environments } from '../../../stacks/environments';
import { service, shop, validEnvironment, watchdog } from '../fixture';
import { broken } from './claims';
import { networkClaims } from './network-claims';
import { objectClaims } from './object-claims';
import { render } from './objects';
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

/** Roles stand in the namespaces that are watched, which are others'. */
const isOurs = ({ metadata }: { metadata: { namespace?: string } }): boolean => metadata.namespace !== 'shop';

const rendered = {
  fixture: render(validEnvironment(), [shop(), ...own]),
  'with discovery': render(withDiscovery(), [shop(), ...own]).filter(isOurs),
  ...Object.fromEntries(
    Object.values(environments).map((each) => [each.name, render(each, [service('rstmdb'), ...own])] as const),
  ),
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
