/**
 * Monitoring in a cluster that runs the Prometheus Operator, kube-prometheus-stack for one: objects for it to pick up,
 * and beside them the programs that it has none of. https://prometheus-operator.dev/
 */
import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { ScrapeJob, ServiceDelivery } from '../../model/delivery';
import { Problems } from '../../model/problem';
import type { RoutingSettings } from '../alertmanager/settings';
import { BLACKBOX_EXPORTER_PORT, blackboxExporterProgram } from '../blackbox-exporter/program';
import { dashboardText, folderSlug } from '../grafana/provisioning';
import { guestDeliveries } from '../guest/deliveries';
import { guestRoutingSettings } from '../guest/routing';
import { type Identity, metadata } from '../kubernetes/identity';
import { PodPlace, everywhere } from '../kubernetes/place';
import { ruleFile } from '../prometheus/rules';
import { alertmanagerConfigSpec } from './alertmanager-config';
import type { AlertmanagerConfig, PrometheusRule, ScrapeConfig } from './resources';
import { scrapeConfigSpec } from './scrape-config';
import { programDiscovery, programSettings, renderPrograms } from './programs';
import type { OperatorMonitoringProps } from './settings';
import { operatorProblems, operatorShapeProblems, routingProblems } from './validate';
import { programProblems } from './validate-programs';

export type { Agents, OperatorJobs, OperatorMonitoringProps, OperatorPrograms, OperatorRouting } from './settings';

/** Label by which the sidecar of Grafana's chart finds dashboards, and the annotation that names their folder. */
const DASHBOARD_LABEL = { grafana_dashboard: '1' } as const;
const FOLDER_ANNOTATION = 'grafana_folder';

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ReturnType<typeof metadata>;
}

/** Rules, scrape jobs, boards and routing as objects that the operator and Grafana's sidecar pick up. */
export class OperatorMonitoring extends Construct {
  /** What the services delivered. */
  readonly deliveries: readonly ServiceDelivery[];
  readonly #identity: Identity;

  /** @throws VedetteError with every problem of the props and of what the services deliver */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: OperatorMonitoringProps,
  ) {
    super(scope, id);
    const { environment, services, routing, ...own } = props;
    const problems = new Problems();
    problems.addAll(operatorShapeProblems({ ...own, ...(routing === undefined ? {} : { routing }) }, this.node.path));
    this.deliveries = guestDeliveries(environment, services, problems, (id) => programDiscovery(id, props));
    problems.addAll(operatorProblems(props, this.deliveries));
    const settings = this.routing(problems);
    const told = programSettings(props, this.deliveries, settings?.route);
    problems.addAll(programProblems(props, told, this.deliveries));
    problems.throwIfAny();
    const name = `vedette-${environment.name}`;
    this.#identity = { component: 'monitoring', name, namespace: props.namespace, environment: environment.name };
    for (const delivery of this.deliveries) this.delivery(delivery);
    this.probeModules();
    if (settings !== undefined) {
      this.object<AlertmanagerConfig>({
        apiVersion: 'monitoring.coreos.com/v1alpha1',
        kind: 'AlertmanagerConfig',
        metadata: this.selected('routing'),
        spec: alertmanagerConfigSpec(settings, environment),
      });
    }
    renderPrograms(this, props, told);
  }

  private routing(problems: Problems): RoutingSettings | undefined {
    const { environment, routing, programs } = this.props;
    if (routing === undefined) return undefined;
    const settings = guestRoutingSettings(routing, this.deliveries, programs?.jobs?.receiverTest !== undefined);
    problems.addAll(routingProblems(environment.name, settings, routing, this.deliveries));
    return settings;
  }

  private delivery({ service, ruleGroups, scrapeJobs, dashboards }: ServiceDelivery): void {
    if (ruleGroups.length > 0) {
      this.object<PrometheusRule>({
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PrometheusRule',
        metadata: this.selected(service),
        spec: ruleFile(ruleGroups),
      });
    }
    for (const job of scrapeJobs) this.scrapeJob(job);
    for (const dashboard of dashboards) {
      const named = metadata(this.#identity, `dashboard-${folderSlug(dashboard.uid)}`);
      this.object({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          ...named,
          labels: { ...named.labels, ...DASHBOARD_LABEL },
          annotations: { [FOLDER_ANNOTATION]: dashboard.folder },
        },
        data: { [`${dashboard.uid}.json`]: dashboardText(dashboard) },
      });
    }
  }

  /** The operator reads the user's name from a Secret too, though it is none. */
  private scrapeJob(job: ScrapeJob): void {
    const named = this.selected(folderSlug(job.job));
    const user = metadata(this.#identity, `${folderSlug(job.job)}-user`);
    this.object<ScrapeConfig>({
      apiVersion: 'monitoring.coreos.com/v1alpha1',
      kind: 'ScrapeConfig',
      metadata: named,
      spec: scrapeConfigSpec(job, { name: user.name, key: 'username' }),
    });
    if (job.auth?.kind !== 'basic') return;
    this.object({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: user,
      type: 'Opaque',
      stringData: { username: job.auth.username },
    });
  }

  /** How a blackbox exporter of theirs must ask; jobs name these modules. */
  private probeModules(): void {
    const modules = this.deliveries.flatMap(({ probeModules = [] }) => probeModules);
    if (modules.length === 0) return;
    const place = new PodPlace('blackbox-exporter', '', everywhere(BLACKBOX_EXPORTER_PORT));
    const { probeAuthority: authority } = this.props.environment;
    const { files } = blackboxExporterProgram({ modules, ...(authority && { authority }) }, place);
    this.object({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: metadata(this.#identity, 'blackbox-modules'),
      data: Object.fromEntries(files.map(({ path, content }) => [path.slice(path.lastIndexOf('/') + 1), content])),
    });
  }

  /** Metadata of what their Prometheus or Alertmanager selects. */
  private selected(suffix: string): ReturnType<typeof metadata> {
    const named = metadata(this.#identity, suffix);
    return { ...named, labels: { ...named.labels, ...this.props.selectorLabels } };
  }

  private object<Kind extends Manifest>(manifest: Kind): void {
    new ApiObject(this, `${manifest.kind}-${manifest.metadata.name}`.toLowerCase(), { ...manifest });
  }
}
