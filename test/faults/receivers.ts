/** Faults of those who are to be told. */
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/wait';
import { type Cast, cast } from './cast';
import { type Behaviour, Receiver } from './receiver';
import type { Played } from './row';
import type { Stage } from './stage';
import { type StagedAlertmanager, labelsOf } from './staged-alertmanager';

const TOLD_SECONDS = 45;

interface Scene extends Cast {
  readonly receiver: Receiver;
  readonly alertmanager: StagedAlertmanager;
}

/** A pair, as far as told; on-call is behind a path that fails, the team is not. */
async function scene(stage: Stage, prometheus = 0): Promise<Scene> {
  const receiver = await Receiver.listen(stage);
  const people = await cast(stage, { receiver, prometheus, alertmanagers: 1 });
  for (const server of [...people.alertmanagers, ...people.prometheus]) await server.start();
  const [alertmanager] = people.alertmanagers;
  assert.ok(alertmanager);
  return { ...people, receiver, alertmanager };
}

const fire = ({ alertmanager }: Scene, alertname: string): Promise<void> =>
  alertmanager.send({ labels: labelsOf(alertname, 'critical') });
const told = ({ receiver }: Scene, who: string, alertname: string): number => receiver.of(who, alertname).length;
const tries = ({ receiver }: Scene, who: string, alertname: string): Receiver['attempts'] =>
  receiver.attempts.filter(({ path, body }) => path === who && body.includes(`"alertname":"${alertname}"`));

/** Critical alerts go to the team as well. @returns seconds until it was told */
async function teamIsTold(people: Scene, alertname: string): Promise<number> {
  const since = Date.now();
  await until('the team to be told', TOLD_SECONDS, () => told(people, 'team', alertname) > 0);
  return (Date.now() - since) / 1000;
}

const recovers: Played = {
  id: 'F16',
  fault: 'a receiver answers 500 for 12 s, then recovers',
  expected:
    'it is asked again and again, more and more slowly; once well it is told, at least once; others are told at once',
  async play(stage) {
    const people = await scene(stage);
    people.receiver.behave('oncall', 500);
    await fire(people, 'FaultSixteen');
    const team = await teamIsTold(people, 'FaultSixteen');
    await sleep(12_000);
    const failed = await people.alertmanager.metric('alertmanager_notification_requests_failed_total', 'webhook');
    assert.ok(failed >= 4, `${failed} failed requests`);
    assert.equal(told(people, 'oncall', 'FaultSixteen'), 0);
    people.receiver.behave('oncall', 200);
    const since = Date.now();
    await until('the page', TOLD_SECONDS, () => told(people, 'oncall', 'FaultSixteen') > 0);
    const seconds = (Date.now() - since) / 1000;
    await sleep(5000);
    const pages = told(people, 'oncall', 'FaultSixteen');
    assert.ok(pages <= 2, `${pages} pages`);
    return `${failed} requests failed; paged ${seconds.toFixed(1)} s after the recovery, ${pages} time(s); the team after ${team.toFixed(1)} s`;
  },
};

const refuses: Played = {
  id: 'F17',
  fault: 'a receiver answers 400, as to a key that was revoked',
  expected:
    'one try each time that the group is due, none in between; AlertmanagerClusterFailedToSendAlerts fires; once mended it is told at the next time',
  async play(stage) {
    const people = await scene(stage, 1);
    const [prometheus] = people.prometheus;
    const given = 'alertmanager_notifications_failed_total{integration="webhook"}';
    await until('its metrics', 20, async () => (await prometheus?.value(given)) !== undefined);
    people.receiver.behave('oncall', 400);
    await fire(people, 'FaultSeventeen');
    const seconds = await prometheus?.fires('AlertmanagerClusterFailedToSendAlerts', 60);
    const [first, ...more] = tries(people, 'oncall', 'FaultSeventeen');
    const span = ((more.at(-1)?.at ?? 0) - (first?.at ?? 0)) / 1000;
    const failed = await people.alertmanager.metric('alertmanager_notifications_failed_total', 'clientError');
    assert.ok(more.length <= span / 1.5 + 1, `${more.length + 1} tries in ${span} s`);
    people.receiver.behave('oncall', 200);
    await until('the page', TOLD_SECONDS, () => told(people, 'oncall', 'FaultSeventeen') > 0);
    await sleep(5000);
    assert.equal(told(people, 'oncall', 'FaultSeventeen'), 1);
    return `${failed} notifications given up, ${more.length + 1} tries in ${span.toFixed(0)} s, one each group interval of 2 s; the alert after ${seconds?.toFixed(0) ?? ''} s; then 1 page`;
  },
};

const hangs: Played = {
  id: 'F18',
  fault: 'a receiver takes requests and never answers',
  expected: 'the request is given up in bounded time and tried again; others are told at once; once well it is told',
  async play(stage) {
    const people = await scene(stage);
    people.receiver.behave('oncall', 'hang' satisfies Behaviour);
    await fire(people, 'FaultEighteen');
    const team = await teamIsTold(people, 'FaultEighteen');
    const since = Date.now();
    await until('another try', TOLD_SECONDS, () => tries(people, 'oncall', 'FaultEighteen').length > 1);
    const seconds = (Date.now() - since) / 1000;
    people.receiver.behave('oncall', 200);
    await until('the page', TOLD_SECONDS, () => told(people, 'oncall', 'FaultEighteen') > 0);
    return `the team after ${team.toFixed(1)} s; tried again after ${seconds.toFixed(0)} s; paged ${told(people, 'oncall', 'FaultEighteen')} time(s)`;
  },
};

const credentialMissing: Played = {
  id: 'F19',
  fault: 'the file with the URL of a receiver is not there',
  expected:
    'that receiver fails and the log names the file; others are told; with the file back it is told, without a reload',
  async play(stage) {
    const receiver = await Receiver.listen(stage);
    const ref = { secret: 'receivers', key: 'oncall-url' };
    const people = await cast(stage, { receiver, alertmanagers: 1, hookFile: () => ref });
    const [alertmanager] = people.alertmanagers;
    assert.ok(alertmanager);
    const file = alertmanager.place.secretFile(ref);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, receiver.url('oncall'));
    await alertmanager.start();
    renameSync(file, `${file}.away`);
    const all = { ...people, receiver, alertmanager };
    await fire(all, 'FaultNineteen');
    const team = await teamIsTold(all, 'FaultNineteen');
    await until('the error', TOLD_SECONDS, () => alertmanager.output.includes(`open ${file}: no such file`));
    assert.equal(told(all, 'oncall', 'FaultNineteen'), 0);
    renameSync(`${file}.away`, file);
    const since = Date.now();
    await until('the page', TOLD_SECONDS, () => told(all, 'oncall', 'FaultNineteen') > 0);
    return `the team after ${team.toFixed(1)} s; paged ${((Date.now() - since) / 1000).toFixed(1)} s after the file was back`;
  },
};

export const receiverFaults: readonly Played[] = [recovers, refuses, hangs, credentialMissing];
