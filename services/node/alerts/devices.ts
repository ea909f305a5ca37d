/** Alerts on devices that some hosts have, arrays and bonds, and on interfaces that come and go. */
import {
  above,
  alert,
  count,
  coveredBy,
  grows,
  holds,
  idle,
  instance,
  minutes,
  okBecause,
  scenario,
  seconds,
  series,
  text,
  threshold,
  value,
  wholeValue,
} from '../../../model';
import type { ScenarioSeries } from '../../../model';
import { metrics as m } from '../metrics';
import * as ask from '../queries';

const { device } = m.arrayDisks.label;
const { master } = m.bondSlaves.label;
const noArray = okBecause('a host without an array of disks has no such metric');

/** An array of two disks with so many that work, and so many that failed. */
const array = (active: number, failed: number): readonly ScenarioSeries[] => [
  series(m.arrayDisksRequired, { device: 'md0' }).always(holds(2)),
  series(m.arrayDisks, { device: 'md0', state: 'active' }).turns(holds(2), holds(active)),
  series(m.arrayDisks, { device: 'md0', state: 'failed' }).dispensable().turns(holds(0), holds(failed)),
];

export const raidDegraded = alert('NodeRAIDDegraded', {
  kind: 'imminent-loss',
  severity: 'critical',
  for: minutes(15),
  when: above(ask.arrayDisksMissing, count(0)),
  summary: text`Array ${device} of ${instance} lacks disks`,
  description: text`Array ${device} of ${instance} lacks ${value} of the disks that it is meant to have, and no spare has
    taken their place: when another disk fails, its data is lost. See cat /proc/mdstat on the host, and replace the
    disk.`,
  noData: noArray,
  fires: scenario('a disk fails and there is no spare', array(1, 1)),
  quiet: scenario('all disks work', array(2, 0)),
});

export const raidDiskFailure = alert('NodeRAIDDiskFailure', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(1),
  when: above(ask.arrayDisksFailed, count(0)),
  summary: text`A disk of array ${device} of ${instance} has failed`,
  description: text`${value} disks of array ${device} of ${instance} have failed. A spare may have taken over; replace
    them all the same. See cat /proc/mdstat and mdadm --detail /dev/${device} on the host.`,
  noData: noArray,
  fires: scenario('a spare takes the place of a failed disk', [
    series(m.arrayDisks, { device: 'md0', state: 'failed' }).turns(holds(0), holds(1)),
  ]),
  quiet: scenario('all disks work', array(2, 0)),
});

const bond = (active: number): readonly ScenarioSeries[] => [
  series(m.bondSlaves, { master: 'bond0' }).always(holds(2)),
  series(m.bondActive, { master: 'bond0' }).turns(holds(2), holds(active)),
];

export const bondingDegraded = alert('NodeBondingDegraded', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.bondLinksMissing, count(0)),
  summary: text`Bond ${master} of ${instance} has interfaces without a link`,
  description: text`${value} interfaces of bond ${master} of ${instance} have no link: when the last one fails, the host
    is cut off. See cat /proc/net/bonding/${master} on the host, then cable and port.`,
  noData: okBecause('a host that bonds no interfaces has no such metric'),
  fires: scenario('a cable is pulled', bond(1)),
  quiet: scenario('all interfaces have a link', bond(2)),
});

const { device: link } = m.interfaceUp.label;
const eth0 = { device: 'eth0' } as const;

export const interfaceFlapping = alert('NodeNetworkInterfaceFlapping', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(2),
  when: above(ask.linkChanges, count(2)),
  summary: text`Interface ${link} of ${instance} comes and goes`,
  description: text`Interface ${link} of ${instance} came or went ${wholeValue} times within 5m, more than ${threshold}:
    connections through it break each time. See dmesg on the host, then cable, port and driver.`,
  noData: coveredBy('NodeAbsent'),
  fires: scenario(
    'a plug is loose',
    // Any other value at each scrape counts as a change.
    [series(m.interfaceUp, eth0).turns(idle(), grows(1))],
    { trueFrom: seconds(30) },
  ),
  quiet: [
    scenario('a switch is restarted', [series(m.interfaceUp, eth0).turns(holds(1), holds(0))]),
    scenario('a container comes and goes', [series(m.interfaceUp, { device: 'veth1a2b3c' }).turns(idle(), grows(1))]),
  ],
  edge: () => [],
  exempt: { boundary: 'changes are whole, and the scenarios have two and three of them' },
});
