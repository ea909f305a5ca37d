/**
 * Who really hears: the routes and inhibitions of every environment in a real Alertmanager, with one alert of each route,
 * and with every critical alert beside every warning of its service. Waits are short and receivers are webhooks; the rest
 * is as it is deployed.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { webhook } from '../../constructs/alertmanager/receivers';
import { alertmanagerProgram } from '../../constructs/alertmanager/program';
import { kubernetesAddresses, wire } from '../../constructs';
import type { AlertmanagerSettings } from '../../constructs/alertmanager/settings';
import type { AlertShape, Severity } from '../../model/delivery';
import { hours, seconds } from '../../model/quantity';
import { services } from '../../services/registry';
import { environmentNamed, environmentNames } from '../../stacks/environments';
import type { EnvironmentName } from '../../stacks/environments';
import { folderPlace } from '../constructs/fixture';
import { testFolder } from '../support/folder';
import { type Recorder, record } from '../support/recorder';
import { Cleanup, freePorts, writeFiles } from '../support/running';
import { requireTool } from '../support/tools';
import { until } from '../support/wait';

type Labels = Readonly<Record<string, string>>;

/** Some of what must be muted, by name: the rest follows from `isMutedBy`. */
const EVERYWHERE = [
  'BlackboxProbeFailed mutes BlackboxProbeSlow',
  'BlackboxCertificateExpiresSoon mutes BlackboxCertificateExpiresSoon',
  'NodeFilesystemAlmostOutOfSpace mutes NodeFilesystemAlmostOutOfSpace',
] as const;
const WITH_APPLICATIONS = [
  ...EVERYWHERE,
  'SloErrorBudgetBurn mutes SloErrorBudgetBurn',
  'SequencerServerErrors mutes SequencerServerErrors',
  'RstmdbDown mutes RstmdbHighLatency',
] as const;
const MUTES: Readonly<Record<EnvironmentName, readonly string[]>> = {
  local: EVERYWHERE,
  dev: WITH_APPLICATIONS,
  staging: WITH_APPLICATIONS,
  prod: WITH_APPLICATIONS,
};
/** Services whose alerts tell that alerting itself is broken. */
const NEVER_MUTED: readonly string[] = ['prometheus', 'alertmanager'];

const root = testFolder();
const cleanup = new Cleanup();
let far: Recorder;

/** `receiver alertname` of every notification of an environment. */
function heardOf(environment: string): readonly string[] {
  const notifications = far.requests
    .filter(({ path }) => path === `/${environment}`)
    .map(({ body }) => JSON.parse(body) as { receiver: string; alerts: readonly { labels: Labels }[] });
  const told = notifications.flatMap(({ receiver, alerts }) =>
    alerts.map(({ labels }) => `${receiver} ${labels['alertname'] ?? ''}`),
  );
  return [...new Set(told)].sort();
}

beforeAll(async () => {
  far = await record(cleanup);
});

/** What an environment gives its Alertmanager; one member, so that nobody waits for peers. */
function settingsOf(name: EnvironmentName): { settings: AlertmanagerSettings; shapes: readonly AlertShape[] } {
  const environment = environmentNamed(name);
  const tell = [webhook({ url: `${far.url}/${name}` })];
  const { receivers } = environment.alertmanager;
  const wiring = wire(
    {
      ...environment,
      // One member, which has no turn to wait for.
      purpose: 'test',
      alertmanager: {
        ...environment.alertmanager,
        replicas: 1,
        receivers: Object.fromEntries(Object.keys(receivers).map((key) => [key, tell])) as unknown as typeof receivers,
        timing: {
          groupWait: seconds(1),
          groupInterval: seconds(1),
          repeatCritical: hours(1),
          repeatWarning: hours(1),
          heartbeat: seconds(5),
        },
      },
    },
    services,
    kubernetesAddresses(environment),
  );
  const { gossip, ...settings } = wiring.alertmanager;
  return { settings, shapes: wiring.deliveries.flatMap(({ alerts }) => alerts) };
}

describe.each(environmentNames)('%s', (name) => {
  const environment = environmentNamed(name);
  let shapes: readonly AlertShape[] = [];
  let api = '';

  beforeAll(async () => {
    const made = settingsOf(name);
    shapes = made.shapes;
    const { port } = await freePorts('port');
    const place = folderPlace(join(root, name), port);
    const program = alertmanagerProgram(made.settings, place);
    mkdirSync(place.dataDir, { recursive: true });
    writeFiles(program, place.configDir);
    await cleanup.start(requireTool('alertmanager').path, program.args, port);
    api = `http://127.0.0.1:${port}/alertmanager/api/v2/alerts`;
  }, 30_000);

  /** Labels as Alertmanager would see them; those whose value is open are told apart by `of`. */
  const labelsOf = ({ alertname, labels, guaranteed }: AlertShape, of: string): Labels => ({
    ...Object.fromEntries(guaranteed.map((label) => [label, of])),
    ...labels,
    ...{ alertname, environment: name, cluster: environment.cluster },
  });

  async function fire(alerts: readonly Labels[]): Promise<void> {
    const body = JSON.stringify(
      alerts.map((labels) => ({ labels, annotations: { summary: 'a summary', description: 'a description' } })),
    );
    const headers = { 'Content-Type': 'application/json' };
    expect((await fetch(api, { method: 'POST', headers, body })).status).toBe(200);
  }

  const ofSeverity = (severity: Severity): AlertShape | undefined =>
    shapes.find((shape) => shape.labels['severity'] === severity && shape.alertname !== 'Watchdog');

  it('notifies exactly the receivers of each route', async () => {
    const [critical, warning] = [ofSeverity('critical'), ofSeverity('warning')];
    if (critical === undefined || warning === undefined) throw new Error('no critical alert, or no warning');
    const nobody: AlertShape = ofSeverity('info') ?? {
      alertname: 'Note',
      labels: { severity: 'info' },
      guaranteed: [],
    };
    const watchdog: AlertShape = { alertname: 'Watchdog', labels: { severity: 'none' }, guaranteed: [] };
    await fire([labelsOf(nobody, 'a'), labelsOf(critical, 'a'), labelsOf(warning, 'b'), labelsOf(watchdog, 'a')]);
    const hasSwitch = environment.alertmanager.receivers.deadMansSwitch !== undefined;
    const expected = [
      ...(hasSwitch ? ['deadMansSwitch Watchdog'] : []),
      `oncall ${critical.alertname}`,
      `team ${critical.alertname}`,
      `team ${warning.alertname}`,
    ].sort();
    const told = (): readonly string[] => heardOf(name);
    await until('the notifications', 20, () => told().length >= expected.length);
    // Two more group intervals: whoever else were told would hear of it by now.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(told()).toEqual(expected);
  }, 40_000);

  /** Which alert is muted by which, by all their labels. */
  async function muted(): Promise<readonly string[]> {
    const shown = (await (await fetch(api)).json()) as readonly {
      fingerprint: string;
      labels: Labels;
      status: { inhibitedBy: readonly string[] };
    }[];
    const byPrint = new Map(shown.map(({ fingerprint, labels }) => [fingerprint, labels]));
    return shown.flatMap(({ labels, status }) =>
      status.inhibitedBy.map((print) => muting(byPrint.get(print) ?? { alertname: print }, labels)),
    );
  }

  it('mutes what a worse alert says of the same thing, and nothing similar', async () => {
    const pairs = pairsOf(shapes);
    const names = pairs.filter(isMuted).map((pair) => `${pair.critical.alertname} mutes ${pair.warning.alertname}`);
    expect(names).toEqual(expect.arrayContaining([...MUTES[name]]));
    await fire(
      pairs.flatMap(({ critical, warning }, i) => [
        labelsOf(critical, `p${i}`),
        labelsOf(warning, `p${i}`),
        ...similar(warning, labelsOf, i),
      ]),
    );
    const wanted = pairs.flatMap((pair, i) =>
      isMuted(pair) ? [muting(labelsOf(pair.critical, `p${i}`), labelsOf(pair.warning, `p${i}`))] : [],
    );
    await until('the inhibitions', 20, async () => (await muted()).length >= wanted.length);
    expect([...(await muted())].sort()).toEqual(wanted.sort());
  }, 60_000);
});

const key = (labels: Labels): string =>
  Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .sort()
    .join(' ');

const muting = (source: Labels, target: Labels): string => `{${key(source)}} mutes {${key(target)}}`;

/** Two alerts of one service at the same time. */
interface Pair {
  readonly critical: AlertShape;
  readonly warning: AlertShape;
}

/** Every critical alert beside every warning of its service. */
function pairsOf(shapes: readonly AlertShape[]): readonly Pair[] {
  const of = (severity: Severity): readonly AlertShape[] =>
    shapes.filter(({ labels }) => labels['severity'] === severity);
  return of('critical').flatMap((critical) =>
    of('warning')
      .filter((warning) => warning.labels['service'] === critical.labels['service'])
      .map((warning) => ({ critical, warning })),
  );
}

/** The promise: a warning is silent while its own instance, or the same alert of the same objective, has a worse one. */
function isMuted({ critical, warning }: Pair): boolean {
  if (NEVER_MUTED.includes(warning.labels['service'] ?? '')) return false;
  if ([critical, warning].every(({ guaranteed }) => guaranteed.includes('instance'))) return true;
  return critical.alertname === warning.alertname && critical.labels['slo'] === warning.labels['slo'];
}

/** The same warning of another objective, or of another instance; and that of another service in the same place. */
function similar(warning: AlertShape, label: (shape: AlertShape, of: string) => Labels, i: number): readonly Labels[] {
  const { slo } = warning.labels;
  const here = label(warning, `p${i}`);
  const elsewhere = slo === undefined ? label(warning, `other${i}`) : { ...here, slo: `${slo}-other` };
  return [elsewhere, { ...here, service: 'another' }];
}
