/** Long-term storage. */
import type { ThanosOptions } from '../../../constructs/monitoring/thanos';
import { days, gibibytes, hours } from '../../../model/quantity';
import { validEnvironment } from '../fixture';
import { longTerm, longTermEnvironment } from '../thanos/fixture';
import { type BadInput, type Input, row, setAll } from './row';

const storage = (changes: object): Input => setAll({ thanos: { ...longTerm(), ...changes } as ThanosOptions });
const { objectStore, retention, store, compactor } = longTerm();
const { prometheus } = validEnvironment();

export const thanos: readonly BadInput[] = [
  row(
    5,
    'blocks that are deleted before an upload can be tried again',
    setAll({ ...longTermEnvironment(), prometheus: { ...prometheus, retention: hours(5) } }),
    'prod/thanos: retention of Prometheus is 5h, must be at least 6h (three blocks); a block that is deleted before it is uploaded is lost',
  ),
  row(139, 'no bucket to upload to', storage({ objectStore: undefined }), "prod: 'thanos.objectStore' is missing"),
  row(
    139,
    'a secret without its key',
    storage({ objectStore: { ...objectStore, config: { secret: 'object-store' } } }),
    "prod: 'thanos.objectStore.config.key' is missing",
  ),
  row(
    139,
    'a secret of a name that none can have',
    storage({ objectStore: { ...objectStore, config: { secret: 'Object Store', key: 'objstore.yml' } } }),
    "prod/thanos: objectStore.config.secret is 'Object Store', must be the name of an object (lower-case letters, digits, dashes and dots)",
  ),
  row(
    139,
    'the content of the secret in its place',
    storage({ objectStore: { ...objectStore, config: 'type: S3\nconfig: {secret_key: CANARY}' } }),
    "prod: thanos.objectStore.config is no reference, must be the name of a secret: { secret: 'NAME', key: 'KEY' }",
  ),
  row(
    139,
    'an address that is a URL',
    storage({ objectStore: { ...objectStore, address: 'https://s3.example.org' } }),
    "prod/thanos: objectStore.address is 'https://s3.example.org', must be host:port, without a scheme",
  ),
  row(
    139,
    'samples that are gone before they are thinned out',
    storage({ retention: { ...retention, raw: hours(39), fiveMinutes: days(9) } }),
    [
      'prod/thanos: retention.raw is 1d15h, must be at least 1d16h; samples that are deleted before they are thinned out leave none behind',
      'prod/thanos: retention.fiveMinutes is 9d, must be at least 10d; samples that are deleted before they are thinned out leave none behind',
    ],
  ),
  row(
    139,
    'thinned samples that end before the others',
    storage({ retention: { raw: days(90), fiveMinutes: days(60), oneHour: days(30) } }),
    [
      'prod/thanos: retention.fiveMinutes is 60d, must be at least retention.raw, which is 90d',
      'prod/thanos: retention.oneHour is 30d, must be at least retention.fiveMinutes, which is 60d',
    ],
  ),
  row(
    139,
    'a retention without a unit',
    storage({ retention: { ...retention, raw: '31d' } }),
    "prod: thanos.retention.raw is '31d', must be a quantity in seconds",
  ),
  row(
    139,
    'a volume of the store gateway without size',
    storage({ store: { ...store, volume: {} } }),
    "prod: 'thanos.store.volume.size' is missing",
  ),
  row(
    139,
    'a compactor without room',
    storage({ compactor: { ...compactor, volume: { size: gibibytes(49) } } }),
    'prod/thanos/compactor: volume.size is 49GiB, must be at least the retentionSize of Prometheus, which is 50GiB; it holds the blocks of two weeks and what it makes of them',
  ),
  row(
    139,
    'two compactors',
    storage({ compactor: { ...compactor, replicas: 2 } }),
    "prod: 'thanos.compactor.replicas' is unknown; use one of: resources, volume",
  ),
  row(
    140,
    'a sidecar that does not know of compaction that waits',
    setAll({ ...longTermEnvironment(), images: { pins: { thanos: { tag: 'v0.40.1' } } } }),
    "prod/thanos: version is 'v0.40.1', must be an exact version, 0.41 or newer",
  ),
];
