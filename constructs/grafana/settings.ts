/** What Grafana must be told, whatever the place it runs in. Grafana is always served at `/`. */
import type { DashboardFile, SecretRef } from '../../model/delivery';
import type { Duration } from '../../model/quantity';
import type { GrafanaDatabase } from './database';
import type { SignIn } from './sign-in';
import type { LogStoreAuth } from '../log-shipper/settings';

export interface GrafanaSettings {
  /** Public URL: `https://monitoring.example.com/`. */
  readonly externalUrl: string;
  readonly admin: { readonly user: string; readonly password: SecretRef };
  /** Key that signs and encrypts what Grafana stores. */
  readonly secretKey: SecretRef;
  /** Base URLs with their sub-paths, as Grafana itself reaches them. */
  readonly prometheusUrl: string;
  readonly alertmanagerUrl: string;
  readonly scrapeInterval: Duration;
  readonly dashboards: readonly DashboardFile[];
  /** Ways to sign in beside the form, which stays for the administrator. */
  readonly signIn?: SignIn;
  /** Absent where it has a file of its own. */
  readonly database?: GrafanaDatabase;
  /** Where long ranges are asked, in the way of Prometheus; absent where there is no long-term storage. */
  readonly thanosUrl?: string;
  /** Absent where logs are not kept in an Elasticsearch. */
  readonly logs?: GrafanaLogs;
}

/** Where Grafana reads logs. */
export interface GrafanaLogs {
  /** `https://host:port`. */
  readonly url: string;
  /** What every index starts with. */
  readonly indexPrefix: string;
  readonly auth: LogStoreAuth;
  readonly authority?: SecretRef;
}
