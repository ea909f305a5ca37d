/** The whole stack in Kubernetes: what most users write. */
import { Construct } from 'constructs';
import type { DeliverableService } from '../../model/delivery';
import { Alertmanager } from '../alertmanager/index';
import { AlertmanagerSilences } from '../alertmanager/silences/index';
import { BlackboxExporter } from '../blackbox-exporter/index';
import { Grafana } from '../grafana/index';
import { KubeStateMetrics } from '../kube-state-metrics/index';
import { NginxProxy } from '../nginx-proxy/index';
import { NodeExporter } from '../node-exporter/index';
import type { ProgramFile } from '../program';
import { Prometheus } from '../prometheus/index';
import { imageOf } from '../versions';
import { namespaces, network, priorityClass, priorityClassName } from './cluster';
import type { Environment } from './environment';
import { type Identities, identitiesOf } from './identities';
import { kubernetesAddresses } from './kubernetes-addresses';
import { jobs } from './jobs';
import { logs } from './logs';
import { postgresExporters } from './postgres-exporters';
import type { Wiring } from './settings';
import { oauth2Proxy } from './sign-in';
import { spreadOf } from './spread';
import { sidecarOf, thanos } from './thanos';
import { wire } from './wiring';

export interface MonitoringProps {
  readonly environment: Environment;
  /** What is watched: the stack's own services as well as anybody's. */
  readonly services: readonly DeliverableService[];
  /** Pages below `/runbooks/`, paths relative to it. @default - none */
  readonly runbooks?: readonly ProgramFile[];
}

/** Prometheus, Alertmanager, Grafana, the exporters and the proxy, wired. */
export class Monitoring extends Construct {
  /** Public base URL without a trailing slash. */
  readonly publicUrl: string;
  /** What every program was told. */
  readonly wiring: Wiring;

  /** @throws VedetteError with every problem of the environment and of what the services deliver */
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { environment, services, runbooks } = props;
    this.wiring = wire(environment, services, kubernetesAddresses(environment), runbooks);
    this.publicUrl = this.wiring.publicUrl;
    const identities = identitiesOf(environment);
    namespaces(this, environment);
    priorityClass(this, environment);
    this.prometheus(environment, identities);
    this.alertmanager(environment, identities);
    this.silences(environment, identities);
    this.grafana(environment, identities);
    this.nodeExporter(environment, identities);
    this.blackboxExporter(environment, identities);
    this.kubeStateMetrics(environment, identities);
    postgresExporters(this, environment, this.wiring);
    this.nginx(environment, identities);
    oauth2Proxy(this, environment, this.wiring);
    logs(this, environment, this.wiring);
    jobs(this, environment, this.wiring);
    thanos(this, environment, this.wiring);
    network(this, environment, this.wiring);
  }

  private prometheus(environment: Environment, { prometheus: identity }: Identities): void {
    const { replicas, resources, volume, targetsConfigMap } = environment.prometheus;
    new Prometheus(this, 'prometheus', {
      identity,
      settings: this.wiring.prometheus,
      replicas,
      resources,
      volume,
      image: imageOf('prometheus', environment.images),
      priorityClass: priorityClassName(environment),
      ...spreadOf(environment, replicas),
      ...sidecarOf(environment, this.wiring),
      ...(targetsConfigMap === undefined ? {} : { targetsConfigMap }),
    });
  }

  private alertmanager(environment: Environment, { alertmanager: identity }: Identities): void {
    const { replicas, resources, volume } = environment.alertmanager;
    new Alertmanager(this, 'alertmanager', {
      identity,
      settings: this.wiring.alertmanager,
      replicas,
      resources,
      volume,
      image: imageOf('alertmanager', environment.images),
      reloaderImage: imageOf('configReloader', environment.images),
      priorityClass: priorityClassName(environment),
      ...spreadOf(environment, replicas),
    });
  }

  private silences(environment: Environment, { alertmanagerSilences: identity }: Identities): void {
    if (this.wiring.silences === undefined) return;
    new AlertmanagerSilences(this, 'alertmanager-silences', {
      identity,
      ...this.wiring.silences,
      image: imageOf('alertmanager', environment.images),
      priorityClass: priorityClassName(environment),
    });
  }

  private grafana(environment: Environment, { grafana: identity }: Identities): void {
    const { replicas = 1, resources, volume } = environment.grafana;
    new Grafana(this, 'grafana', {
      identity,
      settings: this.wiring.grafana,
      replicas,
      resources,
      ...spreadOf(environment, replicas),
      image: imageOf('grafana', environment.images),
      priorityClass: priorityClassName(environment),
      ...(volume === undefined ? {} : { volume }),
    });
  }

  private nodeExporter(environment: Environment, { nodeExporter: identity }: Identities): void {
    new NodeExporter(this, 'node-exporter', {
      identity,
      ...(this.wiring.nodeExporter.tls === undefined ? {} : { tls: this.wiring.nodeExporter.tls }),
      resources: environment.nodeExporter.resources,
      image: imageOf('nodeExporter', environment.images),
      priorityClass: priorityClassName(environment),
    });
  }

  private blackboxExporter(environment: Environment, { blackboxExporter: identity }: Identities): void {
    new BlackboxExporter(this, 'blackbox-exporter', {
      identity,
      settings: this.wiring.blackboxExporter,
      resources: environment.blackboxExporter.resources,
      image: imageOf('blackboxExporter', environment.images),
      priorityClass: priorityClassName(environment),
    });
  }

  private kubeStateMetrics(environment: Environment, { kubeStateMetrics: identity }: Identities): void {
    const settings = this.wiring.kubeStateMetrics;
    if (environment.kubeStateMetrics === undefined || settings === undefined) return;
    new KubeStateMetrics(this, 'kube-state-metrics', {
      identity,
      settings,
      resources: environment.kubeStateMetrics.resources,
      image: imageOf('kubeStateMetrics', environment.images),
      priorityClass: priorityClassName(environment),
    });
  }

  private nginx(environment: Environment, { nginx: identity }: Identities): void {
    const { replicas, resources, exposure, certificateIssuer } = environment.nginx;
    new NginxProxy(this, 'nginx-proxy', {
      identity,
      settings: this.wiring.nginx,
      replicas,
      resources,
      exposure,
      ...(certificateIssuer === undefined ? {} : { certificateIssuer }),
      image: imageOf('nginx', environment.images),
      exporterImage: imageOf('nginxExporter', environment.images),
      priorityClass: priorityClassName(environment),
      ...spreadOf(environment, replicas),
    });
  }
}
