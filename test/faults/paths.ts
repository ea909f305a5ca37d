/** Faults between Prometheus and those who are told: nobody there, or no way to them. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/wait';
import { type Casting, cast } from './cast';
import { Receiver } from './receiver';
import { type Relay, relayTo } from './relay';
import type { Played } from './row';
import type { Stage } from './stage';
import type { StagedAlertmanager } from './staged-alertmanager';
import type { StagedPrometheus } from './staged-prometheus';
import { Target } from './target';

/** Alerts on failures to send look at some minutes, and wait some more: so many seconds here. */
const ALERT_SECONDS = 60;

interface Scene {
  readonly receiver: Receiver;
  readonly target: Target;
  readonly prometheus: StagedPrometheus;
  readonly alertmanagers: readonly StagedAlertmanager[];
}

/** A Prometheus whose heartbeat arrives at the dead man's switch. */
async function beating(stage: Stage, casting: Partial<Casting>): Promise<Scene> {
  const [receiver, target] = [await Receiver.listen(stage), await Target.listen(stage)];
  const people = await cast(stage, { receiver, prometheus: 1, targets: [target.address], ...casting });
  for (const server of [...people.alertmanagers, ...people.prometheus]) await server.start();
  const [prometheus] = people.prometheus;
  assert.ok(prometheus);
  await until('the heartbeat', 45, () => beats(receiver) > 1);
  return { receiver, target, prometheus, alertmanagers: people.alertmanagers };
}

const beats = (receiver: Receiver): number => receiver.of('deadMansSwitch', 'Watchdog').length;

/** What must hold while alerts do not arrive. @returns what happened */
async function nothingArrives({ receiver, target, prometheus }: Scene): Promise<string> {
  await target.stop();
  await prometheus.fires('RstmdbDown', ALERT_SECONDS);
  const seconds = await prometheus.fires('PrometheusErrorSendingAlerts', ALERT_SECONDS);
  const before = beats(receiver);
  await sleep(6000);
  assert.equal(beats(receiver), before, 'the dead man’s switch still hears the Watchdog');
  assert.equal(receiver.of('oncall', 'RstmdbDown').length, 0);
  const lost = (await prometheus.value('sum(prometheus_notifications_errors_total)')) ?? 0;
  assert.ok(lost > 0, `${lost} notifications failed`);
  return `${lost} alerts not taken, no beat for 6 s, PrometheusErrorSendingAlerts after ${seconds.toFixed(0)} s`;
}

/** What must hold afterwards. @returns what happened */
async function arrives({ receiver }: Scene, since: number): Promise<string> {
  const before = beats(receiver);
  await until('the page', 45, () => receiver.of('oncall', 'RstmdbDown').length > 0);
  const seconds = ((receiver.of('oncall', 'RstmdbDown')[0]?.at ?? 0) - since) / 1000;
  await until('the heartbeat', 45, () => beats(receiver) > before);
  return `paged ${seconds.toFixed(1)} s after`;
}

const allGone: Played = {
  id: 'F20',
  fault: 'every Alertmanager is down',
  expected:
    'the alert is seen in Prometheus, PrometheusErrorSendingAlerts fires there, the dead man’s switch hears nothing more; once they are back people are told within the resend delay',
  async play(stage) {
    const people = await beating(stage, { alertmanagers: 2 });
    for (const each of people.alertmanagers) await each.kill();
    const during = await nothingArrives(people);
    const since = Date.now();
    await Promise.all(people.alertmanagers.map((each) => each.start()));
    return `${during}; ${await arrives(people, since)} both were started`;
  },
};

const cut: Played = {
  id: 'F36',
  fault: 'the path from Prometheus to Alertmanager is cut',
  expected:
    'errors are counted, PrometheusErrorSendingAlerts fires, the dead man’s switch hears nothing more; people are told within a minute of the mend',
  async play(stage) {
    const paths: Relay[] = [];
    const people = await beating(stage, {
      alertmanagers: 1,
      notifyBy: async (port) => {
        const path = await relayTo(stage, port);
        paths.push(path);
        return path.port;
      },
    });
    paths.forEach((path) => path.cut());
    const during = await nothingArrives(people);
    const since = Date.now();
    paths.forEach((path) => path.mend());
    const after = await arrives(people, since);
    assert.ok(Date.now() - since < 60_000);
    return `${during}; ${after} the mend`;
  },
};

export const pathFaults: readonly Played[] = [allGone, cut];
