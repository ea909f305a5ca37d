/** grafana.ini as data. https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/ */
import type { SecretRef } from '../../model/delivery';
import type { Place } from '../program';
import type { Ini } from '../render/ini';
import { databaseIni } from './database';
import type { GrafanaSettings } from './settings';
import { signInIni } from './sign-in';

/** The settings. Secrets are read from files by Grafana itself, so no variable and no argument holds one. */
export function grafanaIni(settings: GrafanaSettings, place: Place): Ini {
  const { externalUrl, admin, secretKey, signIn, database } = settings;
  const secret = (ref: SecretRef): string => `$__file{${place.secretFile(ref)}}`;
  return {
    ...(signIn === undefined ? {} : signInIni(signIn, place)),
    ...(database === undefined ? {} : databaseIni(database, place)),
    analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false },
    'auth.anonymous': { enabled: false },
    // Users sign in by the form; a password in every request of a script is worth a service account instead.
    'auth.basic': { enabled: false },
    log: { mode: 'console', level: 'info' },
    news: { news_feed_enabled: false },
    paths: {
      data: place.dataDir,
      logs: `${place.tempDir}/logs`,
      plugins: `${place.dataDir}/plugins`,
      provisioning: `${place.configDir}/provisioning`,
    },
    // Plugins come with the image: no download at the start, none from the browser.
    plugins: { preinstall_disabled: true, plugin_admin_enabled: false },
    security: {
      admin_user: admin.user,
      admin_password: secret(admin.password),
      secret_key: secret(secretKey),
      allow_embedding: false,
      content_security_policy: true,
      cookie_samesite: 'lax',
      cookie_secure: true,
      disable_gravatar: true,
    },
    server: {
      protocol: 'http',
      http_addr: place.listen.host,
      http_port: place.listen.port,
      root_url: externalUrl,
      domain: new URL(externalUrl).hostname,
    },
    snapshots: { external_enabled: false },
    // Alerts are Prometheus' and Alertmanager's; a second evaluator would tell everything twice.
    unified_alerting: { enabled: false },
    users: { allow_sign_up: false, allow_org_create: false },
  };
}
