/** How long an Alertmanager and its members wait and remember, and receivers that are half told. */
import { pagerDuty } from '../../../constructs/alertmanager/receivers';
import { seconds } from '../../../model/quantity';
import { type BadInput, row, set } from './row';

const page = pagerDuty({ routingKey: { secret: 'receivers', key: 'pagerduty' } });
const slack = { kind: 'slack', channel: '#a', sendResolved: true };

export const notifications: readonly BadInput[] = [
  row(83, 'a receiver without a name', set('alertmanager.receivers.', [page]), [
    "prod/alertmanager/: the name of a receiver is '', must be a word",
    "[AM-04] prod/alertmanager: receiver '' is used by no route, must be used or left out",
  ]),
  row(
    94,
    'a retention in days as text',
    set('alertmanager.retention', '5d'),
    "prod: alertmanager.retention is '5d', must be a quantity in seconds",
  ),
  row(
    104,
    'the address of Slack twice',
    set('alertmanager.receivers.team', [{ ...slack, apiUrl: { secret: 'a', key: 'b' }, apiUrlFile: '/etc/slack' }]),
    "prod: 'alertmanager.receivers.team[0].apiUrlFile' is unknown; use one of: apiUrl, channel, kind, sendResolved",
  ),
  row(
    105,
    'Slack without its address',
    set('alertmanager.receivers.team', [slack]),
    "prod: 'alertmanager.receivers.team[0].apiUrl' is missing",
  ),
  row(
    113,
    'groups that come up again before the last member spoke',
    set('alertmanager.timing.groupInterval', seconds(30)),
    'prod/alertmanager: groupInterval is 30s, must be more than 30s, which the last of 3 members waits',
  ),
];
