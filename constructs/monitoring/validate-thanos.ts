/** Checks of what an environment says of long-term storage. */
import { target } from '../check/names';
import type { Report } from '../check/report';
import { type Shape, object, quantity, secret, text, whole } from '../check/shape';
import { checkThanos, checkUploading } from '../thanos/validate';
import { imageOf } from '../versions';
import type { Environment } from './environment';

const seconds = quantity('seconds');

/** The shape of an environment's long-term storage. */
export function thanosShape(resources: Shape, volume: Shape): Shape {
  return object({
    objectStore: object({ config: secret, address: text }),
    retention: object({ raw: seconds, fiveMinutes: seconds, oneHour: seconds }),
    sidecar: object({ resources }),
    query: object({ resources, replicas: whole(1) }),
    store: object({ resources, replicas: whole(1), volume }),
    compactor: object({ resources, volume }),
  });
}

/** Problems of an environment's long-term storage, and of what Prometheus keeps until it is uploaded. */
export function checkLongTerm({ thanos, prometheus, images }: Environment, report: Report): void {
  if (thanos === undefined) return;
  const { objectStore, retention } = thanos;
  const { address } = objectStore;
  const isGood = target(address) === undefined;
  report.must('objectStore.address', address, isGood ? undefined : 'host:port, without a scheme');
  const { tag: version } = imageOf('thanos', images);
  checkThanos({ retention, objectStore: objectStore.config, version }, thanos, report);
  checkUploading(prometheus, thanos.compactor, report);
}
