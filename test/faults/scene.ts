/** Scenes that many faults begin with. */
import { until } from '../support/wait';
import { type Cast, cast } from './cast';
import { Receiver } from './receiver';
import type { Stage } from './stage';
import type { StagedPrometheus } from './staged-prometheus';
import type { Target } from './target';

/** Everything that waits for an alert has this long: the machine may do much else. */
export const ALERT_SECONDS = 45;

/** The series that says whether a target answers. */
export const up = (target: Target): string => `up{job="rstmdb",instance="${target.address}"}`;

/** How often its files were loaded. */
export const loads = ({ output }: StagedPrometheus): number =>
  output.match(/Completed loading of configuration file/g)?.length ?? 0;

/** Starts everybody, and waits until targets are seen. */
export async function begin({ alertmanagers, prometheus }: Cast, ...targets: readonly Target[]): Promise<void> {
  for (const server of [...alertmanagers, ...prometheus]) await server.start();
  for (const server of prometheus) {
    for (const target of targets)
      await until(`${target.address} to be up`, 20, async () => (await server.value(up(target))) === 1);
  }
}

/** The only one of a list, or the first. */
export function only<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error('nobody was cast');
  return first;
}

/** One Prometheus that sees its targets. */
export async function alone(stage: Stage, ...targets: readonly Target[]): Promise<StagedPrometheus> {
  const receiver = await Receiver.listen(stage);
  const people = await cast(stage, { receiver, prometheus: 1, targets: targets.map(({ address }) => address) });
  await begin(people, ...targets);
  return only(people.prometheus);
}
