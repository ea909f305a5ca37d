/** Slack. https://prometheus.io/docs/alerting/latest/configuration/#slack_config */
import type { SecretRef } from '../../../model/delivery';
import { secret, text } from '../../check/shape';
import { TITLE_LINK } from '../templates';
import { SOMEWHERE, type IntegrationBase, type IntegrationKind, integrationShape } from './kind';

export interface SlackIntegration extends IntegrationBase<'slack'> {
  /** `#channel`, `@user`, or an id. */
  readonly channel: string;
  readonly apiUrl: SecretRef;
}

/** Writes to a Slack channel by an incoming webhook. */
export function slack(options: { channel: string; apiUrl: SecretRef; sendResolved?: boolean }): SlackIntegration {
  return { kind: 'slack', sendResolved: true, ...options };
}

export const slackKind: IntegrationKind<SlackIntegration> = {
  key: 'slack_configs',
  shape: integrationShape({ channel: text, apiUrl: secret }),
  config: ({ channel, apiUrl }, place) => ({
    channel,
    api_url_file: place.secretFile(apiUrl),
    title: '{{ template "vedette.title" . }}',
    title_link: TITLE_LINK,
    text: '{{ template "vedette.text" . }}',
  }),
  check: ({ channel }, report) => {
    if (!/^(?:[#@]\S+|[CDGU][A-Z0-9]{6,})$/.test(channel)) report.must('channel', channel, '#channel, @user or an id');
  },
  endpoint: () => SOMEWHERE,
};
