/**
 * Files alone, for a Prometheus, a Grafana and a blackbox exporter that somebody runs already, in a cluster or not.
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file (`scrape_config_files`)
 */
import type { DeliverableService, DashboardFile } from '../../model/delivery';
import { Problems } from '../../model/problem';
import { blackboxExporterProgram } from '../blackbox-exporter/program';
import { dashboardFiles } from '../grafana/provisioning';
import { guestDeliveries } from '../guest/deliveries';
import type { GuestEnvironment } from '../guest/environment';
import type { Place, ProgramFile } from '../program';
import { scrapeConfig } from '../prometheus/scrape';
import { ruleFile } from '../prometheus/rules';
import { yamlText } from '../render/yaml';

export interface ExistingOptions {
  readonly environment: GuestEnvironment;
  /** What is watched. */
  readonly services: readonly DeliverableService[];
  /** Pages of the runbooks, to be served below `/runbooks/` of the public URL. @default - none */
  readonly runbooks?: readonly ProgramFile[];
  /**
   * Where the folder of these files lies on the hosts, without a trailing slash. Values of secrets are looked for in
   * `secrets/<secret>/<key>` below it.
   * @default /etc/vedette
   */
  readonly folder?: string;
}

/**
 * `prometheus/scrape.yml` and `prometheus/rules/<service>.yml`; `grafana/provisioning/dashboards/vedette.yml` and
 * `grafana/dashboards/<folder>/<uid>.json`; `blackbox-exporter/config/blackbox.yml` where something is probed;
 * `runbooks/<service>.html`. Paths are relative to the folder.
 * @throws VedetteError with every problem of the environment and of what the services deliver
 */
export function existingFiles(options: ExistingOptions): readonly ProgramFile[] {
  const { environment, services, runbooks = [], folder = '/etc/vedette' } = options;
  const problems = new Problems();
  const deliveries = guestDeliveries(environment, services, problems);
  checkFolder(environment.name, folder, problems);
  problems.throwIfAny();
  const jobs = deliveries.flatMap(({ scrapeJobs }) => scrapeJobs);
  const modules = deliveries.flatMap(({ probeModules = [] }) => probeModules);
  const place = (program: string): Place => placeBelow(folder, program);
  const scrapeConfigs = jobs.map((job) => scrapeConfig(job, place('prometheus')));
  return [
    { path: 'prometheus/scrape.yml', content: yamlText({ scrape_configs: scrapeConfigs }) },
    ...deliveries
      .filter(({ ruleGroups }) => ruleGroups.length > 0)
      .map(({ service, ruleGroups }) => ({
        path: `prometheus/rules/${service}.yml`,
        content: yamlText(ruleFile(ruleGroups)),
      })),
    ...below('grafana', dashboardFiles(dashboardsOf(deliveries), place('grafana'))),
    ...(modules.length === 0
      ? []
      : below('blackbox-exporter', blackboxExporterProgram({ modules }, place('blackbox-exporter')).files)),
    ...below('runbooks', runbooks),
  ];
}

function dashboardsOf(
  deliveries: readonly { readonly dashboards: readonly DashboardFile[] }[],
): readonly DashboardFile[] {
  return deliveries.flatMap(({ dashboards }) => dashboards);
}

function below(folder: string, files: readonly ProgramFile[]): readonly ProgramFile[] {
  return files.map(({ path, content }) => ({ path: `${folder}/${path}`, content }));
}

/** A program of theirs. Where it listens and writes is not ours to know, and nothing that is rendered here says it. */
function placeBelow(folder: string, program: string): Place {
  return {
    configDir: `${folder}/${program}`,
    dataDir: '',
    tempDir: '',
    listen: { host: '', port: 0 },
    secretFile: ({ secret, key }) => `${folder}/secrets/${secret}/${key}`,
  };
}

function checkFolder(where: string, folder: string, problems: Problems): void {
  if (/^(?:\/[A-Za-z0-9._-]+)+$/.test(folder)) return;
  const what = `folder is '${folder}', must be an absolute path of letters, digits and . _ -, without a trailing slash`;
  problems.add({ where, what });
}
