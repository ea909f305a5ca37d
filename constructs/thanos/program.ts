/**
 * The parts of Thanos as programs: their files and arguments. `place.listen` is where metrics, probes and the API of
 * Query are; the Store API has a port beside it. https://thanos.io/tip/components/
 */
import type { SecretRef } from '../../model/delivery';
import { durationText, minutes } from '../../model/quantity';
import { type Place, type Program, endpointText } from '../program';
import { yamlText } from '../render/yaml';
import type {
  ThanosCompactorSettings,
  ThanosQuerySettings,
  ThanosSidecarSettings,
  ThanosStoreSettings,
} from './settings';

/** Port of the Store API, by which Query asks the others. */
export const THANOS_GRPC_PORT = 10901;
/** Port of metrics and probes, and of the API of Query: that of Prometheus. */
export const THANOS_HTTP_PORT = 10902;

/**
 * File in Prometheus' data folder where the sidecar says what it has uploaded. Prometheus reads it: it compacts a block
 * only after it is uploaded.
 */
export const UPLOADED_FILE = 'thanos.shipper.json';

/** A Prometheus that replays a large log at its start answers after a quarter of an hour. */
const PROMETHEUS_READY_TIMEOUT = minutes(20);

/** Arguments of the sidecar; `place.dataDir` is that of Prometheus. It has no files. */
export function sidecarProgram(
  { objectStore, prometheusUrl }: ThanosSidecarSettings,
  place: Place,
  grpcPort = THANOS_GRPC_PORT,
): Program {
  return program('thanos-sidecar', [
    'sidecar',
    ...listening(place, grpcPort),
    `--prometheus.url=${prometheusUrl}`,
    `--prometheus.ready_timeout=${durationText(PROMETHEUS_READY_TIMEOUT)}`,
    `--tsdb.path=${place.dataDir}`,
    `--shipper.meta-file-name=${UPLOADED_FILE}`,
    bucket(objectStore, place),
  ]);
}

/** Arguments of Query, and the file that says whom it asks (`config/endpoints.yml`). */
export function queryProgram(
  { stores, replicaLabel }: ThanosQuerySettings,
  place: Place,
  grpcPort = THANOS_GRPC_PORT,
): Program {
  const endpoints = stores.map((each) => ({ address: `dns+${endpointText(each)}` }));
  return {
    ...program('thanos-query', [
      'query',
      ...listening(place, grpcPort),
      `--endpoint.sd-config-file=${place.configDir}/config/endpoints.yml`,
      `--query.replica-label=${replicaLabel}`,
      // Far back it asks for the samples that were thinned out, unless the question names another resolution.
      '--query.auto-downsampling',
    ]),
    files: [{ path: 'config/endpoints.yml', content: yamlText({ endpoints }) }],
  };
}

/** Arguments of the store gateway; it has no files. */
export function storeProgram({ objectStore }: ThanosStoreSettings, place: Place, grpcPort = THANOS_GRPC_PORT): Program {
  return program('thanos-store', [
    'store',
    ...listening(place, grpcPort),
    `--data-dir=${place.dataDir}`,
    bucket(objectStore, place),
    ...NO_PAGES,
  ]);
}

/** Arguments of the compactor; it has no files. */
export function compactorProgram({ objectStore, retention }: ThanosCompactorSettings, place: Place): Program {
  return program('thanos-compactor', [
    'compact',
    '--wait',
    `--http-address=${endpointText(place.listen)}`,
    `--data-dir=${place.dataDir}`,
    bucket(objectStore, place),
    `--retention.resolution-raw=${durationText(retention.raw)}`,
    `--retention.resolution-5m=${durationText(retention.fiveMinutes)}`,
    `--retention.resolution-1h=${durationText(retention.oneHour)}`,
    ...NO_PAGES,
  ]);
}

/** Whoever reaches the port could mark blocks for deletion. */
const NO_PAGES = ['--web.disable', '--disable-admin-operations'];

function program(component: string, args: readonly string[]): Program {
  return { component, args: [...args, '--enable-auto-gomemlimit'], files: [] };
}

function listening({ listen: { host, port } }: Place, grpcPort: number): readonly string[] {
  return [`--http-address=${endpointText({ host, port })}`, `--grpc-address=${endpointText({ host, port: grpcPort })}`];
}

function bucket(objectStore: SecretRef, place: Place): string {
  return `--objstore.config-file=${place.secretFile(objectStore)}`;
}
