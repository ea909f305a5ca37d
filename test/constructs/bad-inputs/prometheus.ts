/** Servers and their storage. */
import { days, gibibytes, minutes, seconds } from '../../../model/quantity';
import { type BadInput, row, set } from './row';

const store = { name: 'long-term', url: 'https://store.example.org/api/v1/write' };
const stores = (...list: readonly object[]) => set('prometheus.remoteWrite', list);

export const prometheus: readonly BadInput[] = [
  row(
    4,
    'a retention of nothing',
    set('prometheus.retention', seconds(0)),
    'prod/prometheus: retention is 0s, must be at least 2h (one block of the database)',
  ),
  row(
    4,
    'a negative retention',
    set('prometheus.retention', days(-1)),
    'prod/prometheus: retention is -1d, must be at least 2h (one block of the database)',
  ),
  row(
    4,
    'a retention shorter than one block',
    set('prometheus.retention', minutes(30)),
    'prod/prometheus: retention is 30m, must be at least 2h (one block of the database)',
  ),
  row(
    8,
    'a volume hardly larger than what is kept',
    set('prometheus.volume.size', gibibytes(55)),
    'prod/prometheus: volume.size is 55GiB, must be at least 60GiB: 20% more than retentionSize, which is 50GiB; a full volume silences alerts while health checks stay green; enlarge the volume or keep less',
  ),
  row(
    9,
    'no limit on what is kept',
    set('prometheus.retentionSize', undefined),
    "prod: 'prometheus.retentionSize' is missing",
  ),
  row(
    10,
    'a volume of bytes for gibibytes',
    set('prometheus.volume.size', { unit: 'bytes', value: 50 }),
    'prod/prometheus: volume.size is 50B, must be at least 1GiB, in whole bytes',
  ),
  row(
    1,
    'a retention without a unit',
    set('prometheus.retention', 15),
    'prod: prometheus.retention is 15, must be a quantity in seconds',
  ),
  row(
    1,
    'a retention in another unit',
    set('prometheus.retention', gibibytes(15)),
    'prod: prometheus.retention is in bytes, must be a quantity in seconds',
  ),
  row(
    15,
    'no replica',
    set('prometheus.replicas', 0),
    'prod: prometheus.replicas is 0, must be a whole number, 1 or more',
  ),
  row(
    15,
    'a fraction of a replica',
    set('prometheus.replicas', 1.5),
    'prod: prometheus.replicas is 1.5, must be a whole number, 1 or more',
  ),
  row(
    15,
    'replicas as text',
    set('prometheus.replicas', '2'),
    "prod: prometheus.replicas is '2', must be a whole number, 1 or more",
  ),
  row(
    19,
    'an external label with a dash',
    set('prometheus.externalLabels', { 'bad-label': 'x' }),
    "prod/prometheus: the name of an external label is 'bad-label', must be a label name (letters, digits and underscores, no digit first)",
  ),
  row(
    19,
    'an external label of Prometheus itself',
    set('prometheus.externalLabels', { __tenant: 'x' }),
    "prod/prometheus: the name of an external label is '__tenant', must be a label name that does not start with __, which Prometheus keeps for itself",
  ),
  row(
    20,
    'an external label that the environment sets',
    set('prometheus.externalLabels', { cluster: 'other' }),
    "prod/prometheus: external label 'cluster' is set by hand, must be left to the environment, which sets it",
  ),
  row(
    21,
    'an external label with nothing in it',
    set('prometheus.externalLabels', { region: '' }),
    "prod/prometheus: external label 'region' is '', must be a text with nothing left to replace, and not empty",
  ),
  row(
    21,
    'an external label with a variable left',
    set('prometheus.externalLabels', { region: '$(REGION)' }),
    "prod/prometheus: external label 'region' is '$(REGION)', must be a text with nothing left to replace, and not empty",
  ),
  row(
    23,
    'an external label that targets have',
    set('prometheus.externalLabels', { job: 'x' }),
    "prod/prometheus: external label 'job' is set, must not be one that targets or alerts have themselves",
  ),
  row(
    25,
    'a scrape that outlasts its interval',
    set('scrapeTimeout', seconds(16)),
    'prod/prometheus: scrapeTimeout is 16s, must be above 0 and at most the scrape interval of 15s',
  ),
  row(
    26,
    'a negative interval',
    set('scrapeInterval', seconds(-5)),
    'prod/prometheus: scrapeInterval is -5s, must be above 0 and at most 2m, or series have gaps',
  ),
  row(
    27,
    'an interval of nothing',
    set('scrapeInterval', seconds(0)),
    'prod/prometheus: scrapeInterval is 0s, must be above 0 and at most 2m, or series have gaps',
  ),
  row(
    28,
    'an interval that leaves gaps',
    set('scrapeInterval', minutes(3)),
    'prod/prometheus: scrapeInterval is 3m, must be above 0 and at most 2m, or series have gaps',
  ),
  row(29, 'evaluation slower than an alert waits', set('evaluationInterval', minutes(1.5)), [
    "[AL-05] prod/prometheus/shop/shopDown: 'for' is 1m, must be at least the evaluation interval of 1m30s",
    "[AL-05] prod/prometheus/prometheus/prometheusDown: 'for' is 1m, must be at least the evaluation interval of 1m30s",
  ]),
  row(
    59,
    'a version that lacks what is used',
    set('images', { pins: { prometheus: { tag: 'v3.4.0' } } }),
    "prod/prometheus: version is 'v3.4.0', must be an exact version, 3.15 or newer (or 2.42 and newer of 2)",
  ),
  row(59, 'a moving tag', set('images', { pins: { prometheus: { tag: 'latest' } } }), [
    "prod: images.pins.prometheus.tag is 'latest', must be an exact version",
    "prod/prometheus: version is 'latest', must be an exact version, 3.15 or newer (or 2.42 and newer of 2)",
  ]),
  row(
    59,
    'a tag of one number',
    set('images', { pins: { grafana: { tag: 'v13' } } }),
    "prod: images.pins.grafana.tag is 'v13', must be an exact version",
  ),
  row(
    59,
    'a tag of two numbers, where versions have three',
    set('images', { pins: { grafana: { tag: '13.2' }, postgres: { tag: '17.6' } } }),
    "prod: images.pins.grafana.tag is '13.2', must be an exact version",
  ),
  row(
    59,
    'a digest that is none',
    set('images', { pins: { nginx: { digest: 'sha256:abc' } } }),
    "prod: images.pins.nginx.digest is 'sha256:abc', must be sha256: and 64 hexadecimal digits",
  ),
  row(
    2,
    'a retention with a fraction',
    set('prometheus.retention', '1.5d'),
    "prod: prometheus.retention is '1.5d', must be a quantity in seconds",
  ),
  row(
    3,
    'a retention with its units in the wrong order',
    set('prometheus.retention', '30m1h'),
    "prod: prometheus.retention is '30m1h', must be a quantity in seconds",
  ),
  row(
    6,
    'a size in text, of whatever unit',
    set('prometheus.retentionSize', '10 GB'),
    "prod: prometheus.retentionSize is '10 GB', must be a quantity in bytes",
  ),
  row(
    7,
    'a negative size',
    set('prometheus.retentionSize', gibibytes(-5)),
    'prod/prometheus: retentionSize is -5GiB, must be at least 1GiB, in whole bytes',
  ),
  row(
    7,
    'a size with words before it',
    set('prometheus.retentionSize', 'abc10GB'),
    "prod: prometheus.retentionSize is 'abc10GB', must be a quantity in bytes",
  ),
  row(
    10,
    'a volume in units that Kubernetes has not',
    set('prometheus.volume.size', '50GB'),
    "prod: prometheus.volume.size is '50GB', must be a quantity in bytes",
  ),
  row(
    52,
    'a store without an address',
    stores({ name: 'long-term' }),
    "prod: 'prometheus.remoteWrite[0].url' is missing",
  ),
  row(
    52,
    'a token as a header of its own',
    stores({ ...store, headers: { Authorization: 'CANARY' } }),
    "prod: 'prometheus.remoteWrite[0].headers' is unknown; use one of: auth, authority, name, queue, relabelings, url",
  ),
  row(
    52,
    'a password in the address of a store',
    stores({ ...store, url: 'https://user:CANARY@store.example.org/api/v1/write' }),
    "prod/prometheus/remote write long-term: url is another text, must be a URL with scheme https, and with no password or query in it; give the password in 'auth'",
  ),
  row(
    52,
    'samples that anybody on the way can read',
    stores({ ...store, url: 'http://store.example.org/api/v1/write' }),
    "prod/prometheus/remote write long-term: url is another text, must be a URL with scheme https, and with no password or query in it; give the password in 'auth'",
  ),
  row(
    52,
    'two stores of one name',
    stores(store, { ...store, url: 'https://other.example.org/write' }),
    "prod/prometheus: remote write 'long-term' is defined twice, must be one",
  ),
  row(
    52,
    'a queue that holds less than one request',
    stores({ ...store, queue: { capacity: 100, maxSamplesPerSend: 500 } }),
    'prod/prometheus/remote write long-term: queue.capacity is 100, must be at least maxSamplesPerSend, which is 500',
  ),
];
