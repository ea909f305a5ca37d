/** Alerts on a host's network, its kernel's tables, its clock and its units. */
import {
  above,
  alert,
  bool,
  coveredBy,
  equals,
  grows,
  holds,
  hours,
  instance,
  minutes,
  okBecause,
  percent,
  scenario,
  seconds,
  series,
  text,
  threshold,
  throughout,
  value,
} from '../../../model';
import type { Alert, Expr, Quantity, ScenarioSeries } from '../../../model';
import { metrics as m } from '../metrics';
import * as ask from '../queries';

const { device } = m.receiveErrors.label;
const covered = coveredBy('NodeAbsent');
const eth0 = { device: 'eth0' } as const;

interface Direction {
  readonly share: Expr;
  readonly errors: typeof m.receiveErrors;
  readonly packets: typeof m.packetsReceived;
  /** What goes wrong with packets: a participle. */
  readonly wrong: string;
}

function packetErrors<const N extends string>(name: N, { share, errors, packets, wrong }: Direction): Alert<N> {
  const traffic = (bad: Quantity): readonly ScenarioSeries[] => [
    series(packets, eth0).from(1_000_000).always(grows(1000)),
    series(errors, eth0).turns(grows(0), grows(1000 * bad.value)),
  ];
  return alert(name, {
    kind: 'cause',
    severity: 'warning',
    for: hours(1),
    when: above(share, percent(1)),
    summary: text`More than ${threshold} of the packets at ${device} of ${instance} are ${wrong}`,
    description: text`${value} of the packets at ${device} of ${instance} are ${wrong}, limit ${threshold}: connections
      through it are slow or break. See ip -s link show ${device} on the host, then cable, port and driver.`,
    noData: okBecause('an interface without traffic has no errors'),
    fires: scenario('a cable is damaged', traffic(percent(5)), { trueFrom: seconds(45) }),
    quiet: scenario('a packet in a thousand is damaged', traffic(percent(0.1))),
    edge: (at) => throughout(traffic(at)),
  });
}

export const receiveErrors = packetErrors('NodeNetworkReceiveErrors', {
  share: ask.receiveErrors,
  errors: m.receiveErrors,
  packets: m.packetsReceived,
  wrong: 'received damaged',
});

export const sendErrors = packetErrors('NodeNetworkTransmitErrors', {
  share: ask.sendErrors,
  errors: m.sendErrors,
  packets: m.packetsSent,
  wrong: 'not sent',
});

const files = (used: Quantity): readonly ScenarioSeries[] => [
  series(m.filesAllocated).turns(holds(4000), holds(1_000_000 * used.value)),
  series(m.filesMaximum).always(holds(1_000_000)),
];

export const fileDescriptorLimit = alert('NodeFileDescriptorLimit', {
  kind: 'imminent-loss',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.filesUse, percent(70)),
  escalates: { severity: 'critical', at: percent(90) },
  summary: text`${instance} has more than ${threshold} of its file descriptors open`,
  description: text`${instance} has ${value} of the file descriptors open that its kernel allows, limit ${threshold}. At
    100% no program can open a file or a connection. Find who holds them: lsof -n | cut -d' ' -f1 | sort | uniq -c.`,
  noData: covered,
  fires: scenario('a program leaks descriptors', files(percent(80))),
  quiet: scenario('many connections are open', files(percent(60))),
  edge: (at) => throughout(files(at)),
});

const tracked = (used: Quantity): readonly ScenarioSeries[] => [
  series(m.conntrackEntries).turns(holds(900), holds(262_144 * used.value)),
  series(m.conntrackLimit).always(holds(262_144)),
];

export const conntrack = alert('NodeConntrackTableNearFull', {
  kind: 'capacity',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.conntrackUse, percent(75)),
  summary: text`The firewall of ${instance} tracks more than ${threshold} of the connections that it can`,
  description: text`The firewall of ${instance} tracks ${value} of the connections that it can, limit ${threshold}. At
    100% it drops the packets of new ones, which looks like a network that is down. See who connects: conntrack -L.`,
  noData: okBecause('a host whose firewall tracks no connections has no such table'),
  fires: scenario('a client opens a connection for each request', tracked(percent(95))),
  quiet: scenario('many connections are open', tracked(percent(50))),
  edge: (at) => throughout(tracked(at)),
});

export const clockSkew = alert('NodeClockSkewDetected', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(10),
  when: above(ask.clockSkew, seconds(0.05)).and(ask.clockNotConverging),
  summary: text`The clock of ${instance} is more than ${threshold} off, and comes no nearer`,
  description: text`The clock of ${instance} is ${value} off its time server's, limit ${threshold}, and is not getting
    better: timestamps mislead, and certificates and tokens may be refused. See chronyc tracking or timedatectl.`,
  noData: covered,
  fires: [
    scenario('the clock is slow and stays so', [series(m.clockOffset).turns(holds(0.001), holds(-0.2))]),
    scenario('the clock runs away', [series(m.clockOffset).turns(holds(0), grows(0.001))], { trueFrom: seconds(45) }),
  ],
  quiet: [
    scenario('the clock is nearly right', [series(m.clockOffset).always(holds(0.002))]),
    scenario('the clock is being corrected', [series(m.clockOffset).from(9).always(grows(-0.001))]),
  ],
  edge: (at) => [series(m.clockOffset).always(holds(at))],
});

const clock = (synchronised: boolean, maxError: number): readonly ScenarioSeries[] => [
  series(m.clockSynchronised).turns(holds(bool(true)), holds(bool(synchronised))),
  series(m.clockMaxError).turns(holds(0.01), holds(maxError)),
];

export const clockUnsynchronised = alert('NodeClockNotSynchronising', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(10),
  when: equals(ask.clockSynchronised, bool(false)).and(ask.clockUncorrected),
  summary: text`Nothing keeps the clock of ${instance} right`,
  description: text`The kernel of ${instance} holds its clock for unsynchronised, and nothing has corrected it for
    hours: it drifts by seconds a day. See whether a time service runs and reaches its servers: timedatectl.`,
  noData: covered,
  fires: scenario('the time service stopped long ago', clock(false, 16), { trueFrom: minutes(4.75) }),
  quiet: [
    scenario('a time service keeps the clock', clock(true, 0.01)),
    scenario('the time service has just been restarted', clock(false, 0.4)),
    scenario('it was corrected some hours ago', clock(false, 15)),
  ],
});

const { name } = m.unitState.label;
const backup = { name: 'backup.service', type: 'oneshot' } as const;
const unit = (failed: boolean): readonly ScenarioSeries[] => [
  series(m.unitState, { ...backup, state: 'failed' }).turns(holds(bool(false)), holds(bool(failed))),
  series(m.unitState, { ...backup, state: 'active' })
    .dispensable()
    .turns(holds(bool(false)), holds(bool(!failed))),
];

/** Where node-exporter runs with `--collector.systemd`. */
export const unitFailed = alert('NodeSystemdServiceFailed', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(5),
  when: equals(ask.unitFailed, bool(true)),
  summary: text`${name} has failed on ${instance}`,
  description: text`systemd on ${instance} gave up on ${name}, and does not start it again by itself. See systemctl
    status ${name} and journalctl -u ${name} on the host.`,
  noData: okBecause('without its systemd collector node-exporter knows no units'),
  fires: scenario('a backup ends with an error', unit(true)),
  quiet: scenario('a backup ends well', unit(false)),
});
