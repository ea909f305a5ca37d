/** The shape of an environment, key by key; see environment.ts for what each means. */
import { MONTHS, WEEKDAYS } from '../alertmanager/time-intervals';
import { anyIntegrationShape } from '../alertmanager/receivers/integration';
import { signInShape } from '../grafana/validate-sign-in';
import { postgresDatabaseShape } from '../postgres/database';
import { tlsShape } from '../prometheus/job-shape';
import { remoteWriteShape } from '../prometheus/validate-remote-write';
import {
  type Shape,
  either,
  flag,
  list,
  mapping,
  number,
  object,
  oneOf,
  quantity,
  secret,
  text,
  union,
  whole,
} from '../check/shape';
import { jobsShape } from './validate-jobs';
import { logsShape } from './validate-logs';
import { postgresExportersShape } from './validate-postgres-exporters';
import { checkOneWay, signInShape as nginxSignInShape } from './validate-sign-in';
import { thanosShape } from './validate-thanos';

const seconds = quantity('seconds');
const bytes = quantity('bytes');

const discovery = union('kind', {
  static: object({ kind: text, targets: list(text) }, { labels: mapping(text) }),
  dns: object({ kind: text, names: list(text), type: oneOf('SRV', 'A', 'AAAA') }, { port: whole(1) }),
  kubernetes: object({
    kind: text,
    role: oneOf('pod', 'endpointslice', 'service', 'node', 'ingress'),
    namespaces: list(text),
    matchLabels: mapping(text),
    portName: text,
  }),
  file: object({ kind: text, files: list(text) }),
});

/** What a container gets. */
export const resources = object({
  cpu: object({ request: quantity('millicores') }, { limit: quantity('millicores') }),
  memory: object({ request: bytes, limit: bytes }),
});

/** A claim. */
export const volume = object({ size: bytes }, { storageClass: text });

/** A matcher's value may be empty: the label is absent then. */
export const anyText: Shape = either(
  (value) => value === '',
  () => undefined,
  text,
);
const matcher = object({ label: text, op: oneOf('=', '!=', '=~', '!~'), value: anyText });
const grouping = { groupBy: list(text), groupWait: seconds, groupInterval: seconds, repeatInterval: seconds };
const timed = { muteTimeIntervals: list(text), activeTimeIntervals: list(text) };
const timeInterval = object({
  name: text,
  location: text,
  spans: list(
    object(
      {},
      {
        times: list(object({ from: text, to: text })),
        weekdays: list(oneOf(...WEEKDAYS)),
        daysOfMonth: list(object({ from: number, to: number })),
        months: list(oneOf(...MONTHS)),
      },
    ),
  ),
});
const route: Shape = (value, path, report) =>
  object({ receiver: text, matchers: list(matcher) }, { ...grouping, ...timed, continue: flag, routes: list(route) })(
    value,
    path,
    report,
  );

/** Quiet that was asked for. */
export const silence = object({
  name: text,
  matchers: list(matcher),
  startsAt: text,
  endsAt: text,
  owner: text,
  reason: text,
});

const prometheus = object(
  {
    replicas: whole(1),
    retention: seconds,
    retentionSize: bytes,
    volume,
    resources,
  },
  { externalLabels: mapping(anyText), targetsConfigMap: text, remoteWrite: list(remoteWriteShape) },
);

/** Who is told what, whoever runs the Alertmanager. */
export const routingFields = {
  required: {
    receivers: mapping(list(anyIntegrationShape)),
    timing: object({
      groupWait: seconds,
      groupInterval: seconds,
      repeatCritical: seconds,
      repeatWarning: seconds,
      heartbeat: seconds,
    }),
  },
  optional: {
    routes: list(route),
    inhibitions: list(object({ source: list(matcher), target: list(matcher), equal: list(text) })),
    timeIntervals: list(timeInterval),
    warningTimes: object({}, timed),
  },
};

const alertmanager = object(
  { replicas: whole(1), volume, resources, retention: seconds, ...routingFields.required },
  { silences: list(silence), ...routingFields.optional },
);

const grafana = object(
  { adminUser: text, adminPassword: secret, secretKey: secret, resources },
  { volume, replicas: whole(1), signIn: signInShape, database: postgresDatabaseShape },
);

const nginxFields = object(
  {
    replicas: whole(1),
    resources,
    tlsSecret: text,
    exposure: union('type', {
      ClusterIP: object({ type: text }),
      LoadBalancer: object({ type: text, sourceRanges: list(text) }),
    }),
  },
  {
    certificateIssuer: object({ kind: oneOf('Issuer', 'ClusterIssuer'), name: text }),
    users: secret,
    pathUsers: object({}, { prometheus: secret, alertmanager: secret, runbooks: secret }),
    signIn: nginxSignInShape(resources),
  },
);
const nginx: Shape = (value, path, report) => {
  nginxFields(value, path, report);
  if (typeof value === 'object' && value !== null) checkOneWay(value as Readonly<Record<string, unknown>>, report);
};

/** Where images come from. */
export const imagesShape = object({}, { registry: text, pins: mapping(object({}, { tag: text, digest: text })) });

/** What is watched, whoever runs the programs. */
export const watchingFields = {
  name: text,
  cluster: text,
  scrapeInterval: seconds,
  scrapeTimeout: seconds,
  evaluationInterval: seconds,
  services: mapping(object({ discovery: list(discovery) }, { dialect: text, probes: mapping(list(text)) })),
  thresholds: mapping(quantity()),
};

/** An environment. */
export const environmentShape: Shape = object(
  {
    ...watchingFields,
    host: text,
    purpose: oneOf('production', 'test'),
    namespaces: object({ monitoring: text, node: text }),
    network: object({ clients: list(text), nodes: list(text), apiServer: list(text) }),
    paths: object({ prometheus: text, alertmanager: text }),
    prometheus,
    alertmanager,
    grafana,
    nginx,
    nodeExporter: object(
      { resources },
      {
        outside: list(text),
        tls: object({ certificate: secret, key: secret, clientAuthority: secret, client: tlsShape }),
      },
    ),
    blackboxExporter: object({ resources }, { authority: secret }),
  },
  {
    images: imagesShape,
    jobs: jobsShape(resources, volume),
    logs: logsShape(resources),
    thanos: thanosShape(resources, volume),
    kubeStateMetrics: object({ resources }, { namespaces: list(text) }),
    postgresExporters: postgresExportersShape(resources),
  },
);
