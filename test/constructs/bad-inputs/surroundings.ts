/** Names and paths, what production needs, and data that is no environment at all. */
import { gibibytes } from '../../../model/quantity';
import { validEnvironment } from '../fixture';
import { type BadInput, row, set } from './row';

const withPrototype = JSON.parse('{"__proto__": {"discovery": []}}') as unknown;

export const surroundings: readonly BadInput[] = [
  row(
    36,
    'a sub-path without its slashes',
    set('paths.prometheus', 'prometheus'),
    "prod/nginx: paths.prometheus is 'prometheus', must be lower-case words between slashes, like /prometheus/",
  ),
  row(
    36,
    'a sub-path without its last slash',
    set('paths.prometheus', '/prometheus'),
    "prod/nginx: paths.prometheus is '/prometheus', must be lower-case words between slashes, like /prometheus/",
  ),
  row(
    36,
    'a sub-path with two slashes',
    set('paths.prometheus', '//prometheus/'),
    "prod/nginx: paths.prometheus is '//prometheus/', must be lower-case words between slashes, like /prometheus/",
  ),
  row(
    36,
    'a sub-path that climbs',
    set('paths.prometheus', '/a/../b/'),
    "prod/nginx: paths.prometheus is '/a/../b/', must be lower-case words between slashes, like /prometheus/",
  ),
  row(37, 'a sub-path that is all of it', set('paths.prometheus', '/'), [
    "prod/nginx: paths.prometheus is '/', must be below '/', which is Grafana's",
    "prod/nginx: paths.prometheus is '/' and paths.alertmanager '/alertmanager/', must not lie in each other",
  ]),
  row(
    37,
    'a sub-path of Grafana',
    set('paths.alertmanager', '/api/alertmanager/'),
    "prod/nginx: paths.alertmanager is '/api/alertmanager/', must be a path that does not begin with /api/, which is taken",
  ),
  row(
    37,
    'sub-paths in each other',
    set('paths.alertmanager', '/prometheus/alerts/'),
    "prod/nginx: paths.prometheus is '/prometheus/' and paths.alertmanager '/prometheus/alerts/', must not lie in each other",
  ),
  row(
    38,
    'a host with a scheme',
    set('host', 'https://monitoring.example.org'),
    "prod/nginx: host is 'https://monitoring.example.org', must be a host name in lower case, without scheme, port or trailing dot",
  ),
  row(
    38,
    'a host with a port',
    set('host', 'monitoring.example.org:8443'),
    "prod/nginx: host is 'monitoring.example.org:8443', must be a host name in lower case, without scheme, port or trailing dot",
  ),
  row(
    39,
    'a host in capitals',
    set('host', 'Monitoring.example.org'),
    "prod/nginx: host is 'Monitoring.example.org', must be a host name in lower case, without scheme, port or trailing dot",
  ),
  row(
    39,
    'a host with an underscore',
    set('host', 'prom_1.example.org'),
    "prod/nginx: host is 'prom_1.example.org', must be a host name in lower case, without scheme, port or trailing dot",
  ),
  row(
    39,
    'a host that ends with a dot',
    set('host', 'monitoring.example.org.'),
    "prod/nginx: host is 'monitoring.example.org.', must be a host name in lower case, without scheme, port or trailing dot",
  ),
  row(
    39,
    'an address for a host',
    set('host', '192.0.2.1'),
    "prod/nginx: host is '192.0.2.1', must be a host name in lower case, without scheme, port or trailing dot",
  ),
  row(
    39,
    'every host',
    set('host', '*.example.org'),
    "prod/nginx: host is '*.example.org', must be a host name in lower case, without scheme, port or trailing dot",
  ),
  row(
    120,
    'a host that ends the directive',
    set('host', 'a;return 200'),
    "prod/nginx: host is 'a;return 200', must be a host name in lower case, without scheme, port or trailing dot",
  ),
  row(
    120,
    'a user name with a line end',
    set('grafana.adminUser', 'me\nadmin_password = x'),
    "prod: grafana.adminUser is 'me\\nadmin_password = x', must be a text without control characters, and not empty",
  ),
  row(
    120,
    'a user name with a semicolon',
    set('grafana.adminUser', 'me;x'),
    "prod/grafana: adminUser is 'me;x', must be a name of letters, digits and . _ @ -",
  ),
  row(
    54,
    'a key with a slip',
    set('scrapeIntervall', { unit: 'seconds', value: 15 }),
    "prod: 'scrapeIntervall' is unknown; did you mean 'scrapeInterval'? (allowed: alertmanager, blackboxExporter, cluster, evaluationInterval, grafana, host, images, jobs, kubeStateMetrics, logs, name, namespaces, network, nginx, nodeExporter, paths, postgresExporters, prometheus, purpose, scrapeInterval, scrapeTimeout, services, thanos, thresholds)",
  ),
  row(
    54,
    'a key with a slip further in',
    set('prometheus.retentionsize', gibibytes(5)),
    "prod: 'prometheus.retentionsize' is unknown; did you mean 'retentionSize'? (allowed: externalLabels, remoteWrite, replicas, resources, retention, retentionSize, targetsConfigMap, volume)",
  ),
  row(
    54,
    'a service with a slip',
    set('services.shopp', { discovery: [] }),
    "prod: service 'shopp' is unknown; did you mean 'shop'? (allowed: prometheus, shop)",
  ),
  row(
    142,
    'a threshold of an alert that is not there',
    set('thresholds', { shopSlo: { unit: 'seconds', value: 3 } }),
    "prod: threshold of 'shopSlo' belongs to no alert here; did you mean 'shopSlow'? (allowed: Watchdog, shopChanged, shopDown, shopErrors, shopSlow)",
  ),
  row(
    112,
    'fewer members than production needs',
    set('alertmanager.replicas', 1),
    'prod/alertmanager: replicas is 1, must be 3 or more in production',
  ),
  row(
    142,
    'one server in production',
    set('prometheus.replicas', 1),
    'prod/prometheus: replicas is 1, must be 2 or more in production',
  ),
  row(
    142,
    'no dead man’s switch in production',
    set('alertmanager.receivers.deadMansSwitch', undefined),
    'prod/alertmanager: receivers.deadMansSwitch is missing, must be there in production; nobody else can tell that monitoring is down',
  ),
  row(
    131,
    'a test host in production',
    set('host', 'monitoring.dev.example.org'),
    "prod: host is 'monitoring.dev.example.org', must be no name of a test system in production",
  ),
  row(
    131,
    'the namespace of nobody',
    set('namespaces.monitoring', 'default'),
    "prod: namespaces.monitoring is 'default', must be a namespace of its own; the stack sets security levels and denies traffic there",
  ),
  row(
    131,
    'the namespace of the cluster',
    set('namespaces.monitoring', 'kube-system'),
    "prod: namespaces.monitoring is 'kube-system', must be a namespace of its own; the stack sets security levels and denies traffic there",
  ),
  row(
    131,
    'one namespace for all',
    set('namespaces.node', 'monitoring'),
    "prod: namespaces.node is 'monitoring', must differ from namespaces.monitoring; agents of the host cannot live at the security level of the others",
  ),
  row(
    128,
    'a namespace in capitals',
    set('namespaces.monitoring', 'Monitoring'),
    "prod: namespaces.monitoring is 'Monitoring', must be a DNS label (lower-case letters, digits and dashes, at most 63)",
  ),
  row(
    128,
    'a cluster with a blank',
    set('cluster', 'main net'),
    "prod: cluster is 'main net', must be a DNS label (lower-case letters, digits and dashes, at most 63)",
  ),
  row(
    143,
    'no number at all',
    set('prometheus.retention.value', null),
    'prod: prometheus.retention is null, must be a finite number',
  ),
  row(
    143,
    'a number as text',
    set('prometheus.retention.value', '30'),
    "prod: prometheus.retention is '30', must be a finite number",
  ),
  row(143, 'null for what is needed', set('grafana', null), 'prod: grafana is null, must be an object'),
  row(
    143,
    'a key of JavaScript itself',
    set('services', withPrototype),
    "prod: services has the key '__proto__', must have none of JavaScript's own",
  ),
  row(
    143,
    'a control character',
    set('cluster', 'main\u0007net'),
    "prod: cluster is 'main\\u0007net', must be a text without control characters, and not empty",
  ),
  row(
    143,
    'a very long text',
    set('cluster', 'x'.repeat(5000)),
    "prod: cluster is 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…', must be a DNS label (lower-case letters, digits and dashes, at most 63)",
  ),
  row(143, 'nothing', { environment: null, services: [] }, 'environment: it is null, must be an object'),
  row(
    38,
    'a host with a user',
    set('host', 'user:x@monitoring.example.org'),
    "prod/nginx: host is 'user:x@monitoring.example.org', must be a host name in lower case, without scheme, port or trailing dot",
  ),
  row(
    128,
    'an environment whose name leaves no room',
    set('name', 'p'.repeat(41)),
    `${'p'.repeat(41)}: name has 41 characters, must have at most 40: labels begin with it`,
  ),
  row(
    128,
    'a storage class with an underscore',
    set('prometheus.volume.storageClass', 'fast_ssd'),
    "prod: prometheus.volume.storageClass is 'fast_ssd', must be the name of an object (lower-case letters, digits, dashes and dots)",
  ),
  row(
    143,
    'a list with a hole',
    set('network.nodes', [, '10.1.0.0/16']),
    'prod: network.nodes[0] is missing, must be a text without control characters, and not empty',
  ),
  row(
    143,
    'an endless number',
    { environment: { ...validEnvironment(), scrapeInterval: { unit: 'seconds', value: Infinity } }, services: [] },
    'prod: scrapeInterval is Infinity, must be a finite number',
  ),
];
