/** Checks of the tasks that copy what the stack itself keeps. */
import { bytes } from '../../model/quantity';
import { type Report, quantityShown } from '../check/report';
import { type Shape, object, secret, whole } from '../check/shape';
import { checkSecret } from '../check/secret';
import { dailyShape } from '../kubernetes/schedule';
import { checkResources, checkVolume } from '../kubernetes/validate';
import { imageOf } from '../versions';
import type { Environment } from './environment';

/** The shapes of the tasks. */
export function copyShapes(
  resources: Shape,
  volume: Shape,
): Readonly<Record<'prometheusSnapshot' | 'grafanaExport', Shape>> {
  return {
    prometheusSnapshot: object({ schedule: dailyShape, keep: whole(1), volume, resources }),
    grafanaExport: object({ schedule: dailyShape, keep: whole(1), volume, token: secret }),
  };
}

/** One that is good while the newest is in doubt. */
const FEWEST_SNAPSHOTS = 2;
/** What was deleted on Friday is missed on Monday. */
const FEWEST_EXPORTS = 3;

/** Problems of the copies of Prometheus and Grafana. */
export function checkCopies(environment: Environment, report: Report): void {
  checkSnapshot(environment, report.at('prometheusSnapshot'));
  checkExport(environment, report.at('grafanaExport'));
}

function checkSnapshot({ jobs, prometheus, images }: Environment, report: Report): void {
  const snapshot = jobs?.prometheusSnapshot;
  if (snapshot === undefined) return;
  const { keep, volume, resources } = snapshot;
  const { retentionSize } = prometheus;
  // Blocks are written anew when they are joined, and copies keep both forms for as long as they are kept.
  const least = bytes(retentionSize.value * 2);
  checkResources(resources, report);
  checkVolume(volume.size, 'volume.size', report);
  if (keep < FEWEST_SNAPSHOTS) report.must('keep', keep, `at least ${FEWEST_SNAPSHOTS}`);
  if (volume.size.value < least.value) {
    report.refuse(
      `volume.size is ${quantityShown(volume.size)}, must be at least ${quantityShown(least)}: twice ` +
        `prometheus.retentionSize, which is ${quantityShown(retentionSize)}`,
    );
  }
  const { tag } = imageOf('prometheus', images);
  if (tag.includes('distroless')) report.refuse(`the image of Prometheus is ${tag}, must have a shell`);
}

function checkExport({ jobs, images }: Environment, report: Report): void {
  const copies = jobs?.grafanaExport;
  if (copies === undefined) return;
  const { keep, volume, token } = copies;
  checkVolume(volume.size, 'volume.size', report);
  checkSecret(token, 'token', report);
  if (keep < FEWEST_EXPORTS) report.must('keep', keep, `at least ${FEWEST_EXPORTS}`);
  const { tag } = imageOf('grafana', images);
  if (!(parseInt(tag, 10) >= 13)) report.refuse(`the image of Grafana is ${tag}, must be of version 13 or later`);
}
