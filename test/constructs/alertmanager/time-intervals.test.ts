/** When routes are silent, told by a real Alertmanager. */
import { mkdirSync } from 'node:fs';
import { webhook } from '../../../constructs/alertmanager/receivers';
import { alertmanagerProgram } from '../../../constructs/alertmanager/program';
import { type TimeInterval, withinDays } from '../../../constructs/alertmanager/time-intervals';
import { wire } from '../../../constructs/monitoring/wiring';
import { seconds } from '../../../model/quantity';
import { testFolder } from '../../support/folder';
import { record } from '../../support/recorder';
import { Cleanup, freePorts, writeFiles } from '../../support/running';
import { requireTool } from '../../support/tools';
import { until } from '../../support/wait';
import { folderPlace, loopbackAddresses, shop, validEnvironment, watchdog } from '../fixture';

const root = testFolder();
const cleanup = new Cleanup();

describe('a span', () => {
  it('ends at midnight and goes on the day after', () => {
    const times = [
      { from: '12:00', to: '13:00' },
      { from: '22:00', to: '06:00' },
    ];
    expect(withinDays({ times, weekdays: ['saturday', 'sunday'] })).toEqual([
      {
        times: [
          { from: '12:00', to: '13:00' },
          { from: '22:00', to: '24:00' },
        ],
        weekdays: ['saturday', 'sunday'],
      },
      { times: [{ from: '00:00', to: '06:00' }], weekdays: ['sunday', 'monday'] },
    ]);
  });

  it.each(['00:00', '24:00'])('that ends at %s has no part on the day after', (to) => {
    expect(withinDays({ times: [{ from: '22:00', to }] })).toEqual([{ times: [{ from: '22:00', to: '24:00' }] }]);
  });

  it('without times is left as it is', () => {
    expect(withinDays({ daysOfMonth: [{ from: -3, to: -1 }] })).toEqual([{ daysOfMonth: [{ from: -3, to: -1 }] }]);
  });
});

/** `HH:MM` in a place, some hours from now. */
function clock(location: string, hoursFromNow: number): string {
  const moment = new Date(Date.now() + hoursFromNow * 3_600_000);
  return new Intl.DateTimeFormat('en-GB', { timeZone: location, hour: '2-digit', minute: '2-digit' }).format(moment);
}

function interval(name: string, location: string, from: number, to: number): TimeInterval {
  return { name, location, spans: [{ times: [{ from: clock(location, from), to: clock(location, to) }] }] };
}

it('an Alertmanager keeps to the clock of the place: silent now, silent at other times, speaking now', async () => {
  const far = await record(cleanup);
  const { port } = await freePorts('port');
  const place = folderPlace(root, port);
  const environment = validEnvironment();
  const { alertmanager } = environment;
  const tell = [webhook({ url: far.url })];
  const route = (op: string, timing: object): object => ({
    receiver: 'team',
    matchers: [
      { label: 'op', op: '=', value: op },
      { label: 'severity', op: '=', value: 'warning' },
    ],
    ...timing,
  });
  const changed = {
    receivers: { oncall: tell, team: tell, deadMansSwitch: tell },
    timing: { ...alertmanager.timing, groupWait: seconds(1) },
    timeIntervals: [interval('now', 'Asia/Tokyo', -2, 2), interval('later', 'America/New_York', 3, 5)],
    routes: [
      route('muted-now', { muteTimeIntervals: ['now'] }),
      route('muted-later', { muteTimeIntervals: ['later'] }),
      route('active-now', { activeTimeIntervals: ['now'] }),
      route('active-later', { activeTimeIntervals: ['later'] }),
    ],
  };
  const wiring = wire(
    { ...environment, alertmanager: { ...alertmanager, ...(changed as Partial<typeof alertmanager>) } },
    [shop(), watchdog()],
    loopbackAddresses(),
  );
  const program = alertmanagerProgram(wiring.alertmanager, place);
  mkdirSync(place.dataDir, { recursive: true });
  writeFiles(program, place.configDir);
  await cleanup.start(requireTool('alertmanager').path, program.args, port);
  const operations = ['muted-now', 'muted-later', 'active-now', 'active-later'];
  // Alerts of one group would be told together, and by one route.
  const alerts = operations.map((op) => ({
    labels: { alertname: 'shopErrors', severity: 'warning', service: 'shop', job: 'shop', op },
    annotations: { summary: op },
  }));
  const answer = await fetch(`http://127.0.0.1:${port}/alertmanager/api/v2/alerts`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(alerts),
  });
  expect(answer.status).toBe(200);
  const told = (): readonly string[] => operations.filter((op) => far.requests.some(({ body }) => body.includes(op)));
  await until('two notifications', 15, () => told().length >= 2);
  // The two others were looked at: Alertmanager counts each.
  const suppressed = async (reason: string): Promise<boolean> => {
    const page = await (await fetch(`http://127.0.0.1:${port}/alertmanager/metrics`)).text();
    return page.includes(`alertmanager_notifications_suppressed_total{reason="${reason}"} 1`);
  };
  await until('one within its mute time', 15, () => suppressed('mute_time_interval'));
  await until('one outside its active time', 15, () => suppressed('active_time_interval'));
  expect(told()).toEqual(['muted-later', 'active-now']);
}, 60_000);
