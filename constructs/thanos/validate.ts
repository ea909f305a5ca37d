/** Checks of Thanos. */
import type { SecretRef } from '../../model/delivery';
import { type Duration, type Size, days, hours } from '../../model/quantity';
import { objectName } from '../check/names';
import { type Report, quantityShown } from '../check/report';
import type { Resources } from '../kubernetes/resources';
import { checkReplicas, checkResources, checkVolume } from '../kubernetes/validate';
import type { ClaimOptions } from '../kubernetes/workload';
import { versionParts } from '../prometheus/version';
import type { ThanosRetention } from './settings';

/** What each part is given to run in Kubernetes. */
export interface ThanosDeployment {
  readonly sidecar: { readonly resources: Resources };
  readonly query: { readonly resources: Resources; readonly replicas: number };
  readonly store: {
    readonly resources: Resources;
    readonly replicas: number;
    readonly volume: Omit<ClaimOptions, 'name'>;
  };
  readonly compactor: { readonly resources: Resources; readonly volume: Omit<ClaimOptions, 'name'> };
}

/** The first that leaves compaction to a Prometheus which waits for uploads. */
const OLDEST = [0, 41] as const;
/** Blocks become two hours old before they are uploaded, and an upload may fail for a while. */
const LEAST_LOCAL_RETENTION = hours(6);
/** Samples are thinned out at these ages; those deleted before have no successor. */
const THINNED_AFTER = { raw: hours(40), fiveMinutes: days(10) } as const;

/** Every problem of what the parts are told and given. */
export function checkThanos(
  {
    retention,
    objectStore,
    version,
  }: {
    readonly retention: ThanosRetention;
    readonly objectStore: SecretRef;
    readonly version: string;
  },
  { sidecar, query, store, compactor }: ThanosDeployment,
  report: Report,
): void {
  checkVersion(version, report);
  report.must('objectStore.config.secret', objectStore.secret, objectName(objectStore.secret));
  checkRetention(retention, report);
  for (const [name, part] of Object.entries({ sidecar, query, store, compactor })) {
    checkResources(part.resources, report.at(name));
  }
  for (const [name, { replicas }] of Object.entries({ query, store })) checkReplicas(replicas, report.at(name));
  for (const [name, { volume }] of Object.entries({ store, compactor })) {
    checkVolume(volume.size, 'volume.size', report.at(name));
    const { storageClass } = volume;
    if (storageClass !== undefined) {
      report.at(name).must('volume.storageClass', storageClass, objectName(storageClass));
    }
  }
}

/** What is beside each Prometheus leans on what that one keeps. */
export function checkUploading(
  prometheus: { readonly retention: Duration; readonly retentionSize: Size },
  compactor: ThanosDeployment['compactor'],
  report: Report,
): void {
  const { retention, retentionSize } = prometheus;
  if (retention.value < LEAST_LOCAL_RETENTION.value) {
    report.refuse(
      `retention of Prometheus is ${quantityShown(retention)}, must be at least ` +
        `${quantityShown(LEAST_LOCAL_RETENTION)} (three blocks)`,
      'a block that is deleted before it is uploaded is lost',
    );
  }
  if (compactor.volume.size.value < retentionSize.value) {
    report
      .at('compactor')
      .refuse(
        `volume.size is ${quantityShown(compactor.volume.size)}, must be at least the retentionSize of Prometheus, ` +
          `which is ${quantityShown(retentionSize)}`,
        'it holds the blocks of two weeks and what it makes of them',
      );
  }
}

function checkVersion(version: string, report: Report): void {
  const [major, minor] = versionParts(version) ?? [0, 0];
  const [oldestMajor, oldestMinor] = OLDEST;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  report.must('version', version, `an exact version, ${OLDEST.join('.')} or newer`);
}

function checkRetention({ raw, fiveMinutes, oneHour }: ThanosRetention, report: Report): void {
  for (const [name, is, least] of [
    ['raw', raw, THINNED_AFTER.raw],
    ['fiveMinutes', fiveMinutes, THINNED_AFTER.fiveMinutes],
  ] as const) {
    if (is.value >= least.value) continue;
    report.refuse(
      `retention.${name} is ${quantityShown(is)}, must be at least ${quantityShown(least)}`,
      'samples that are deleted before they are thinned out leave none behind',
    );
  }
  for (const [longer, than, shorter, name] of [
    [fiveMinutes, 'fiveMinutes', raw, 'raw'],
    [oneHour, 'oneHour', fiveMinutes, 'fiveMinutes'],
  ] as const) {
    if (longer.value >= shorter.value) continue;
    report.refuse(
      `retention.${than} is ${quantityShown(longer)}, must be at least retention.${name}, which is ` +
        quantityShown(shorter),
    );
  }
}
