/** What services deliver to a guest's hosts, checked as far as it can be without knowing their programs. */
import type { AlertingRule, DeliverableService, RecordedRule, ServiceDelivery } from '../../model/delivery';
import type { Problems } from '../../model/problem';
import { deliveriesOf } from '../monitoring/deliveries';
import type { GuestEnvironment } from './environment';
import { deliveryProblems, guestProblems, guestShapeProblems } from './validate';

/**
 * Asks every service. What is found wrong is added to `problems`.
 * @throws VedetteError when fields of the environment are missing or of another type: the rest reads them
 */
export function guestDeliveries(
  environment: GuestEnvironment,
  services: readonly DeliverableService[],
  problems: Problems,
): readonly ServiceDelivery[] {
  problems.addAll(guestShapeProblems(environment));
  problems.throwIfAny();
  problems.addAll(guestProblems(environment, services));
  const { prober, ...watching } = environment;
  const asked = prober === undefined ? {} : { prober: { address: prober } };
  const deliveries = deliveriesOf(services, { ...watching, ...asked }, problems);
  problems.addAll(deliveryProblems(environment, deliveries));
  return deliveries.map((delivery) => labelled(delivery, environment));
}

/**
 * Alerts carry `cluster` and `environment`, which routes, inhibitions and notifications read. A Prometheus of ours adds
 * them to all that leaves it; one of somebody else cannot be told to.
 */
function labelled(delivery: ServiceDelivery, { name, cluster }: GuestEnvironment): ServiceDelivery {
  const label = (rule: AlertingRule | RecordedRule): AlertingRule | RecordedRule =>
    'alert' in rule ? { ...rule, labels: { ...rule.labels, cluster, environment: name } } : rule;
  return {
    ...delivery,
    ruleGroups: delivery.ruleGroups.map((group) => ({ ...group, rules: group.rules.map(label) })),
  };
}
