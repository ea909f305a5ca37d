/** What services deliver to a guest's hosts, checked as far as it can be without knowing their programs. */
import type {
  AlertingRule,
  DeliverableService,
  Discovery,
  RecordedRule,
  ScrapeJob,
  ServiceDelivery,
} from '../../model/delivery';
import type { Problems } from '../../model/problem';
import { deliveriesOf } from '../monitoring/deliveries';
import type { GuestEnvironment } from './environment';
import { deliveryProblems, guestProblems, guestShapeProblems } from './validate';

/**
 * Asks every service. What is found wrong is added to `problems`.
 * @param own - targets that the place knows by itself, by the service's id
 * @throws VedetteError when fields of the environment are missing or of another type: the rest reads them
 */
export function guestDeliveries(
  environment: GuestEnvironment,
  services: readonly DeliverableService[],
  problems: Problems,
  own?: (service: string) => readonly Discovery[],
): readonly ServiceDelivery[] {
  problems.addAll(guestShapeProblems(environment));
  problems.throwIfAny();
  problems.addAll(guestProblems(environment, services));
  const { prober, scraped = [], ...watching } = environment;
  const asked = prober === undefined ? {} : { prober: { address: prober } };
  const isScraped = ({ id }: DeliverableService): boolean => scraped.includes(id);
  const deliveries = [
    ...deliveriesOf(
      services.filter((each) => !isScraped(each)),
      { ...watching, ...asked },
      problems,
      own,
    ),
    ...deliveriesOf(services.filter(isScraped), watching, problems, () => THEIR_TARGETS).map(withoutJobs),
  ].map((delivery) => overTls(delivery, environment));
  problems.addAll(deliveryProblems(environment, deliveries));
  return deliveries.map((delivery) => labelled(delivery, environment));
}

/** A service that has no target delivers nothing. This one is in no job: see {@link withoutJobs}. */
const THEIR_TARGETS: readonly Discovery[] = [{ kind: 'static', targets: ['theirs:80'] }];

function withoutJobs(delivery: ServiceDelivery): ServiceDelivery {
  return { ...delivery, scrapeJobs: [] };
}

function overTls(delivery: ServiceDelivery, { nodeTls: tls }: GuestEnvironment): ServiceDelivery {
  if (delivery.service !== 'node' || tls === undefined) return delivery;
  return { ...delivery, scrapeJobs: delivery.scrapeJobs.map((job): ScrapeJob => ({ ...job, scheme: 'https', tls })) };
}

/**
 * Alerts carry `cluster` and `environment`, which routes, inhibitions and notifications read. A Prometheus of ours adds
 * them to all that leaves it; one of somebody else cannot be told to.
 */
function labelled(delivery: ServiceDelivery, { name, cluster, alertLabels }: GuestEnvironment): ServiceDelivery {
  const label = (rule: AlertingRule | RecordedRule): AlertingRule | RecordedRule =>
    'alert' in rule ? { ...rule, labels: { ...alertLabels, ...rule.labels, cluster, environment: name } } : rule;
  return {
    ...delivery,
    ruleGroups: delivery.ruleGroups.map((group) => ({ ...group, rules: group.rules.map(label) })),
  };
}
