/** Scrape jobs, and the rules that a server loads. */
import { seconds } from '../../../model/quantity';
import { type BadInput, delivers, goodAlert, group, job, row, set } from './row';

const targets = (...list: string[]) => set('services.shop', { discovery: [{ kind: 'static', targets: list }] });
const kubernetes = {
  kind: 'kubernetes',
  role: 'pod',
  namespaces: ['a'],
  matchLabels: { a: 'b' },
  portName: 'web',
} as const;
const basic = { kind: 'basic', username: 'a', password: { secret: 'a', key: 'b' } } as const;
const JOB =
  'auth, bodySizeLimit, discovery, interval, job, labelLimit, metricRelabelings, metricsPath, params, probes, relabelings, sampleLimit, scheme, timeout, tls';
const relabel = (rule: object) => job({ relabelings: [rule] });

export const jobs: readonly BadInput[] = [
  row(
    24,
    'a job whose scrape outlasts its interval',
    job({ timeout: seconds(31) }),
    'prod/prometheus/shop: timeout is 31s, must be at most the interval of 30s',
  ),
  row(30, 'a job without a name', job({ job: '' }), "prod/prometheus/job: the name of the job is '', must be a text"),
  row(
    30,
    'two jobs of one name',
    job({ job: 'prometheus' }),
    "prod/prometheus: job 'prometheus' is defined twice, must be one: rules select targets by it",
  ),
  row(
    31,
    'a target with a scheme',
    targets('http://shop:8080/metrics'),
    "prod/prometheus/shop: target is 'http://shop:8080/metrics', must be host:port; scheme and path are the job's",
  ),
  row(
    32,
    'a target without a port',
    targets('shop'),
    "prod/prometheus/shop: target is 'shop', must be host:port; without a port 80 would be asked",
  ),
  row(
    33,
    'a target at port 0',
    targets('shop:0'),
    "prod/prometheus/shop: target is 'shop:0', must be host:port with a port from 1 to 65535",
  ),
  row(
    33,
    'a target at a port that does not exist',
    targets('shop:65536'),
    "prod/prometheus/shop: target is 'shop:65536', must be host:port with a port from 1 to 65535",
  ),
  row(
    33,
    'a target with a letter in its port',
    targets('shop:9o90'),
    "prod/prometheus/shop: target is 'shop:9o90', must be host:port with a port from 1 to 65535",
  ),
  row(
    34,
    'a scheme with a slip',
    job({ scheme: 'htps' as 'https' }),
    "prod/prometheus/shop: scheme is 'htps', must be http or https",
  ),
  row(
    35,
    'a path without its slash',
    job({ metricsPath: 'metrics' }),
    "prod/prometheus/shop: metricsPath is 'metrics', must be a path that starts with /",
  ),
  row(
    40,
    'a role that does not exist',
    set('services.shop', { discovery: [{ ...kubernetes, role: 'podz' }] }),
    "prod: services.shop.discovery[0].role is 'podz', must be one of: endpointslice, ingress, node, pod, service",
  ),
  row(
    41,
    'a look into all namespaces',
    set('services.shop', { discovery: [{ ...kubernetes, namespaces: [] }] }),
    'prod/prometheus/shop: namespaces is empty, must name where to look for each pod; all namespaces would need rights over the whole cluster',
  ),
  row(
    41,
    'every pod of a namespace',
    set('services.shop', { discovery: [{ ...kubernetes, matchLabels: {} }] }),
    'prod/prometheus/shop: matchLabels is empty, must have at least one label; every pod of the namespace would be scraped',
  ),
  row(
    42,
    'a regex that does not close',
    relabel({ sourceLabels: ['a'], regex: '(', targetLabel: 'b' }),
    "prod/prometheus/shop: a relabelling regex is '(', must be an RE2 expression (unterminated group)",
  ),
  row(
    42,
    'a look-around',
    relabel({ sourceLabels: ['a'], regex: '(?!x).*', targetLabel: 'b' }),
    "prod/prometheus/shop: a relabelling regex is '(?!x).*', must be an RE2 expression, which has no look-around and no back references",
  ),
  row(
    42,
    'a replacement that goes nowhere',
    relabel({ sourceLabels: ['a'], regex: 'x' }),
    "prod/prometheus/shop: relabelling 'replace' has no targetLabel, must name the label that it writes",
  ),
  row(
    42,
    'a hash without a modulus',
    relabel({ sourceLabels: ['a'], targetLabel: 'b', action: 'hashmod' }),
    'prod/prometheus/shop: modulus is missing, must be 1 or more for hashmod',
  ),
  row(
    43,
    'labels to drop by source',
    relabel({ sourceLabels: ['a'], regex: 'x', action: 'labeldrop' }),
    "prod/prometheus/shop: relabelling 'labeldrop' has sourceLabels, must have a regex alone: it matches names of labels",
  ),
  row(
    43,
    'a group that the regex lacks',
    relabel({ sourceLabels: ['a'], regex: '(a)', replacement: '$2', targetLabel: 'b' }),
    "prod/prometheus/shop: replacement is '$2', must refer to one of the 1 groups of the regex",
  ),
  row(
    45,
    'a negative limit',
    job({ sampleLimit: -1 }),
    'prod/prometheus/shop: sampleLimit is -1, must be a whole number, 1 or more; no limit lets one target fill the server',
  ),
  row(
    45,
    'a limit with a fraction',
    job({ sampleLimit: 10.5 }),
    'prod/prometheus/shop: sampleLimit is 10.5, must be a whole number, 1 or more; no limit lets one target fill the server',
  ),
  row(
    55,
    'a glob in a folder',
    set('services.shop', { discovery: [{ kind: 'file', files: ['/a/*/b.yml'] }] }),
    "prod/prometheus/shop: a file is '/a/*/b.yml', must be targets/NAME.json or .yml, or an absolute path; * in the last part only",
  ),
  row(
    56,
    'target files that nothing brings',
    set('services.shop', { discovery: [{ kind: 'file', files: ['targets/a.json'] }] }),
    "prod/prometheus/shop: a file is 'targets/a.json', which nothing brings; name its ConfigMap in 'prometheus.targetsConfigMap'",
  ),
  row(
    61,
    'a rule group without a name',
    group({ name: '' }),
    "prod/prometheus/shop: the name of a rule group is '', must be a text",
  ),
  row(
    61,
    'a rule group twice',
    delivers({
      ruleGroups: [
        { name: 'a', interval: seconds(20), rules: [goodAlert] },
        { name: 'a', interval: seconds(20), rules: [goodAlert] },
      ],
    }),
    "prod/prometheus/shop: rule group 'a' is defined twice, must be one",
  ),
  row(
    65,
    'a label with a dash',
    group({ rules: [{ ...goodAlert, labels: { ...goodAlert.labels, 'bad-label': 'x' } }] }),
    "prod/prometheus/shop: the name of a label is 'bad-label', must be a label name (letters, digits and underscores, no digit first)",
  ),
  row(
    66,
    'a label that renames the alert',
    group({ rules: [{ ...goodAlert, labels: { ...goodAlert.labels, alertname: 'x' } }] }),
    "prod/prometheus/shop: label 'alertname' is set, must not be: it would rename the alert",
  ),
  row(
    70,
    'an alert that waits less than one evaluation',
    group({ rules: [{ ...goodAlert, for: seconds(3) }] }),
    "[AL-05] prod/prometheus/shop/shopSlow: 'for' is 3s, must be at least the evaluation interval of 20s",
  ),
  row(
    76,
    'an empty rule group',
    group({ rules: [] }),
    "prod/prometheus/shop: rule group 'shop.symptoms' is empty, must have at least one rule",
  ),
  row(
    77,
    'a severity that nobody knows',
    group({ rules: [{ ...goodAlert, labels: { severity: 'page' as 'critical', service: 'shop' } }] }),
    "[AL-03] prod/prometheus/shop/shopSlow: label 'severity' is 'page', must be one of: critical, info, none, warning",
  ),
  row(
    77,
    'an alert without a summary',
    group({ rules: [{ ...goodAlert, annotations: {} }] }),
    "[AL-10] prod/prometheus/shop/shopSlow: annotation 'summary' is missing: notifications start with it",
  ),
  row(
    33,
    'records of addresses, without a port',
    set('services.shop', { discovery: [{ kind: 'dns', type: 'A', names: ['shop.example.org'] }] }),
    'prod/prometheus/shop: port is missing, must be given for A records, which have none',
  ),
  row(
    42,
    'an action that does not exist',
    relabel({ sourceLabels: ['a'], action: 'delete' }),
    "prod/prometheus/shop: relabelings[0].action is 'delete', must be one of: drop, hashmod, keep, labeldrop, labelkeep, labelmap, replace",
  ),
  row(
    44,
    'a step that drops every target',
    relabel({ sourceLabels: ['__meta_kubernetes_pod_name'], regex: 'shop-.*', action: 'keep' }),
    "prod/prometheus/shop: relabelling 'keep' reads '__meta_kubernetes_pod_name', which no target has, must read labels of its discovery: it would drop every target",
  ),
  row(
    46,
    'two ways to prove who asks',
    job({ auth: { ...basic, credentials: { secret: 'a', key: 'b' } } as never }),
    "prod/prometheus/shop: 'auth.credentials' is unknown; use one of: kind, password, username",
  ),
  row(
    46,
    'a way to prove who asks beside the known one',
    job({ basicAuth: {} } as never),
    `prod/prometheus/shop: 'basicAuth' is unknown; use one of: ${JOB}`,
  ),
  row(
    47,
    'a password in plain text',
    job({ auth: { ...basic, password: 'CANARY' } as never }),
    "prod/prometheus/shop: auth.password is no reference, must be the name of a secret: { secret: 'NAME', key: 'KEY' }",
  ),
  row(
    47,
    'a token in plain text',
    job({ auth: { kind: 'authorization', type: 'Bearer', credentials: 'CANARY' } as never }),
    "prod/prometheus/shop: auth.credentials is no reference, must be the name of a secret: { secret: 'NAME', key: 'KEY' }",
  ),
  row(
    48,
    'certificates without an authority',
    job({ scheme: 'https', tls: {} } as never),
    "prod/prometheus/shop: 'tls.authority' is missing",
  ),
  row(
    50,
    'a certificate that nobody looks at',
    job({ insecureSkipVerify: true } as never),
    `prod/prometheus/shop: 'insecureSkipVerify' is unknown; use one of: ${JOB}`,
  ),
  row(
    51,
    'an old TLS',
    job({ minTlsVersion: 'TLS10' } as never),
    `prod/prometheus/shop: 'minTlsVersion' is unknown; use one of: ${JOB}`,
  ),
  row(
    48,
    'certificates for what is not encrypted',
    job({ tls: { authority: { secret: 'a', key: 'ca.crt' } } }),
    "prod/prometheus/shop: scheme is 'http', must be https where tls is given",
  ),
  row(
    48,
    'a certificate of Prometheus without its key',
    job({
      scheme: 'https',
      tls: { authority: { secret: 'a', key: 'ca.crt' }, certificate: { secret: 'a', key: 'crt' } },
    }),
    'prod/prometheus/shop: tls.certificate and tls.key must be given together, or neither',
  ),
];
