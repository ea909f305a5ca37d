/** What is refused of those who bring their own programs: one change to what is good, and the whole message. */
import { App, Chart } from 'cdk8s';
import { slack, sns } from '../../../constructs/alertmanager/receivers';
import { existingFiles } from '../../../constructs/existing/files';
import { OperatorMonitoring, type OperatorMonitoringProps } from '../../../constructs/operator/index';
import type { RuleGroup } from '../../../model/delivery';
import { days, minutes, seconds } from '../../../model/quantity';
import { jobsFor, logsIn } from '../../../stacks/environment/base';
import { refusal } from '../../support/refusal';
import { service, shop, validEnvironment, watchdog } from '../fixture';
import { shopJob, validGuest } from '../guest';

const { receivers, timing } = validEnvironment().alertmanager;
const routing = { receivers, timing, matcherStrategy: 'None' } as const;

const guest = { environment: validGuest(), services: [shop(), watchdog()] };
const good: OperatorMonitoringProps = {
  ...guest,
  namespace: 'monitoring',
  selectorLabels: { release: 'stack' },
  routing,
};

const alertmanagers = ['http://alertmanager:9093'];
const quiet = {
  name: 'quiet',
  matchers: [{ label: 'alertname', op: '=', value: 'shopSlow' }],
  startsAt: '2026-12-01T22:00:00Z',
  endsAt: '2026-12-02T02:00:00Z',
  owner: 'shop-team',
  reason: 'upgrade',
};
const { receiverTest } = jobsFor('database.example.org');
const { reader: _, pods: _pods, ...logs } = logsIn('shop', days(7));
/** What tells of tasks that are no longer done. */
const watchingTasks = {
  environment: validGuest({ scraped: ['kube-state-metrics'] }),
  services: [shop(), watchdog(), service('kube-state-metrics', { ruleGroups: [] })],
};

/** Made from data that the compiler has not seen. */
function operator(changes: object): OperatorMonitoring {
  return new OperatorMonitoring(new Chart(new App(), 'test'), 'monitoring', { ...good, ...changes });
}

it('takes what the rows start from', () => {
  expect(operator({}).deliveries.map((delivery) => delivery.service)).toEqual(['shop', 'prometheus']);
});

it.each<readonly [what: string, changes: object, message: string]>([
  [
    'no labels to be selected by',
    { selectorLabels: {} },
    "prod: selectorLabels is empty, must have the labels that their Prometheus selects by; kube-prometheus-stack selects { release: 'NAME OF THE RELEASE' }",
  ],
  [
    'labels that are none',
    { selectorLabels: { 'a b': 'c d' } },
    "prod: a key of selectorLabels is 'a b', must be the key of a label\nprod: selectorLabels.a b is 'c d', must be the value of a label",
  ],
  [
    'a namespace that is none',
    { namespace: 'Monitoring' },
    "prod: namespace is 'Monitoring', must be a DNS label (lower-case letters, digits and dashes, at most 63)",
  ],
  [
    "the operator's own way to match, by which no alert would arrive",
    { routing: { ...routing, matcherStrategy: 'OnNamespace' } },
    "test/monitoring: routing.matcherStrategy is 'OnNamespace', must be one of: None, OnNamespaceExceptForAlertmanagerNamespace",
  ],
  [
    'a switch for a Watchdog that nobody delivers',
    { services: [shop()] },
    "prod/routing: receivers.deadMansSwitch is given, must go with Watchdog, which no service here delivers; watch the service 'prometheus', or leave the switch to their own Watchdog",
  ],
  [
    'a receiver that no route uses',
    {
      routing: {
        ...routing,
        receivers: { ...receivers, extra: [slack({ channel: '#a', apiUrl: { secret: 'a', key: 'b' } })] },
      },
    },
    "[AM-04] prod/routing: receiver 'extra' is used by no route, must be used or left out",
  ],
  [
    'credentials in a file that it cannot mount',
    {
      routing: {
        ...routing,
        receivers: {
          ...receivers,
          team: [
            sns({ to: { phoneNumber: '+491701234567' }, region: 'eu-west-1', credentials: { secret: 'a', key: 'b' } }),
          ],
        },
      },
    },
    'prod/routing: credentials of an sns receiver are a file, which no configuration of routes can name; leave them out, and give the role to their Alertmanager',
  ],
  [
    'rules that the operator cannot hold',
    { services: [shop({ ruleGroups: [large('shop')] }), watchdog()] },
    'prod/shop: its rules have 634862 bytes, must have at most 524288; split the service',
  ],
  [
    'a program that is none',
    { programs: { jobs: { prometheusSnapshot: {} } } },
    "test/monitoring: 'programs.jobs.prometheusSnapshot' is unknown; use one of: databaseBackup, databaseVacuum, receiverTest",
  ],
  [
    'silences for nobody',
    { programs: { silences: [] } },
    'prod/alertmanager: alertmanagers is empty, must have the URL of their Alertmanager: silences are made there',
  ],
  [
    'an Alertmanager whose URL has a password, which is not repeated',
    { programs: { silences: [], alertmanagers: ['http://user:CANARY@alertmanager:9093'] } },
    'prod/alertmanager: a URL of alertmanagers is another text, must be http or https, a host, and no password, query or trailing slash; http://alertmanager-NAME-0.alertmanager-operated.NAMESPACE.svc:9093',
  ],
  [
    'a silence of no alert',
    {
      programs: { silences: [{ ...quiet, matchers: [{ label: 'service', op: '=', value: 'shops' }] }], alertmanagers },
    },
    'prod/alertmanager/silences[0]: matchers match no alert, must match one that exists',
  ],
  [
    'a test of receivers that nobody watches, of an Alertmanager that nobody named',
    { programs: { jobs: { receiverTest } } },
    [
      "prod/jobs: 'kube-state-metrics' is not watched, must be named under services, or under scraped; nobody else can tell that a task is no longer done; kube-prometheus-stack scrapes its own already",
      'prod/jobs: receiverTest is given, must go with alertmanagers: every member is told',
    ].join('\n'),
  ],
  [
    'a test of receivers without routes for it',
    { programs: { jobs: { receiverTest }, alertmanagers }, routing: undefined, ...watchingTasks },
    'prod/jobs: receiverTest is given, must go with routing: the routes of its alerts stand there',
  ],
  [
    'a log shipper without a place',
    { programs: { logs } },
    'prod/logs: services is empty, must have at least one; leave logs out altogether\nprod/logs: agents is missing, must say where programs run that see the files of nodes',
  ],
  [
    'agents in no namespace, that may ask nobody',
    { programs: { agents: { namespace: 'Agents', apiServer: [] } } },
    "prod/logs: agents.namespace is 'Agents', must be a DNS label (lower-case letters, digits and dashes, at most 63)\nprod/logs: agents.apiServer is empty, must have a CIDR block",
  ],
])('an operator is not given %s', (_, changes, message) => {
  expect(refusal(() => operator(changes))).toBe(message);
});

it('tells what is wrong with the props and with the environment together', () => {
  const environment = validGuest({ prober: 'blackbox' });
  expect(refusal(() => operator({ environment, namespace: 'Monitoring' }))).toBe(
    [
      "prod: prober is 'blackbox', must be host:port; without a port 80 would be asked",
      "prod: namespace is 'Monitoring', must be a DNS label (lower-case letters, digits and dashes, at most 63)",
    ].join('\n'),
  );
});

it.each<readonly [what: string, environment: object, message: string]>([
  [
    'an address without a scheme',
    { publicUrl: 'monitoring.example.org' },
    'prod: publicUrl is another text, must be a URL with scheme http or https, without password, query or trailing slash',
  ],
  [
    'an address with a password, which is not repeated',
    { publicUrl: 'https://user:CANARY@example.org' },
    'prod: publicUrl is another text, must be a URL with scheme http or https, without password, query or trailing slash',
  ],
  [
    'a prober without a port',
    { prober: 'blackbox' },
    "prod: prober is 'blackbox', must be host:port; without a port 80 would be asked",
  ],
  [
    'an unknown field',
    { probers: 'a:1' },
    "prod: 'probers' is unknown; did you mean 'prober'? (allowed: alertLabels, cluster, evaluationInterval, name, nodeTls, probeAuthority, prober, publicUrl, retention, scrapeInterval, scrapeTimeout, scraped, services, thresholds)",
  ],
  [
    'a service that nobody knows',
    { services: { shopp: { discovery: [] } } },
    "prod: service 'shopp' is unknown; did you mean 'shop'? (allowed: prometheus, shop)",
  ],
  [
    'a threshold of no alert',
    { thresholds: { shopGone: minutes(1) } },
    "prod: threshold of 'shopGone' belongs to no alert here; use one of: Watchdog, shopChanged, shopDown, shopErrors, shopSlow",
  ],
  [
    'a service that is scraped by both',
    { scraped: ['shop', 'shopp'] },
    "prod: scraped names 'shop', which services has too, must be in one of them: it would be scraped twice\nprod: scraped names 'shopp', which is unknown; did you mean 'shop'? (allowed: prometheus, shop)",
  ],
  [
    'labels of every alert that the environment sets itself',
    { alertLabels: { cluster: 'other', job: 'x' } },
    "prod: external label 'job' is set, must not be one that targets or alerts have themselves\nprod: external label 'cluster' is set by hand, must be left to the environment, which sets it",
  ],
  [
    'a scrape longer than its interval',
    { scrapeTimeout: seconds(20) },
    'prod: scrapeTimeout is 20s, must be above 0 and at most the scrape interval of 15s',
  ],
  [
    'an interval that leaves gaps',
    { scrapeInterval: minutes(3) },
    'prod: scrapeInterval is 3m, must be above 0 and at most 2m, or series have gaps',
  ],
  [
    'a file of targets beside a configuration that is not ours',
    { services: { shop: { discovery: [{ kind: 'file', files: ['targets/shop.json'] }] } } },
    "prod/shop: a file is 'targets/shop.json', must be an absolute path, as their Prometheus sees it",
  ],
])('a guest is refused %s, by both deliveries alike', (_, changes, message) => {
  const environment = { ...validGuest(), ...changes };
  expect(refusal(() => existingFiles({ ...guest, environment }))).toBe(message);
  expect(refusal(() => operator({ environment }))).toBe(message);
});

it.each<readonly [what: string, options: object, message: string]>([
  [
    'a field that nobody reads',
    { silence: [] },
    "files: 'silence' is unknown; did you mean 'silences'? (allowed: alertmanagers, folder, logs, routing, silences)",
  ],
  [
    'silences for nobody',
    { silences: [quiet] },
    'prod/alertmanager: alertmanagers is empty, must have the URL of their Alertmanager: silences are made there',
  ],
  [
    'a receiver that no route uses',
    { routing: { timing, receivers: { ...receivers, extra: receivers.team } } },
    "[AM-04] prod/routing: receiver 'extra' is used by no route, must be used or left out",
  ],
])('files are not written for %s', (_, options, message) => {
  expect(refusal(() => existingFiles({ ...guest, ...options }))).toBe(message);
});

it('refuses a folder that is no path', () => {
  expect(refusal(() => existingFiles({ ...guest, folder: 'etc/' }))).toBe(
    "prod: folder is 'etc/', must be an absolute path of letters, digits and . _ -, without a trailing slash",
  );
});

it('refuses jobs whose objects would have one name', () => {
  const scrapeJobs = ['shop', 'shop_'].map((job) => shopJob({ job }));
  expect(refusal(() => operator({ services: [shop({ scrapeJobs }), watchdog()] }))).toBe(
    "prod: job 'shop_' has the object name of 'shop', must differ in its words",
  );
});

function large(id: string): RuleGroup {
  const rule = (_: unknown, index: number) => ({
    record: `${id}:l${1000 + index}`,
    expr: `vector(1) # ${'x'.repeat(1000)}`,
  });
  return { name: `${id}.large`, interval: seconds(20), rules: Array.from({ length: 600 }, rule) };
}
