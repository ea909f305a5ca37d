/** Production with a program that repairs, quiet nights and a planned silence. */
import {
  type Environment,
  type Route,
  type RouteTimes,
  type Silence,
  type TimeInterval,
  webhook,
} from '../../constructs';
import { prod } from '../../stacks/environment/prod';

const repair = webhook({
  url: 'http://remediation-service.platform.svc:8080/api/alert',
  auth: { type: 'Bearer', credentials: { secret: 'receivers', key: 'remediation-token' } },
});
const repairs: Route = {
  receiver: 'remediation',
  matchers: [{ label: 'alertname', op: '=', value: 'RstmdbWALSizeGrowing' }],
  continue: true,
};

const night: TimeInterval = {
  name: 'night',
  location: 'Europe/Berlin',
  spans: [{ times: [{ from: '22:00', to: '07:00' }] }],
};
const quietNights: RouteTimes = { muteTimeIntervals: ['night'] };

const upgrade: Silence = {
  name: 'rstmdb-upgrade',
  matchers: [{ label: 'service', op: '=', value: 'rstmdb' }],
  startsAt: '2026-12-01T22:00:00+01:00',
  endsAt: '2026-12-02T02:00:00+01:00',
  owner: 'database team',
  reason: 'upgrade to 0.4',
};

export const quiet: Environment = {
  ...prod,
  alertmanager: {
    ...prod.alertmanager,
    receivers: { ...prod.alertmanager.receivers, remediation: [repair] },
    routes: [repairs],
    timeIntervals: [night],
    warningTimes: quietNights,
    silences: [upgrade],
  },
};
