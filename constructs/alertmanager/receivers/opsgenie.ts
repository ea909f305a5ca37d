/** OpsGenie. https://prometheus.io/docs/alerting/latest/configuration/#opsgenie_config */
import type { SecretRef } from '../../../model/delivery';
import { serviceUrl } from '../../check/names';
import { list, object, oneOf, secret, text } from '../../check/shape';
import { endpointOf } from '../../program';
import { OPSGENIE_PRIORITY } from '../templates';
import { type IntegrationBase, type IntegrationKind, integrationShape } from './kind';

export interface OpsGenieIntegration extends IntegrationBase<'opsGenie'> {
  readonly apiKey: SecretRef;
  /** OpsGenie's own in the United States when absent; `https://api.eu.opsgenie.com/` in Europe. */
  readonly apiUrl?: string;
  /** Who is responsible, beside the team that the key belongs to. */
  readonly responders?: readonly OpsGenieResponder[];
}

export interface OpsGenieResponder {
  readonly type: 'team' | 'user' | 'escalation' | 'schedule';
  readonly name: string;
}

/** Raises an alert in OpsGenie. https://docs.opsgenie.com/docs/alert-api */
export function opsGenie(options: {
  apiKey: SecretRef;
  apiUrl?: string;
  responders?: readonly OpsGenieResponder[];
  sendResolved?: boolean;
}): OpsGenieIntegration {
  return { kind: 'opsGenie', sendResolved: true, ...options };
}

const responder = object({ type: oneOf('team', 'user', 'escalation', 'schedule'), name: text });

/** A user is named by the address, the others by name: so it is for OpsGenie, and for the Prometheus Operator. */
export function responderFields({ type, name }: OpsGenieResponder): { type: string; name?: string; username?: string } {
  return type === 'user' ? { type, username: name } : { type, name };
}

export const opsGenieKind: IntegrationKind<OpsGenieIntegration> = {
  key: 'opsgenie_configs',
  shape: integrationShape({ apiKey: secret }, { apiUrl: text, responders: list(responder) }),
  config: ({ apiKey, apiUrl, responders }, place) => ({
    api_key_file: place.secretFile(apiKey),
    api_url: apiUrl,
    message: '{{ template "vedette.title" . }}',
    description: '{{ template "vedette.text" . }}',
    priority: OPSGENIE_PRIORITY,
    responders: responders?.map(responderFields),
  }),
  check: ({ apiUrl }, report) => {
    if (apiUrl !== undefined) report.must('apiUrl', apiUrl, serviceUrl(apiUrl));
  },
  endpoint: ({ apiUrl = 'https://api.opsgenie.com/' }) => endpointOf(apiUrl),
};
