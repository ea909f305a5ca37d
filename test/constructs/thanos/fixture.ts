/** A good environment with long-term storage. Numbers are all different. */
import type { Environment } from '../../../constructs/monitoring/environment';
import type { ThanosOptions } from '../../../constructs/monitoring/thanos';
import { type Resources, millicores } from '../../../constructs/kubernetes/resources';
import { days, gibibytes, mebibytes } from '../../../model/quantity';
import { validEnvironment } from '../fixture';

const resources = (cpu: number, memory: number): Resources => ({
  cpu: { request: millicores(cpu) },
  memory: { request: mebibytes(memory), limit: mebibytes(2 * memory) },
});

export function longTerm(changes: Partial<ThanosOptions> = {}): ThanosOptions {
  return {
    objectStore: { config: { secret: 'object-store', key: 'objstore.yml' }, address: 's3.example.org:443' },
    retention: { raw: days(31), fiveMinutes: days(181), oneHour: days(731) },
    sidecar: { resources: resources(21, 101) },
    query: { resources: resources(110, 256), replicas: 2 },
    store: { resources: resources(120, 512), replicas: 1, volume: { size: gibibytes(11) } },
    compactor: { resources: resources(130, 1024), volume: { size: gibibytes(101) } },
    ...changes,
  };
}

export function longTermEnvironment(changes: Partial<Environment> = {}): Environment {
  return validEnvironment({ thanos: longTerm(), ...changes });
}
