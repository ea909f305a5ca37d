/** What runs: the components as constructs, and the functions that render them for any other place. */
export { Alertmanager, type AlertmanagerProps } from './alertmanager/index';
export { alertmanagerProgram } from './alertmanager/program';
export {
  type DiscordIntegration,
  type EmailIntegration,
  type Integration,
  type IntegrationBase,
  type MicrosoftTeamsIntegration,
  type OpsGenieIntegration,
  type OpsGenieResponder,
  type PagerDutyIntegration,
  type SlackIntegration,
  type SnsIntegration,
  type SnsTarget,
  type TelegramIntegration,
  type WebhookAuth,
  type WebhookIntegration,
  discord,
  email,
  microsoftTeams,
  opsGenie,
  pagerDuty,
  slack,
  sns,
  telegram,
  webhook,
} from './alertmanager/receivers/index';
export type {
  AlertmanagerSettings,
  Gossip,
  Grouping,
  Inhibition,
  Matcher,
  Receiver,
  RootRoute,
  Route,
  RouteTimes,
  RoutingSettings,
} from './alertmanager/settings';
export { ReceiverTest, type ReceiverTestProps } from './alertmanager/receiver-test/index';
export { type ReceiverTestSettings, receiverTestProgram } from './alertmanager/receiver-test/program';
export type { Silence } from './alertmanager/silences/silence';
export type { ClockRange, Month, TimeInterval, TimeSpan, Weekday } from './alertmanager/time-intervals';
export { BlackboxExporter, type BlackboxExporterProps } from './blackbox-exporter/index';
export { blackboxExporterProgram } from './blackbox-exporter/program';
export type { BlackboxExporterSettings } from './blackbox-exporter/settings';
export { type ExistingOptions, existingFiles } from './existing/files';
export type { ExistingLogs } from './existing/logs';
export { Grafana, type GrafanaProps } from './grafana/index';
export { GrafanaExport, type GrafanaExportProps } from './grafana/export';
export { type GrafanaExportSettings, grafanaExportProgram } from './grafana/export-program';
export { grafanaProgram } from './grafana/program';
export type { GrafanaDatabase } from './grafana/database';
export type { GrafanaLogs, GrafanaSettings } from './grafana/settings';
export type { GrafanaRoles, LdapAttributes, LdapSignIn, OidcSignIn, SignIn } from './grafana/sign-in';
export { type GuestEnvironment, type GuestHosts, guestOf } from './guest/environment';
export type { GuestRouting } from './guest/routing';
export type { GuestSilences } from './guest/silences';
export type { Exposure } from './kubernetes/exposure';
export type { Identity } from './kubernetes/identity';
export type { Spread } from './kubernetes/pod';
export { type Cpu, type Resources, cores, millicores } from './kubernetes/resources';
export type { Daily, Schedule, Weekly } from './kubernetes/schedule';
export type { ClaimOptions } from './kubernetes/workload';
export { KubeStateMetrics, type KubeStateMetricsProps } from './kube-state-metrics/index';
export { nodesProgram, workloadsProgram } from './kube-state-metrics/program';
export type { KubeStateMetricsSettings } from './kube-state-metrics/settings';
export { LogShipper, type LogShipperProps } from './log-shipper/index';
export type {
  LogBuffer,
  LogShipperKind,
  LogShipperSettings,
  LogStore,
  LogStoreAuth,
  LogStream,
} from './log-shipper/settings';
export { LogStoreSetup, type LogStoreSetupProps } from './log-shipper/setup';
export { logShipperProgram } from './log-shipper/program';
export { type Addresses, type ComponentAddress, single } from './monitoring/addresses';
export type {
  AlertmanagerOptions,
  BlackboxExporterOptions,
  Environment,
  GrafanaOptions,
  KubeStateMetricsOptions,
  NetworkOptions,
  NginxOptions,
  NodeExporterOptions,
  PrometheusOptions,
  ReceiverOptions,
  RoutingTiming,
  ServiceOptions,
  VolumeOptions,
} from './monitoring/environment';
export { Monitoring, type MonitoringProps } from './monitoring/index';
export { kubernetesAddresses } from './monitoring/kubernetes-addresses';
export type {
  DatabaseBackupOptions,
  DatabaseVacuumOptions,
  GrafanaExportOptions,
  JobOptions,
  PrometheusSnapshotOptions,
  ReceiverTestOptions,
} from './monitoring/job-settings';
export type { LogOptions, PodSelection } from './monitoring/logs';
export type { PostgresExporterOptions } from './monitoring/postgres-exporters';
export type { NginxSignIn } from './monitoring/sign-in';
export type { ThanosOptions } from './monitoring/thanos';
export type { JobSettings } from './monitoring/settings';
export { type Wiring, wire } from './monitoring/wiring';
export { NginxProxy, type NginxProxyProps } from './nginx-proxy/index';
export { nginxProgram } from './nginx-proxy/program';
export type { CertificateIssuer } from './nginx-proxy/certificate';
export type { Access, ByPath, PasswordAccess, PathGroups, PathUsers, SignInAccess } from './nginx-proxy/access';
export type { NginxSettings, Upstream } from './nginx-proxy/settings';
export { NodeExporter, type NodeExporterProps } from './node-exporter/index';
export { type NodeExporterHost, nodeExporterHost } from './node-exporter/host';
export { nodeExporterProgram } from './node-exporter/program';
export type { NodeExporterSettings, NodeExporterTls } from './node-exporter/settings';
export { Oauth2Proxy, type Oauth2ProxyProps } from './oauth2-proxy/index';
export { oauth2ProxyProgram } from './oauth2-proxy/program';
export type { OidcProvider, Oauth2ProxySettings } from './oauth2-proxy/settings';
export {
  type Agents,
  type OperatorJobs,
  OperatorMonitoring,
  type OperatorMonitoringProps,
  type OperatorPrograms,
  type OperatorRouting,
} from './operator/index';
export { type Endpoint, type Place, type Program, type ProgramFile, endpointText } from './program';
export { DatabaseBackup, type DatabaseBackupProps } from './postgres/backup';
export { type DatabaseBackupSettings, databaseBackupProgram } from './postgres/backup-program';
export type { PostgresDatabase } from './postgres/database';
export { DatabaseVacuum, type DatabaseVacuumProps } from './postgres/vacuum';
export { type DatabaseVacuumSettings, databaseVacuumProgram } from './postgres/vacuum-program';
export { PostgresExporter, type PostgresExporterProps } from './postgres-exporter/index';
export { postgresExporterProgram } from './postgres-exporter/program';
export type { PostgresExporterSettings } from './postgres-exporter/settings';
export { Prometheus, type PrometheusProps } from './prometheus/index';
export { prometheusProgram } from './prometheus/program';
export type { RemoteWrite, RemoteWriteQueue } from './prometheus/remote-write';
export type { AlertmanagerTargets, PrometheusSettings, ServiceRules } from './prometheus/settings';
export type { Shard } from './prometheus/shard';
export { PrometheusSnapshot, type PrometheusSnapshotProps } from './prometheus/snapshot';
export { type PrometheusSnapshotSettings, prometheusSnapshotProgram } from './prometheus/snapshot-program';
export type { SubPath } from './sub-path';
export { Thanos, type ThanosProps } from './thanos/index';
export { compactorProgram, queryProgram, sidecarProgram, storeProgram } from './thanos/program';
export type {
  ThanosCompactorSettings,
  ThanosQuerySettings,
  ThanosRetention,
  ThanosSettings,
  ThanosSidecarSettings,
  ThanosStoreSettings,
} from './thanos/settings';
export type { ThanosSidecarProps } from './thanos/sidecar';
export type { ThanosDeployment } from './thanos/validate';
export { type Image, type ImageName, type ImageOverrides, imageOf, imageReference, images } from './versions';
