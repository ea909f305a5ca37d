/** What services deliver in an environment, whoever runs the programs that carry it out. */
import type { DeliverableService, Discovery, Prober, ServiceDelivery } from '../../model/delivery';
import { type Problems, VedetteError } from '../../model/problem';
import type { Duration } from '../../model/quantity';
import type { Environment } from './environment';

/** What services are told of an environment. */
export interface Watching extends Pick<
  Environment,
  'name' | 'services' | 'thresholds' | 'scrapeInterval' | 'scrapeTimeout' | 'evaluationInterval'
> {
  /** Public base URL without a trailing slash. */
  readonly publicUrl: string;
  /** How long samples are kept, where it is known: no rule may look back further. */
  readonly retention?: Duration;
  /** Who carries out probes; absent where nobody does. */
  readonly prober?: Prober;
}

/**
 * Asks every service. The problems of one do not hide those of another: they are added to `problems`.
 * @param own - targets that the place knows by itself, by the service's id
 */
export function deliveriesOf(
  services: readonly DeliverableService[],
  watching: Watching,
  problems: Problems,
  own: (service: string) => readonly Discovery[] = () => [],
): readonly ServiceDelivery[] {
  return services.flatMap((service) => {
    try {
      return [deliver(service, watching, own(service.id))];
    } catch (error) {
      if (error instanceof VedetteError) problems.addAll(error.problems);
      // A fault of the service's code is none of the user's, unless it was given what is refused already.
      else if (problems.found.length === 0) throw error;
      return [];
    }
  });
}

function deliver(service: DeliverableService, watching: Watching, own: readonly Discovery[]): ServiceDelivery {
  const { name, services, retention, prober } = watching;
  const options = services[service.id];
  return service.deliver({
    environment: name,
    discovery: [...own, ...(options?.discovery ?? [])],
    ...(options?.dialect === undefined ? {} : { dialect: options.dialect }),
    ...(prober === undefined ? {} : { prober }),
    ...(options?.probes === undefined ? {} : { probeTargets: options.probes }),
    thresholds: thresholdsOf(watching),
    scrapeInterval: watching.scrapeInterval,
    scrapeTimeout: watching.scrapeTimeout,
    evaluationInterval: watching.evaluationInterval,
    ...(retention === undefined ? {} : { retention }),
    publicUrl: watching.publicUrl,
  });
}

function thresholdsOf({ thresholds }: Watching): Record<string, { unit: string; value: number }> {
  return Object.fromEntries(Object.entries(thresholds).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
