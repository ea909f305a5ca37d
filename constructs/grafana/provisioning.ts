/** What Grafana finds at its start. https://grafana.com/docs/grafana/latest/administration/provisioning/ */
import type { DashboardFile, SecretRef } from '../../model/delivery';
import { type Duration, durationText } from '../../model/quantity';
import type { Place, ProgramFile } from '../program';
import { jsonText } from '../render/json';
import { type YamlValue, yamlText } from '../render/yaml';
import type { GrafanaLogs, GrafanaSettings } from './settings';

/** Fixed uids: dashboards and links refer to data sources by them. */
export const DATA_SOURCE_UIDS = {
  prometheus: 'prometheus',
  alertmanager: 'alertmanager',
  logs: 'logs',
  thanos: 'thanos',
} as const;

/** Seconds after which a changed dashboard file shows. */
const DASHBOARD_UPDATE_SECONDS = 30;

/** Data sources, dashboard folders and dashboards. */
export function provisioningFiles(settings: GrafanaSettings, place: Place): readonly ProgramFile[] {
  return [
    { path: 'provisioning/datasources/vedette.yml', content: yamlText(dataSources(settings, place)) },
    ...dashboardFiles(settings.dashboards, place),
  ];
}

/** Dashboards in their folders, and the provider that shows each folder. */
export function dashboardFiles(dashboards: readonly DashboardFile[], place: Place): readonly ProgramFile[] {
  return [
    { path: 'provisioning/dashboards/vedette.yml', content: yamlText(providers(dashboards, place)) },
    ...dashboards.map((dashboard) => ({
      path: `${folderPath(dashboard.folder)}/${dashboard.uid}.json`,
      content: dashboardText(dashboard),
    })),
  ];
}

/** The data source of logs alone, beside those that a Grafana of somebody else has. */
export function logSourceFile(logs: GrafanaLogs, place: Place): ProgramFile {
  const content = yamlText({ apiVersion: 1, datasources: [logSource(logs, place)] });
  return { path: 'provisioning/datasources/vedette-logs.yml', content };
}

function dataSources(settings: GrafanaSettings, place: Place): YamlValue {
  const { prometheusUrl, alertmanagerUrl, thanosUrl, scrapeInterval, logs } = settings;
  return {
    apiVersion: 1,
    prune: true,
    datasources: [
      {
        name: 'Prometheus',
        uid: DATA_SOURCE_UIDS.prometheus,
        type: 'prometheus',
        access: 'proxy',
        url: prometheusUrl,
        isDefault: true,
        editable: false,
        jsonData: {
          httpMethod: 'POST',
          // The base of $__rate_interval: it must be the real scrape interval.
          timeInterval: durationText(scrapeInterval),
          alertmanagerUid: DATA_SOURCE_UIDS.alertmanager,
          manageAlerts: false,
        },
      },
      {
        name: 'Alertmanager',
        uid: DATA_SOURCE_UIDS.alertmanager,
        type: 'alertmanager',
        access: 'proxy',
        url: alertmanagerUrl,
        isDefault: false,
        editable: false,
        jsonData: { implementation: 'prometheus', handleGrafanaManagedAlerts: false },
      },
      ...(thanosUrl === undefined ? [] : [thanosSource(thanosUrl, scrapeInterval)]),
      ...(logs === undefined ? [] : [logSource(logs, place)]),
    ],
  };
}

/**
 * Boards and alerts stay with Prometheus, which needs nobody else to answer; a board is switched to this one by its
 * variable.
 */
function thanosSource(url: string, scrapeInterval: Duration): YamlValue {
  return {
    name: 'Thanos',
    uid: DATA_SOURCE_UIDS.thanos,
    type: 'prometheus',
    access: 'proxy',
    url,
    isDefault: false,
    editable: false,
    jsonData: {
      httpMethod: 'POST',
      timeInterval: durationText(scrapeInterval),
      prometheusType: 'Thanos',
      manageAlerts: false,
    },
  };
}

/**
 * Secrets stay in their files: Grafana reads them when it reads this.
 * https://grafana.com/docs/grafana/latest/datasources/elasticsearch/configure/#provision-the-data-source
 */
function logSource({ url, indexPrefix, auth, authority }: GrafanaLogs, place: Place): YamlValue {
  const file = (ref: SecretRef): string => `$__file{${place.secretFile(ref)}}`;
  return {
    name: 'Logs',
    uid: DATA_SOURCE_UIDS.logs,
    type: 'elasticsearch',
    access: 'proxy',
    url,
    isDefault: false,
    editable: false,
    ...(auth.kind === 'basic' ? { basicAuth: true, basicAuthUser: auth.username } : {}),
    jsonData: {
      index: `${indexPrefix}-*`,
      timeField: '@timestamp',
      logMessageField: 'message',
      logLevelField: 'level',
      ...(auth.kind === 'apiKey' ? { httpHeaderName1: 'Authorization' } : {}),
      ...(authority === undefined ? {} : { tlsAuthWithCACert: true }),
    },
    secureJsonData: {
      ...(auth.kind === 'apiKey'
        ? { httpHeaderValue1: `ApiKey ${file(auth.key)}` }
        : { basicAuthPassword: file(auth.password) }),
      ...(authority === undefined ? {} : { tlsCACert: file(authority) }),
    },
  };
}

function providers(dashboards: readonly DashboardFile[], place: Place): YamlValue {
  const folders = [...new Set(dashboards.map(({ folder }) => folder))].sort();
  return {
    apiVersion: 1,
    providers: folders.map((folder) => ({
      name: `vedette-${folderSlug(folder)}`,
      folder,
      folderUid: folderSlug(folder),
      type: 'file',
      // A change made in the browser would be gone at the next update; the code is the only source.
      allowUiUpdates: false,
      disableDeletion: false,
      updateIntervalSeconds: DASHBOARD_UPDATE_SECONDS,
      options: { path: `${place.configDir}/${folderPath(folder)}` },
    })),
  };
}

const texts = new WeakMap<DashboardFile['model'], string>();

/** A dashboard as its file. Kept, since checks read it too, and of all that is rendered it is the most. */
export function dashboardText({ model }: DashboardFile): string {
  const text = texts.get(model) ?? jsonText(model);
  texts.set(model, text);
  return text;
}

/** A folder's title as a path segment: lower case, words joined by dashes. */
export function folderSlug(folder: string): string {
  return folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function folderPath(folder: string): string {
  return `dashboards/${folderSlug(folder)}`;
}
