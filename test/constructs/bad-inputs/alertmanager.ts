/** Routes, inhibitions and the cluster. */
import { pagerDuty } from '../../../constructs/alertmanager/receivers';
import type { Environment } from '../../../constructs/monitoring/environment';
import { hours, minutes, seconds } from '../../../model/quantity';
import { type BadInput, row, set } from './row';

const page = pagerDuty({ routingKey: { secret: 'receivers', key: 'pagerduty' } });
const routes = (...list: object[]) => set('alertmanager.routes', list);
const inhibits = (change: object) =>
  set('alertmanager.inhibitions', [
    {
      source: [{ label: 'alertname', op: '=', value: 'shopDown' }],
      target: [{ label: 'alertname', op: '=', value: 'shopSlow' }],
      equal: ['service', 'instance'],
      ...change,
    },
  ]);
const is = (label: string, value: string, op = '=') => ({ label, op, value });

const office = { name: 'office', location: 'Europe/Berlin', spans: [{ times: [{ from: '09:00', to: '17:00' }] }] };
/** A route of warnings with the given intervals, and the names of those that it is silent in. */
const timed = (intervals: readonly object[], muteTimeIntervals: readonly string[] = ['office']) => {
  const route = { receiver: 'team', matchers: [is('severity', 'warning'), is('service', 'shop')], muteTimeIntervals };
  const { environment, services } = routes(route);
  const { alertmanager: options, ...rest } = environment as Environment;
  return { services, environment: { ...rest, alertmanager: { ...options, timeIntervals: intervals } } };
};
const span = (change: object) => timed([{ ...office, spans: [change] }]);

const silence = (...changes: readonly object[]) =>
  set(
    'alertmanager.silences',
    changes.map((change) => ({
      name: 'upgrade',
      matchers: [is('alertname', 'shopSlow')],
      startsAt: '2026-12-01T22:00:00+01:00',
      endsAt: '2026-12-01T23:00:00+01:00',
      owner: 'shop-team',
      reason: 'upgrade of the shop',
      ...change,
    })),
  );

export const alertmanager: readonly BadInput[] = [
  row(
    81,
    'a receiver with the name of nobody',
    set('alertmanager.receivers.null', [page]),
    "[AM-04] prod/alertmanager: receiver 'null' is defined twice, must be one",
  ),
  row(
    82,
    'a route to a receiver that is not there',
    routes({ receiver: 'oncal', matchers: [is('service', 'shop')] }),
    "[AM-04] prod/alertmanager: receiver 'oncal' of a route is not defined; did you mean 'oncall'? (allowed: deadMansSwitch, null, oncall, team)",
  ),
  row(
    84,
    'a receiver that nothing is sent to',
    set('alertmanager.receivers.spare', [page]),
    "[AM-04] prod/alertmanager: receiver 'spare' is used by no route, must be used or left out",
  ),
  row(
    85,
    'a receiver that reaches nobody',
    set('alertmanager.receivers.oncall', []),
    "prod/alertmanager/oncall: receiver 'oncall' has no integration, must reach somebody; 'null' is the one that does not",
  ),
  row(
    86,
    'a route that takes everything',
    routes({ receiver: 'team', matchers: [] }),
    '[AM-05] prod/alertmanager/route {}: matchers is empty, must have at least one: it would take every alert',
  ),
  row(
    87,
    'a route behind one that takes its alerts',
    routes(
      { receiver: 'team', matchers: [is('service', 'shop|x', '=~')] },
      { receiver: 'oncall', matchers: [is('service', 'shop'), is('op', 'a')] },
    ),
    '[AM-04] prod/alertmanager/route {service="shop", op="a"}: it is never reached: the route {service=~"shop|x"} before it takes all that it matches, and does not continue',
  ),
  row(
    78,
    'a critical alert that reaches nobody',
    routes({ receiver: 'null', matchers: [is('alertname', 'shopDown')] }),
    '[AM-03] prod/alertmanager: critical alert shopDown reaches only null, must reach somebody',
  ),
  row(
    88,
    'grouping by everything and a label',
    routes({ receiver: 'team', matchers: [is('service', 'shop')], groupBy: ['...', 'job'] }),
    `prod/alertmanager/route {service="shop"}: groupBy has '...' beside labels, must have it alone`,
  ),
  row(
    88,
    'grouping by a label twice',
    routes({ receiver: 'team', matchers: [is('service', 'shop')], groupBy: ['job', 'job'] }),
    `prod/alertmanager/route {service="shop"}: groupBy has 'job' twice, must have it once`,
  ),
  row(
    88,
    'grouping by a label with a dash',
    routes({ receiver: 'team', matchers: [is('service', 'shop')], groupBy: ['x-y'] }),
    `prod/alertmanager/route {service="shop"}: a label of groupBy is 'x-y', must be a label name (letters, digits and underscores, no digit first)`,
  ),
  row(
    88,
    'grouping by a label that an alert lacks',
    routes({ receiver: 'team', matchers: [is('alertname', 'shopErrors')], groupBy: ['alertname', 'instance'] }),
    "[AM-06] prod/alertmanager: alerts are grouped by 'instance', which shopErrors may lack, must be by labels that all carry; those without it would fall into one group",
  ),
  row(
    89,
    'a group interval of nothing',
    set('alertmanager.timing.groupInterval', seconds(0)),
    'prod/alertmanager: groupInterval is 0s, must be more than 0',
  ),
  row(
    90,
    'a repeat out of step with its group',
    set('alertmanager.timing.repeatCritical', minutes(62)),
    '[AM-07] prod/alertmanager/route {severity="critical"}: repeatInterval is 1h2m, must be a multiple of groupInterval, which is 5m; a repeat is due only when the group is looked at',
  ),
  row(
    90,
    'a repeat before the group is looked at',
    set('alertmanager.timing.repeatWarning', minutes(2)),
    '[AM-07] prod/alertmanager: repeatInterval is 2m, must be a multiple of groupInterval, which is 5m; a repeat is due only when the group is looked at',
  ),
  row(
    91,
    'a repeat that is forgotten first',
    set('alertmanager.retention', hours(6)),
    'prod/alertmanager: retention is 6h, must be longer than the longest repeat interval of 12h',
  ),
  row(
    92,
    'a wait without a unit',
    set('alertmanager.timing.groupWait', 30),
    'prod: alertmanager.timing.groupWait is 30, must be a quantity in seconds',
  ),
  row(
    95,
    'an inhibition without a common label',
    inhibits({ equal: [] }),
    '[AM-09] prod/alertmanager/inhibitions[0]: equal is empty, must have a label: one alert would mute the whole fleet',
  ),
  row(
    95,
    'an inhibition by place alone',
    inhibits({ equal: ['cluster'] }),
    '[AM-09] prod/alertmanager/inhibitions[0]: equal is cluster, must have one of alertname, service, slo, job, instance: a place is not a problem',
  ),
  row(
    96,
    'an inhibition without a source',
    inhibits({ source: [] }),
    '[AM-11] prod/alertmanager/inhibitions[0]: source is empty, must say which alerts mute',
  ),
  row(
    96,
    'an alert that mutes itself',
    inhibits({ source: [is('alertname', 'shopSlow|shopDown', '=~')] }),
    '[AM-10] prod/alertmanager/inhibitions[0]: shopSlow matches source and target, must not mute itself',
  ),
  row(
    97,
    'a common label with a dash',
    inhibits({ equal: ['service', 'x-y'] }),
    "prod/alertmanager/inhibitions[0]: a label of equal is 'x-y', must be a label name (letters, digits and underscores, no digit first)",
  ),
  row(
    97,
    'a common label that one side lacks',
    inhibits({ equal: ['service', 'op'] }),
    "[AM-08] prod/alertmanager/inhibitions[0]: equal has 'op', which shopDown, shopSlow may lack, must have labels that all carry: missing counts as equal",
  ),
  row(
    96,
    'an inhibition by an alert that is not there',
    inhibits({ source: [is('alertname', 'shopGone')] }),
    '[AM-11] prod/alertmanager/inhibitions[0]: source matches no alert, must match one that exists',
  ),
  row(98, 'a matcher with two operators', inhibits({ source: [is('alertname', '=shopDown')] }), [
    "prod/alertmanager/inhibitions[0]: the matcher of 'alertname' is '=shopDown', must be a value without an operator before it",
    '[AM-11] prod/alertmanager/inhibitions[0]: source matches no alert, must match one that exists',
  ]),
  row(
    99,
    'a matcher whose regex does not close',
    routes({ receiver: 'team', matchers: [is('service', '(', '=~')] }),
    `prod/alertmanager/route {service=~"("}: the matcher of 'service' is '(', must be an RE2 expression (unterminated group)`,
  ),
  row(
    100,
    'a time interval that is not there',
    timed([office], ['office', 'ofice']),
    '[AM-15] prod/alertmanager/route {severity="warning", service="shop"}: time interval \'ofice\' is not defined; did you mean \'office\'? (allowed: office)',
  ),
  row(
    100,
    'a time interval twice',
    timed([office, office]),
    "[AM-15] prod/alertmanager: time interval 'office' is defined twice, must be one",
  ),
  row(
    100,
    'a time interval that no route names',
    timed([office, { ...office, name: 'night' }]),
    "[AM-15] prod/alertmanager: time interval 'night' is used by no route, must be used or left out",
  ),
  row(
    100,
    'a critical alert that is silent at night',
    routes({ receiver: 'oncall', matchers: [is('alertname', 'shopDown')], muteTimeIntervals: ['night'] }),
    [
      `[AM-15] prod/alertmanager/route {alertname="shopDown"}: time interval 'night' is not defined`,
      '[AM-03] prod/alertmanager: critical alert shopDown is told at some times only, must reach somebody at any time; mute the route of warnings, or continue to one that is not timed',
    ],
  ),
  row(
    101,
    'a range of no time',
    span({ times: [{ from: '09:00', to: '09:00' }] }),
    'prod/alertmanager/time interval office/spans[0]: times go from 09:00 to 09:00, must last a minute or more',
  ),
  row(
    101,
    'a night beside months',
    span({ times: [{ from: '22:00', to: '06:00' }], months: ['december'] }),
    'prod/alertmanager/time interval office/spans[0]: times go over midnight beside daysOfMonth or months, must end on the day they begin; give the hours after midnight as a span of their own',
  ),
  row(102, 'hours and minutes that no clock has', span({ times: [{ from: '9:00', to: '24:30' }] }), [
    "prod/alertmanager/time interval office/spans[0]: times.from is '9:00', must be a time of day: 09:00",
    "prod/alertmanager/time interval office/spans[0]: times.to is '24:30', must be a time of day: 17:30, or 24:00",
  ]),
  row(
    102,
    'days as a range',
    span({ weekdays: ['friday:monday'] }),
    "prod: alertmanager.timeIntervals[0].spans[0].weekdays[0] is 'friday:monday', must be one of: friday, monday, saturday, sunday, thursday, tuesday, wednesday",
  ),
  row(
    102,
    'a place without a clock',
    timed([{ ...office, location: 'Mars/Phobos' }]),
    "prod/alertmanager/time interval office: location is 'Mars/Phobos', must be a time zone of the IANA database: Europe/Berlin, UTC",
  ),
  row(
    102,
    'always',
    span({}),
    'prod/alertmanager/time interval office/spans[0]: it has no times, weekdays, daysOfMonth or months, must have one: it would be always',
  ),
  row(102, 'days that no month has', span({ daysOfMonth: [{ from: 0, to: 40 }] }), [
    'prod/alertmanager/time interval office/spans[0]: daysOfMonth.from is 0, must be 1 to 31, or -31 to -1 from the end',
    'prod/alertmanager/time interval office/spans[0]: daysOfMonth.to is 40, must be 1 to 31, or -31 to -1 from the end',
  ]),
  row(
    112,
    'two members',
    set('alertmanager.replicas', 2),
    'prod/alertmanager: replicas is 2, must be 1, or an odd number of at least 3',
  ),
  row(
    112,
    'an even number of members',
    set('alertmanager.replicas', 4),
    'prod/alertmanager: replicas is 4, must be 1, or an odd number of at least 3',
  ),
  row(
    94,
    'a retention in days as text',
    set('alertmanager.retention', '5d'),
    "prod: alertmanager.retention is '5d', must be a quantity in seconds",
  ),
  row(
    113,
    'groups that come up again before the last member spoke',
    set('alertmanager.timing.groupInterval', seconds(30)),
    'prod/alertmanager: groupInterval is 30s, must be more than 30s, which the last of 3 members waits',
  ),
  row(100, 'a silence of everything', silence({ matchers: [] }), [
    'prod/alertmanager/silences[0]: matchers is empty, must have at least one: it would silence everything',
  ]),
  row(
    100,
    'a silence of what is no alert',
    silence({ matchers: [is('alertname', 'shopSlwo')] }),
    'prod/alertmanager/silences[0]: matchers match no alert, must match one that exists',
  ),
  row(
    100,
    'a silence of the Watchdog',
    silence({ matchers: [is('service', '.+', '=~')] }),
    'prod/alertmanager/silences[0]: matchers match Watchdog, must leave it: its silence is what raises the alarm; name the service or the alert',
  ),
  row(
    101,
    'a silence that ends before it begins',
    silence({ endsAt: '2026-12-01T20:00:00Z' }),
    "prod/alertmanager/silences[0]: endsAt is '2026-12-01T20:00:00Z', must be later than startsAt, which is 2026-12-01T22:00:00+01:00",
  ),
  row(
    101,
    'a silence for good',
    silence({ endsAt: '2027-12-01T20:00:00Z' }),
    "prod/alertmanager/silences[0]: endsAt is '2027-12-01T20:00:00Z', must be at most 31d after startsAt; what needs quiet for longer is no alert",
  ),
  row(
    102,
    'a silence on no clock',
    silence({ startsAt: '2026-12-01 22:00' }),
    "prod/alertmanager/silences[0]: startsAt is '2026-12-01 22:00', must be a time with its zone: 2026-12-01T22:00:00+01:00",
  ),
  row(
    100,
    'two silences of one name',
    silence({}, { reason: 'another' }),
    "prod/alertmanager: silence 'upgrade' is defined twice, must be one",
  ),
  row(
    100,
    'a silence without an owner',
    silence({ owner: '' }),
    "prod: alertmanager.silences[0].owner is '', must be a text without control characters, and not empty",
  ),
];
