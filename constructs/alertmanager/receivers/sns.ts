/** Amazon SNS, for text messages to telephones among others. https://prometheus.io/docs/alerting/latest/configuration/#sns_config */
import type { SecretRef } from '../../../model/delivery';
import { serviceUrl } from '../../check/names';
import { either, object, secret, text } from '../../check/shape';
import { endpointOf } from '../../program';
import type { Receiver } from '../settings';
import { type IntegrationBase, type IntegrationKind, integrationShape } from './kind';

export interface SnsIntegration extends IntegrationBase<'sns'> {
  /** Whom it reaches: a telephone by text message, or whoever subscribed to a topic. */
  readonly to: SnsTarget;
  /** `eu-central-1`. */
  readonly region: string;
  /** Role that Alertmanager takes on before it publishes. */
  readonly roleArn?: string;
  /**
   * A shared credentials file of AWS; without it the pod's own role counts. One Alertmanager has one such file.
   * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
   */
  readonly credentials?: SecretRef;
  /** The region's own when absent; another for a private endpoint. */
  readonly apiUrl?: string;
}

/** A number in international form, `+491701234567`, or the name of a topic. */
export type SnsTarget = { readonly phoneNumber: string } | { readonly topicArn: string };

/** Publishes to Amazon SNS. */
export function sns(options: {
  to: SnsTarget;
  region: string;
  roleArn?: string;
  credentials?: SecretRef;
  apiUrl?: string;
  sendResolved?: boolean;
}): SnsIntegration {
  return { kind: 'sns', sendResolved: true, ...options };
}

/** The credentials files that receivers name, each once. */
export function awsCredentials(receivers: readonly Receiver[]): readonly SecretRef[] {
  const all = receivers.flatMap(({ integrations }) =>
    integrations.flatMap((each) => (each.kind === 'sns' && each.credentials !== undefined ? [each.credentials] : [])),
  );
  return [...new Map(all.map((each) => [JSON.stringify([each.secret, each.key]), each])).values()];
}

const hasNumber = (value: unknown): boolean => typeof value === 'object' && value !== null && 'phoneNumber' in value;

export const snsKind: IntegrationKind<SnsIntegration> = {
  key: 'sns_configs',
  shape: integrationShape(
    { to: either(hasNumber, object({ phoneNumber: text }), object({ topicArn: text })), region: text },
    { roleArn: text, credentials: secret, apiUrl: text },
  ),
  config: ({ to, region, roleArn, apiUrl }) => ({
    api_url: apiUrl,
    sigv4: { region, role_arn: roleArn },
    ...('phoneNumber' in to ? { phone_number: to.phoneNumber } : { topic_arn: to.topicArn }),
    subject: '{{ template "vedette.title" . }}',
    // A text message is cut at 1600 signs, and each 153 of them cost.
    message: 'phoneNumber' in to ? '{{ template "vedette.title" . }}' : '{{ template "vedette.text" . }}',
  }),
  check: ({ to, region, roleArn, apiUrl }, report) => {
    if ('phoneNumber' in to) {
      if (!/^\+[1-9]\d{6,14}$/.test(to.phoneNumber)) {
        report.must('to.phoneNumber', to.phoneNumber, 'a number with country code: +491701234567');
      }
    } else if (!/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+(?:\.fifo)?$/.test(to.topicArn)) {
      report.must('to.topicArn', to.topicArn, 'the name of a topic: arn:aws:sns:REGION:ACCOUNT:TOPIC');
    }
    if (!/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region)) report.must('region', region, 'a region of AWS: eu-central-1');
    if (roleArn !== undefined && !/^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/.test(roleArn)) {
      report.must('roleArn', roleArn, 'the name of a role: arn:aws:iam::ACCOUNT:role/NAME');
    }
    if (apiUrl !== undefined) report.must('apiUrl', apiUrl, serviceUrl(apiUrl));
  },
  endpoint: ({ region, apiUrl = `https://sns.${region}.amazonaws.com/` }) => endpointOf(apiUrl),
};
