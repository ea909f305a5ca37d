/** How replicas are replaced. */
import { Chart, Testing } from 'cdk8s';
import { seconds } from '../../../model/quantity';
import type { Spread } from '../../../constructs/kubernetes/pod';
import { deployment } from '../../../constructs/kubernetes/workload';

function rollingUpdate(replicas: number, spread?: Spread): unknown {
  const chart = new Chart(Testing.app(), 'test');
  deployment(chart, {
    replicas,
    recreate: false,
    pod: {
      identity: { component: 'shop', name: 'shop', namespace: 'shop', environment: 'prod' },
      version: '1',
      user: 65534,
      grace: seconds(30),
      ...(spread === undefined ? {} : { spread }),
      containers: [],
    },
  });
  const [manifest] = Testing.synth(chart) as { spec: { strategy: { rollingUpdate: unknown } } }[];
  return manifest?.spec.strategy.rollingUpdate;
}

it('one comes before the next goes, so that as many serve as are wanted', () => {
  expect([rollingUpdate(2), rollingUpdate(2, 'preferred'), rollingUpdate(1, 'required')]).toEqual(
    Array.from({ length: 3 }, () => ({ maxSurge: 1, maxUnavailable: 0 })),
  );
});

it('one goes before the next comes where each must have a node of its own, for there may be no further one', () => {
  expect(rollingUpdate(2, 'required')).toEqual({ maxSurge: 0, maxUnavailable: 1 });
});
