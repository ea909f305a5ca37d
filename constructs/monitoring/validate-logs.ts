/** Checks of what an environment says of logs. */
import type { ServiceDelivery } from '../../model/delivery';
import { suggestion } from '../../model/problem';
import { objectName } from '../check/names';
import type { Report } from '../check/report';
import { type Shape, list, mapping, object, oneOf, quantity, secret, text, union } from '../check/shape';
import { checkResources } from '../kubernetes/validate';
import type { LogStoreAuth } from '../log-shipper/settings';
import { checkLogShipper, storeUser } from '../log-shipper/validate';
import type { Environment } from './environment';
import { type LogOptions, isPods } from './logs';
import type { Wiring } from './settings';

const auth = union('kind', {
  apiKey: object({ kind: text, key: secret }),
  basic: object({ kind: text, username: text, password: secret }),
});

/** What an environment says of logs, but for the resources of the shipper. */
export const logFields = {
  required: {
    store: object(
      { kind: oneOf('elasticsearch', 'opensearch'), endpoints: list(text), indexPrefix: text, auth },
      { authority: secret },
    ),
    retention: quantity('seconds'),
    buffer: object({ size: quantity('bytes'), whenFull: oneOf('block', 'dropNewest', 'dropOldest') }),
    setup: auth,
  },
  optional: {
    shipper: oneOf('fluentd', 'vector'),
    pods: mapping(object({ namespaces: list(text), matchLabels: mapping(text) })),
    reader: auth,
  },
};

/** The shape of an environment's logs. */
export function logsShape(resources: Shape): Shape {
  return object({ ...logFields.required, resources }, logFields.optional);
}

/** Problems of an environment's logs, and of what the shipper was told. */
export function checkLogs(
  { logs, namespaces }: Pick<Environment, 'logs' | 'namespaces'>,
  { logs: settings, deliveries }: Pick<Wiring, 'deliveries' | 'logs'>,
  report: Report,
): void {
  if (logs === undefined || settings === undefined) return;
  checkLogOptions(logs, { logs: settings, deliveries }, report);
  checkResources(logs.resources, report);
  for (const { service } of settings.streams.filter((stream) => stream.namespaces.includes(namespaces.node))) {
    // Each line that the shipper writes about a line would be one more line to ship.
    report
      .at(service)
      .must('namespace', namespaces.node, "another than the shipper's own: it would ship its own lines");
  }
}

/** Problems of logs, whoever runs the shipper. */
export function checkLogOptions(
  logs: Omit<LogOptions, 'resources'>,
  { logs: settings, deliveries }: Required<Pick<Wiring, 'deliveries' | 'logs'>>,
  report: Report,
): void {
  checkLogShipper(settings, report);
  const writers = deliveries.filter(({ logs: written }) => written !== undefined).map(({ service }) => service);
  for (const id of Object.keys(logs.pods ?? {}).filter((each) => !writers.includes(each))) {
    report.refuse(`pods.${id} is of no service that says how its log is written`, suggestion(id, writers));
  }
  checkSelections(logs, deliveries, report);
  checkSetup(logs.store.kind, { setup: logs.setup, reader: logs.reader }, report);
  const { authority } = logs.store;
  const secrets = [logs.store.auth, logs.setup, logs.reader].map(secretOf).concat(authority);
  for (const ref of secrets) {
    if (ref !== undefined) report.must('name of a secret', ref.secret, objectName(ref.secret));
  }
}

/** Lines of one selection of pods are shipped for each service; the others of several would be missing in silence. */
function checkSelections(
  { pods = {} }: Pick<LogOptions, 'pods'>,
  deliveries: readonly ServiceDelivery[],
  report: Report,
): void {
  for (const { service, logs, scrapeJobs } of deliveries) {
    if (logs === undefined || Object.hasOwn(pods, service)) continue;
    const found = scrapeJobs.flatMap(({ discovery }) => discovery.filter(isPods));
    const selections = new Set(found.map(({ namespaces, matchLabels }) => JSON.stringify([namespaces, matchLabels])));
    if (selections.size < 2) continue;
    report.refuse(
      `pods.${service} is missing, must say which pods write its log: it is scraped at ${selections.size} selections of pods`,
    );
  }
}

function secretOf(of: LogStoreAuth | undefined): { readonly secret: string; readonly key: string } | undefined {
  return of?.kind === 'apiKey' ? of.key : of?.password;
}

function checkSetup(
  kind: 'elasticsearch' | 'opensearch',
  others: Readonly<Record<string, LogStoreAuth | undefined>>,
  report: Report,
): void {
  for (const [name, of] of Object.entries(others)) {
    if (of === undefined) continue;
    if (kind === 'opensearch' && of.kind === 'apiKey') {
      report.must(`${name}.kind`, of.kind, 'basic for OpenSearch, which knows no API keys');
    }
    if (of.kind === 'basic') report.must(`${name}.username`, of.username, storeUser(of.username));
  }
  if (kind === 'opensearch' && others['reader'] !== undefined) {
    report.refuse('reader is there, must be absent for OpenSearch: Grafana reads it by a plug-in that is not here');
  }
}
