/** Webhooks. https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
import type { SecretRef } from '../../../model/delivery';
import { insideUrl, serviceUrl } from '../../check/names';
import { either, object, oneOf, secret, text, whole } from '../../check/shape';
import { endpointOf } from '../../program';
import { SOMEWHERE, type IntegrationBase, type IntegrationKind, integrationShape } from './kind';

export interface WebhookIntegration extends IntegrationBase<'webhook'> {
  /** A plain URL for a host inside (loopback, a Service), or with {@link auth}; any other URL is a secret. */
  readonly url: string | SecretRef;
  /** Alerts in one message; 0 is no limit. */
  readonly maxAlerts?: number;
  /** How Alertmanager says who it is. Without it, whoever knows the URL can post to it. */
  readonly auth?: WebhookAuth;
}

/** The header `Authorization`. */
export interface WebhookAuth {
  /** `Bearer` for a token; `Basic` for `name:password` in base64. */
  readonly type: 'Bearer' | 'Basic';
  readonly credentials: SecretRef;
}

/** Posts alerts as JSON. A URL that leaves the cluster is a secret: whoever has it can post. */
export function webhook(options: {
  url: string | SecretRef;
  maxAlerts?: number;
  auth?: WebhookAuth;
  sendResolved?: boolean;
}): WebhookIntegration {
  return { kind: 'webhook', sendResolved: true, ...options };
}

export const webhookKind: IntegrationKind<WebhookIntegration> = {
  key: 'webhook_configs',
  shape: integrationShape(
    { url: either((value) => typeof value === 'string', text, secret) },
    {
      maxAlerts: whole(0),
      auth: object({ type: oneOf('Bearer', 'Basic'), credentials: secret }),
    },
  ),
  config: ({ url, maxAlerts, auth }, place) => ({
    ...(typeof url === 'string' ? { url } : { url_file: place.secretFile(url) }),
    max_alerts: maxAlerts,
    http_config: auth && {
      authorization: { type: auth.type, credentials_file: place.secretFile(auth.credentials) },
    },
  }),
  check: ({ url, auth }, report) => {
    if (typeof url !== 'string') return;
    const constraint = auth === undefined ? insideUrl(url) : serviceUrl(url);
    // A URL that is refused may hold a password, so the message does not repeat it.
    if (constraint !== undefined) {
      report.refuse(`url is a plain text, must be ${constraint}`, "give it as { secret: 'NAME', key: 'KEY' }");
    }
  },
  endpoint: ({ url }) => (typeof url === 'string' ? endpointOf(url) : SOMEWHERE),
};
