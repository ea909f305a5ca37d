/**
 * Files alone, for a Prometheus, an Alertmanager, a Grafana, a blackbox exporter and a log shipper that somebody runs
 * already, in a cluster or not.
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file (`scrape_config_files`)
 */
import type { DeliverableService, ServiceDelivery } from '../../model/delivery';
import { Problems } from '../../model/problem';
import { routingFiles } from '../alertmanager/program';
import type { RoutingSettings } from '../alertmanager/settings';
import { silencesProgram } from '../alertmanager/silences/silence';
import { blackboxExporterProgram } from '../blackbox-exporter/program';
import { dashboardFiles } from '../grafana/provisioning';
import { guestDeliveries } from '../guest/deliveries';
import type { GuestEnvironment } from '../guest/environment';
import { type GuestRouting, guestRoutingSettings } from '../guest/routing';
import type { GuestSilences } from '../guest/silences';
import type { Place, ProgramFile } from '../program';
import { scrapeConfig } from '../prometheus/scrape';
import { ruleFile } from '../prometheus/rules';
import { yamlText } from '../render/yaml';
import { type ExistingLogs, existingLogSettings, logFiles } from './logs';
import { existingProblems, existingShapeProblems } from './validate';

export interface ExistingOptions extends GuestSilences {
  readonly environment: GuestEnvironment;
  /** What is watched. */
  readonly services: readonly DeliverableService[];
  /** Pages of the runbooks, to be served below `/runbooks/` of the public URL. @default - none */
  readonly runbooks?: readonly ProgramFile[];
  /** Who is told what. @default - their Alertmanager's own configuration decides */
  readonly routing?: GuestRouting;
  /** Logs of the services. @default - none are shipped */
  readonly logs?: ExistingLogs;
  /**
   * Where the folder of these files lies on the hosts, without a trailing slash. Values of secrets are looked for in
   * `secrets/<secret>/<key>` below it.
   * @default /etc/vedette
   */
  readonly folder?: string;
}

/**
 * `prometheus/scrape.yml` and `prometheus/rules/<service>.yml`; `grafana/provisioning/` and
 * `grafana/dashboards/<folder>/<uid>.json`; `blackbox-exporter/config/blackbox.yml` where something is probed;
 * `alertmanager/` with a routing and the script of silences; `log-shipper/` and `log-store-setup/`;
 * `runbooks/<service>.html`. Paths are relative to the folder.
 * @throws VedetteError with every problem of the environment and of what the services deliver
 */
export function existingFiles(options: ExistingOptions): readonly ProgramFile[] {
  const { environment, services, routing, logs, folder = '/etc/vedette' } = options;
  const problems = new Problems();
  problems.addAll(existingShapeProblems(options));
  const deliveries = guestDeliveries(environment, services, problems);
  const settings = routing && guestRoutingSettings(routing, deliveries);
  const shipped = logs && existingLogSettings(logs, environment, deliveries);
  problems.addAll(existingProblems(options, { deliveries, routing: settings, logs: shipped }));
  problems.throwIfAny();
  const place = (program: string): Place => placeBelow(folder, program);
  return [
    ...below('prometheus', prometheusFiles(deliveries, place('prometheus'))),
    ...below(
      'grafana',
      dashboardFiles(
        deliveries.flatMap(({ dashboards }) => dashboards),
        place('grafana'),
      ),
    ),
    ...below('blackbox-exporter', probeFiles(environment, deliveries, place('blackbox-exporter'))),
    ...below('alertmanager', alertmanagerFiles(options, settings, place('alertmanager'))),
    ...(logs && shipped ? logFiles(logs, shipped, place) : []).flatMap(({ program, files }) => below(program, files)),
    ...below('runbooks', options.runbooks ?? []),
  ];
}

function prometheusFiles(deliveries: readonly ServiceDelivery[], place: Place): readonly ProgramFile[] {
  const jobs = deliveries.flatMap(({ scrapeJobs }) => scrapeJobs);
  return [
    { path: 'scrape.yml', content: yamlText({ scrape_configs: jobs.map((job) => scrapeConfig(job, place)) }) },
    ...deliveries
      .filter(({ ruleGroups }) => ruleGroups.length > 0)
      .map(({ service, ruleGroups }) => ({ path: `rules/${service}.yml`, content: yamlText(ruleFile(ruleGroups)) })),
  ];
}

/** How a blackbox exporter of theirs must ask. */
function probeFiles(
  { probeAuthority: authority }: GuestEnvironment,
  deliveries: readonly ServiceDelivery[],
  place: Place,
): readonly ProgramFile[] {
  const modules = deliveries.flatMap(({ probeModules = [] }) => probeModules);
  if (modules.length === 0) return [];
  return blackboxExporterProgram({ modules, ...(authority && { authority }) }, place).files;
}

function alertmanagerFiles(
  { silences, alertmanagers = [] }: GuestSilences,
  routing: RoutingSettings | undefined,
  place: Place,
): readonly ProgramFile[] {
  const [url] = alertmanagers;
  return [
    ...(routing === undefined ? [] : routingFiles(routing, place)),
    ...(silences === undefined || url === undefined ? [] : silencesProgram(silences, url, place).files),
  ];
}

function below(folder: string, files: readonly ProgramFile[]): readonly ProgramFile[] {
  return files.map(({ path, content }) => ({ path: `${folder}/${path}`, content }));
}

/** A program of theirs. Where it listens and writes is theirs to say, but where a file must name it. */
function placeBelow(folder: string, program: string): Place {
  return {
    configDir: `${folder}/${program}`,
    dataDir: `/var/lib/vedette/${program}`,
    tempDir: '/tmp',
    listen: { host: '', port: 0 },
    secretFile: ({ secret, key }) => `${folder}/secrets/${secret}/${key}`,
  };
}
