/** What an environment says so that every probe of a service is carried out. */
import type { DeliveryContext, Service } from '../../model';

/** A blackbox exporter, and an address for each probe: some are asked only where an environment names one. */
export const withEveryProbe = ({ spec }: Service): Pick<DeliveryContext, 'prober' | 'probeTargets'> => ({
  prober: { address: 'blackbox.example.org:9115' },
  probeTargets: Object.fromEntries(Object.keys(spec.probes ?? {}).map((name) => [name, ['target.example.org:443']])),
});
