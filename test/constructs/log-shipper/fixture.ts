/** A good pipeline: two services, one store. */
import type { LogShipperSettings, LogStream } from '../../../constructs/log-shipper/settings';
import type { LogOptions } from '../../../constructs/monitoring/logs';
import { millicores } from '../../../constructs/kubernetes/resources';
import { type ServiceLogs, days, mebibytes, serviceLogs } from '../../../model';
import { logs as rstmdbLogs } from '../../../services/rstmdb/logs';

export const rstmdbStream: LogStream = {
  service: 'rstmdb',
  namespaces: ['databases'],
  matchLabels: { 'app.kubernetes.io/name': 'rstmdb' },
  logs: rstmdbLogs,
};

/** A field of every type, and keys within keys. */
export const shopLogs: ServiceLogs = serviceLogs({
  fields: {
    customer: { type: 'keyword', description: 'number of the customer' },
    note: { type: 'text', description: 'what the customer wrote' },
    items: { type: 'integer', description: 'in the basket' },
    total: { type: 'number', description: 'in euros' },
    paid: { type: 'boolean', description: 'whether the money came' },
  },
  formats: [
    {
      kind: 'json',
      name: 'json',
      time: 'at',
      level: 'severity',
      message: 'body.text',
      fields: { customer: 'customer', note: 'note', items: 'items', total: 'total', paid: 'paid' },
    },
  ],
});

export const shopStream: LogStream = {
  service: 'shop',
  namespaces: ['shop-blue', 'shop-green'],
  matchLabels: { app: 'shop' },
  logs: shopLogs,
};

export function validSettings(changes: Partial<LogShipperSettings> = {}): LogShipperSettings {
  return {
    environment: 'prod',
    cluster: 'mainnet',
    streams: [rstmdbStream, shopStream],
    store: {
      kind: 'elasticsearch',
      endpoints: ['https://logs.example.org:9200'],
      indexPrefix: 'drachma-prod',
      auth: { kind: 'apiKey', key: { secret: 'log-store', key: 'api_key' } },
      authority: { secret: 'log-store-authority', key: 'ca.crt' },
    },
    retention: days(14),
    buffer: { size: mebibytes(512), whenFull: 'block' },
    ...changes,
  };
}

/** What an environment says, for the service `shop`. */
export function goodLogs(): LogOptions {
  const { store, retention, buffer } = validSettings();
  return {
    store,
    retention,
    buffer,
    resources: { cpu: { request: millicores(60) }, memory: { request: mebibytes(130), limit: mebibytes(260) } },
    setup: { kind: 'apiKey', key: { secret: 'log-store-setup', key: 'api_key' } },
    reader: { kind: 'apiKey', key: { secret: 'log-store-reader', key: 'api_key' } },
    pods: { shop: { namespaces: ['shop'], matchLabels: { app: 'shop' } } },
  };
}
