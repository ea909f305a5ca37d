/** Telegram. https://prometheus.io/docs/alerting/latest/configuration/#telegram_config */
import type { SecretRef } from '../../../model/delivery';
import { serviceUrl } from '../../check/names';
import { number, secret, text } from '../../check/shape';
import { endpointOf } from '../../program';
import { type IntegrationBase, type IntegrationKind, integrationShape } from './kind';

export interface TelegramIntegration extends IntegrationBase<'telegram'> {
  /** Token of a bot that may write to the chat. */
  readonly botToken: SecretRef;
  /** The chat; a group's is negative. */
  readonly chatId: number;
  /** Telegram's own when absent; another for a Bot API server of one's own. */
  readonly apiUrl?: string;
}

/** Writes to a Telegram chat by a bot. */
export function telegram(options: {
  botToken: SecretRef;
  chatId: number;
  apiUrl?: string;
  sendResolved?: boolean;
}): TelegramIntegration {
  return { kind: 'telegram', sendResolved: true, ...options };
}

export const telegramKind: IntegrationKind<TelegramIntegration> = {
  key: 'telegram_configs',
  shape: integrationShape({ botToken: secret, chatId: number }, { apiUrl: text }),
  config: ({ botToken, chatId, apiUrl }, place) => ({
    bot_token_file: place.secretFile(botToken),
    chat_id: chatId,
    api_url: apiUrl,
    // As HTML what an alert says is escaped; as Markdown one underscore of a metric could spoil the message.
    parse_mode: 'HTML',
    message: TELEGRAM_MESSAGE,
  }),
  check: ({ chatId, apiUrl }, report) => {
    if (!Number.isSafeInteger(chatId) || chatId === 0) report.must('chatId', chatId, 'a whole number other than 0');
    if (apiUrl !== undefined) report.must('apiUrl', apiUrl, serviceUrl(apiUrl));
  },
  endpoint: ({ apiUrl = 'https://api.telegram.org/' }) => endpointOf(apiUrl),
};

const TELEGRAM_MESSAGE = '<b>{{ template "vedette.title" . }}</b>\n{{ template "vedette.text" . }}';
