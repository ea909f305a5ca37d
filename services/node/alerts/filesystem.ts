/** Alerts on what filesystems can still take: bytes, and files. */
import {
  alert,
  below,
  bool,
  coveredBy,
  gibibytes,
  grows,
  holds,
  hours,
  instance,
  minutes,
  percent,
  ratio,
  scenario,
  series,
  text,
  threshold,
  value,
} from '../../../model';
import type { Alert, Behaviour, Expr, Quantity, ScenarioSeries } from '../../../model';
import { metrics as m } from '../metrics';
import * as ask from '../queries';

const { mountpoint, device } = m.filesystemSize.label;
const covered = coveredBy('NodeAbsent');
const root = { device: '/dev/vda1', fstype: 'ext4', mountpoint: '/' } as const;
const image = { device: '/dev/loop0', fstype: 'squashfs', mountpoint: '/snap/core/1' } as const;
const scratch = { device: 'tmpfs', fstype: 'tmpfs', mountpoint: '/run/scratch' } as const;
const readOnly = (on: boolean, labels: Labels = root): ScenarioSeries =>
  series(m.filesystemReadOnly, labels).always(holds(bool(on)));

type Labels = Readonly<Record<'device' | 'fstype' | 'mountpoint', string>>;

/** What runs out: bytes or files. */
interface Resource {
  /** A noun: `space`. */
  readonly noun: string;
  /** What users feel: a clause. */
  readonly impact: string;
  /** What to look at first: a sentence. */
  readonly first: string;
  /** The share that is left. */
  readonly free: Expr;
  readonly goneWithin: typeof ask.spaceGoneWithin;
  readonly total: typeof m.filesystemSize;
  readonly left: typeof m.filesystemAvailable;
  /** How much the filesystem of the scenarios can take. */
  readonly capacity: number;
}

const space: Resource = {
  noun: 'space',
  impact: 'programs that write there fail or lose data',
  first: 'Find what grows with du -xh -d1 on the host.',
  free: ask.spaceFree,
  goneWithin: ask.spaceGoneWithin,
  total: m.filesystemSize,
  left: m.filesystemAvailable,
  capacity: gibibytes(100).value,
};

const inodes: Resource = {
  noun: 'room for files',
  impact: 'no file can be made there, however much space is left',
  first: 'Find the directory with du --inodes -x -d1 on the host; df -i shows it, df does not.',
  free: ask.inodesFreeShare,
  goneWithin: ask.inodesGoneWithin,
  total: m.inodes,
  left: m.inodesFree,
  capacity: 10_000_000,
};

/** The two limits of an alert. */
interface Limits {
  readonly warning: Quantity<'ratio'>;
  readonly critical: Quantity<'ratio'>;
}

/** A filesystem whose free part behaves one way and then another. */
function disk(of: Resource, healthy: Behaviour, broken: Behaviour, labels: Labels = root): readonly ScenarioSeries[] {
  return [
    series(of.total, labels).always(holds(of.capacity)),
    series(of.left, labels).turns(healthy, broken),
    readOnly(false, labels),
  ];
}
const free = (of: Resource, share: Quantity): Behaviour => holds(of.capacity * share.value);

/** A filesystem with so much free that loses so much of its capacity an hour. */
function filling(of: Resource, from: Quantity, anHour: Quantity, labels: Labels = root): readonly ScenarioSeries[] {
  return [
    series(of.total, labels).always(holds(of.capacity)),
    series(of.left, labels)
      .from(of.capacity * from.value)
      .turns(grows(0), grows((-of.capacity * anHour.value) / hours(1).value)),
    readOnly(false, labels),
  ];
}

/** Capacity and free part shrink together, so that the share stays as it is while both are gone within hours. */
function fillingAt(of: Resource, share: Quantity, isReadOnly = false): readonly ScenarioSeries[] {
  const lasts = hours(17).value;
  const shrinking = (amount: number): Behaviour => grows(-amount / lasts);
  const left = of.capacity * share.value;
  return [
    series(of.total, root).from(of.capacity).always(shrinking(of.capacity)),
    series(of.left, root).from(left).always(shrinking(left)),
    readOnly(isReadOnly),
  ];
}

/** The trend alone would cry at each large download; the share alone comes too late for a fast one. */
function fillingUp<const N extends string>(name: N, of: Resource, { warning, critical }: Limits): Alert<N> {
  const [day, soon] = [hours(24), hours(4)];
  return alert(name, {
    kind: 'imminent-loss',
    severity: 'warning',
    for: hours(1),
    when: below(of.free, warning).and(of.goneWithin(day)).and(ask.writable),
    escalates: {
      severity: 'critical',
      at: critical,
      for: minutes(30),
      narrowed: (condition) => condition.and(of.goneWithin(soon)),
    },
    summary: text`${mountpoint} on ${instance} will have no ${of.noun} left before long`,
    description: text`${mountpoint} (${device}) on ${instance} has ${value} of its ${of.noun} left, limit ${threshold},
      and at the pace of the last 6h none within a day: then ${of.impact}. ${of.first}`,
    noData: covered,
    fires: scenario('a log fills the disk', filling(of, ratio(warning.value + 0.153), percent(5)), {
      trueFrom: minutes(183),
    }),
    quiet: [
      scenario('little is left, and it stays so', disk(of, free(of, percent(8)), free(of, percent(8)))),
      scenario('a backup fills a disk that has plenty left', filling(of, percent(90), percent(1))),
      scenario('the kernel made it read-only while it filled', fillingAt(of, percent(2), true)),
      scenario('a filesystem in memory fills', filling(of, ratio(warning.value + 0.153), percent(5), scratch)),
    ],
    edge: (at) => fillingAt(of, at),
  });
}

function almostOut<const N extends string>(name: N, of: Resource, { warning, critical }: Limits): Alert<N> {
  return alert(name, {
    kind: 'imminent-loss',
    severity: 'warning',
    for: minutes(30),
    when: below(of.free, warning).and(ask.writable),
    escalates: { severity: 'critical', at: critical },
    summary: text`${mountpoint} on ${instance} has less than ${threshold} of its ${of.noun} left`,
    description: text`${mountpoint} (${device}) on ${instance} has ${value} of its ${of.noun} left, limit ${threshold}.
      At 0% ${of.impact}. ${of.first}`,
    noData: covered,
    fires: scenario('a core dump fills the disk', disk(of, free(of, percent(40)), free(of, percent(2)))),
    quiet: [
      scenario('a disk is well used', disk(of, free(of, percent(40)), free(of, percent(8)))),
      scenario('a read-only image has nothing left by nature', [
        series(of.total, image).always(holds(of.capacity)),
        series(of.left, image).always(holds(0)),
        readOnly(true, image),
      ]),
      scenario('a filesystem in memory is full', disk(of, free(of, percent(40)), holds(0), scratch)),
    ],
    edge: (at) => disk(of, free(of, at), free(of, at)),
  });
}

export const spaceFillingUp = fillingUp('NodeFilesystemSpaceFillingUp', space, {
  warning: percent(15),
  critical: percent(10),
});
export const almostOutOfSpace = almostOut('NodeFilesystemAlmostOutOfSpace', space, {
  warning: percent(5),
  critical: percent(3),
});
export const filesFillingUp = fillingUp('NodeFilesystemFilesFillingUp', inodes, {
  warning: percent(40),
  critical: percent(20),
});
export const almostOutOfFiles = almostOut('NodeFilesystemAlmostOutOfFiles', inodes, {
  warning: percent(5),
  critical: percent(3),
});
