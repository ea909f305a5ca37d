/** Mail. https://prometheus.io/docs/alerting/latest/configuration/#email_config */
import type { SecretRef } from '../../../model/delivery';
import { mailAddress, port } from '../../check/names';
import { secret, text, whole, object } from '../../check/shape';
import { type Endpoint, endpointText } from '../../program';
import { type IntegrationBase, type IntegrationKind, integrationShape } from './kind';

export interface EmailIntegration extends IntegrationBase<'email'> {
  readonly to: string;
  readonly from: string;
  /** The mail server. */
  readonly smarthost: Endpoint;
  readonly username?: string;
  readonly password?: SecretRef;
}

/** Sends a mail through a mail server that speaks STARTTLS. */
export function email(options: {
  to: string;
  from: string;
  smarthost: Endpoint;
  username?: string;
  password?: SecretRef;
  sendResolved?: boolean;
}): EmailIntegration {
  return { kind: 'email', sendResolved: true, ...options };
}

export const emailKind: IntegrationKind<EmailIntegration> = {
  key: 'email_configs',
  shape: integrationShape(
    { to: text, from: text, smarthost: object({ host: text, port: whole(1) }) },
    { username: text, password: secret },
  ),
  config: ({ to, from, smarthost, username, password }, place) => ({
    to,
    from,
    smarthost: endpointText(smarthost),
    auth_username: username,
    auth_password_file: password === undefined ? undefined : place.secretFile(password),
    require_tls: true,
    headers: { Subject: '{{ template "vedette.title" . }}' },
    text: '{{ template "vedette.text" . }}',
  }),
  check: ({ to, from, smarthost, username, password }, report) => {
    report.must('to', to, mailAddress(to));
    report.must('from', from, mailAddress(from));
    report.must('smarthost.port', smarthost.port, port(smarthost.port));
    if ((username === undefined) !== (password === undefined)) {
      report.refuse('username and password must be given together, or neither');
    }
  },
  endpoint: ({ smarthost }) => smarthost,
};
