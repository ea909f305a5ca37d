/** PagerDuty. https://prometheus.io/docs/alerting/latest/configuration/#pagerduty_config */
import type { SecretRef } from '../../../model/delivery';
import { serviceUrl } from '../../check/names';
import { secret, text } from '../../check/shape';
import { endpointOf } from '../../program';
import { PAGERDUTY_SEVERITY } from '../templates';
import { type IntegrationBase, type IntegrationKind, integrationShape } from './kind';

export interface PagerDutyIntegration extends IntegrationBase<'pagerDuty'> {
  /** Integration key of a service of type Events API v2. */
  readonly routingKey: SecretRef;
  /** PagerDuty's own in the United States when absent; `https://events.eu.pagerduty.com/v2/enqueue` in Europe. */
  readonly url?: string;
}

/** Raises an incident by PagerDuty's Events API v2. */
export function pagerDuty(options: {
  routingKey: SecretRef;
  url?: string;
  sendResolved?: boolean;
}): PagerDutyIntegration {
  return { kind: 'pagerDuty', sendResolved: true, ...options };
}

export const pagerDutyKind: IntegrationKind<PagerDutyIntegration> = {
  key: 'pagerduty_configs',
  shape: integrationShape({ routingKey: secret }, { url: text }),
  config: ({ routingKey, url }, place) => ({
    url,
    routing_key_file: place.secretFile(routingKey),
    description: '{{ template "vedette.title" . }}',
    severity: PAGERDUTY_SEVERITY,
    details: { alerts: '{{ template "vedette.text" . }}' },
  }),
  check: ({ url }, report) => {
    if (url !== undefined) report.must('url', url, serviceUrl(url));
  },
  endpoint: ({ url = 'https://events.pagerduty.com/' }) => endpointOf(url),
};
