/** Faults of Alertmanager and its cluster. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/wait';
import { type Cast, cast } from './cast';
import { Receiver } from './receiver';
import { type Relay, relayTo } from './relay';
import type { Played } from './row';
import type { Stage } from './stage';
import { type StagedAlertmanager, labelsOf } from './staged-alertmanager';

/** A member finds the others at once, or when it looks for them again, every 10 to 15 s. */
const MEET_SECONDS = 60;
/** Members tell in turns, 2 s apart here; a duplicate would come by then. */
const DUPLICATES_BY = 8000;

interface Cluster extends Cast {
  readonly receiver: Receiver;
  /** One before each member, where paths were asked for. */
  readonly paths: readonly Relay[];
}

interface Shape {
  readonly members: number;
  readonly prometheus?: number;
  /** Whether members reach each other by paths that can be cut, and whether those are open at first. */
  readonly paths?: 'open' | 'cut';
}

async function cluster(stage: Stage, { members, prometheus = 0, paths: given }: Shape): Promise<Cluster> {
  const receiver = await Receiver.listen(stage);
  const paths: Relay[] = [];
  const people = await cast(stage, {
    receiver,
    prometheus,
    alertmanagers: members,
    ...(given === undefined
      ? {}
      : {
          paths: async (ports) => {
            for (const port of ports) paths.push(await relayTo(stage, port, given === 'open'));
            return paths.map(({ port }) => port);
          },
        }),
  });
  for (const server of [...people.alertmanagers, ...people.prometheus]) await server.start();
  const meet = given === 'cut' ? 1 : members;
  // A lone one has no cluster.
  if (members > 1) for (const each of people.alertmanagers) await each.meets(meet, MEET_SECONDS);
  return { ...people, receiver, paths };
}

const pages = ({ receiver }: Cluster, alertname: string): number => receiver.of('oncall', alertname).length;
const sendToAll = async ({ alertmanagers }: Cluster, alertname: string): Promise<void> => {
  await Promise.all(alertmanagers.map((member) => member.send({ labels: labelsOf(alertname, 'critical') })));
};

function member({ alertmanagers }: Cluster, index: number): StagedAlertmanager {
  const found = alertmanagers[index];
  if (found === undefined) throw new Error(`no member ${index}`);
  return found;
}

const badConfigReloaded: Played = {
  id: 'F8',
  fault: 'a broken configuration is rolled out to a running Alertmanager',
  expected:
    'it refuses it, delivers by the old one, and AlertmanagerConfigReloadFailed fires; the mended file is taken',
  async play(stage) {
    const people = await cluster(stage, { members: 1, prometheus: 1 });
    const alertmanager = member(people, 0);
    const good = readFileSync(alertmanager.configFile, 'utf8');
    const reload = async (): Promise<string> => {
      const answer = await fetch(`${alertmanager.base}/-/reload`, { method: 'POST' });
      return `${answer.status} ${await answer.text()}`;
    };
    const [prometheus] = people.prometheus;
    const loaded = 'alertmanager_config_last_reload_successful';
    await until('its metrics', 20, async () => (await prometheus?.value(loaded)) === 1);
    writeFileSync(alertmanager.configFile, good.replace('receiver: "team"', 'receiver: "nope"'));
    assert.match(await reload(), /^500 .*undefined receiver "nope"/);
    await sendToAll(people, 'FaultEight');
    await until('the page', 20, () => pages(people, 'FaultEight') === 1);
    const seconds = await prometheus?.fires('AlertmanagerConfigReloadFailed', 45);
    writeFileSync(alertmanager.configFile, good);
    assert.match(await reload(), /^200/);
    assert.equal(await alertmanager.metric(loaded), 1);
    return `500 undefined receiver "nope"; 1 page meanwhile; the alert after ${seconds?.toFixed(0) ?? ''} s; then 200`;
  },
};

const memberKilled: Played = {
  id: 'F11',
  fault: 'a member of three is killed, and comes back',
  expected: 'one page meanwhile; it finds the others again, and the same alert sent to all is not told anew',
  async play(stage) {
    const people = await cluster(stage, { members: 3 });
    const [killed, other, third] = [member(people, 0), member(people, 1), member(people, 2)];
    await killed.kill();
    const since = Date.now();
    for (const each of [other, third]) await each.send({ labels: labelsOf('FaultEleven', 'critical') });
    await until('the page', 30, () => pages(people, 'FaultEleven') > 0);
    const told = ((people.receiver.of('oncall', 'FaultEleven')[0]?.at ?? 0) - since) / 1000;
    await sleep(DUPLICATES_BY);
    assert.equal(pages(people, 'FaultEleven'), 1);
    const restarted = Date.now();
    await killed.start();
    await killed.meets(3, MEET_SECONDS);
    const back = (Date.now() - restarted) / 1000;
    await sendToAll(people, 'FaultEleven');
    await sleep(DUPLICATES_BY);
    assert.equal(pages(people, 'FaultEleven'), 1);
    return `1 page ${told.toFixed(1)} s after the alert; 3 members again after ${back.toFixed(1)} s; 0 pages more`;
  },
};

const partition: Played = {
  id: 'F12',
  fault: 'the members of a cluster lose each other, TCP and UDP',
  expected:
    'both tell, rather than nobody, and AlertmanagerMembersInconsistent fires; after it no page more, and silences of both sides hold on both',
  async play(stage) {
    const people = await cluster(stage, { members: 2, prometheus: 1, paths: 'open' });
    const [one, two] = [member(people, 0), member(people, 1)];
    people.paths.forEach((path) => path.cut());
    for (const each of [one, two]) await each.meets(1, MEET_SECONDS);
    await sendToAll(people, 'FaultTwelve');
    await until('both pages', 30, () => pages(people, 'FaultTwelve') === 2);
    const seconds = await people.prometheus[0]?.fires('AlertmanagerMembersInconsistent', 60);
    const silences = [await one.silence('QuietHere'), await two.silence('QuietThere')].sort();
    people.paths.forEach((path) => path.mend());
    const healed = await one.meets(2, MEET_SECONDS);
    for (const each of [one, two]) {
      await until('the silences', 45, async () => (await each.activeSilences()).length === 2);
      assert.deepEqual([...(await each.activeSilences())].sort(), silences);
    }
    await sendToAll(people, 'FaultTwelve');
    await sleep(DUPLICATES_BY);
    assert.equal(pages(people, 'FaultTwelve'), 2);
    return `2 pages; the alert after ${seconds?.toFixed(0) ?? ''} s; one cluster ${healed.toFixed(0)} s after the end, 0 pages more, 2 silences on both`;
  },
};

const silenceShared: Played = {
  id: 'F13',
  fault: 'a silence is made at one member, the alert comes to another, and then both restart',
  expected: 'the other knows the silence within 2 s and stays quiet; both know it after the restart',
  async play(stage) {
    const people = await cluster(stage, { members: 2 });
    const [one, two] = [member(people, 0), member(people, 1)];
    const since = Date.now();
    await one.silence('FaultThirteen');
    await until('the silence at the other', 10, async () => (await two.activeSilences()).length === 1);
    const seconds = (Date.now() - since) / 1000;
    await two.send({ labels: labelsOf('FaultThirteen', 'critical') });
    await two.send({ labels: labelsOf('Loud', 'critical') });
    await until('another page', 20, () => pages(people, 'Loud') === 1);
    for (const each of [one, two]) await each.stop();
    for (const each of [one, two]) await each.start();
    for (const each of [one, two]) assert.equal((await each.activeSilences()).length, 1);
    await two.send({ labels: labelsOf('FaultThirteen', 'critical') });
    await sleep(DUPLICATES_BY);
    assert.equal(pages(people, 'FaultThirteen'), 0);
    return `known after ${seconds.toFixed(1)} s and after the restart of both; 0 pages`;
  },
};

const startedApart: Played = {
  id: 'F15',
  fault: 'members start before they can reach each other, as before DNS knows them',
  expected: 'each starts alone, and they become one cluster by themselves within 30 s of the path being there',
  async play(stage) {
    const people = await cluster(stage, { members: 3, paths: 'cut' });
    people.paths.forEach((path) => path.mend());
    const seconds = Math.max(...(await Promise.all(people.alertmanagers.map((each) => each.meets(3, MEET_SECONDS)))));
    assert.ok(seconds < 30, `one cluster after ${seconds} s`);
    await sendToAll(people, 'FaultFifteen');
    await until('the page', 30, () => pages(people, 'FaultFifteen') > 0);
    await sleep(DUPLICATES_BY);
    assert.equal(pages(people, 'FaultFifteen'), 1);
    return `3 islands, one cluster of 3 after ${seconds.toFixed(0)} s, 1 page`;
  },
};

/** Prometheus says that an alert is over four minutes after it last said that it fires. */
const PROMETHEUS_SAYS_OVER_AFTER = 4 * 60_000;

const clockSkew: Played = {
  id: 'F40',
  fault: 'the clock of one Prometheus of a pair is 5 min behind, or 5 min ahead',
  expected: 'the alert is told once as long as one clock is right',
  async play(stage) {
    const people = await cluster(stage, { members: 1 });
    const alertmanager = member(people, 0);
    // As a Prometheus whose clock is off by that sends it.
    const sent = (alertname: string, skew: number): Promise<void> =>
      alertmanager.send({
        labels: labelsOf(alertname, 'critical'),
        startsAt: new Date(Date.now() + skew - 10_000).toISOString(),
        endsAt: new Date(Date.now() + skew + PROMETHEUS_SAYS_OVER_AFTER).toISOString(),
      });
    const skew = 5 * 60_000;
    for (let i = 0; i < 10; i += 1) {
      for (const [name, clock] of [
        ['Behind', -skew],
        ['Ahead', skew],
      ] as const) {
        await sent(name, clock);
        await sent(name, 0);
      }
      await sent('OnlyBehind', -skew);
      await sent('OnlyAhead', skew);
      await sleep(1000);
    }
    const told = (name: string): number => people.receiver.of('oncall', name).length;
    const ended = (name: string): number => people.receiver.of('oncall', name, 'resolved').length;
    const names = ['Behind', 'Ahead', 'OnlyBehind', 'OnlyAhead'];
    const seen = names.map((name) => `${name} ${told(name)} told ${ended(name)} over`).join(', ');
    assert.deepEqual(
      ['Behind', 'Ahead'].map((name) => [told(name), ended(name)]),
      [
        [1, 0],
        [1, 0],
      ],
      seen,
    );
    return seen;
  },
};

export const alertmanagerFaults: readonly Played[] = [
  badConfigReloaded,
  memberKilled,
  partition,
  silenceShared,
  startedApart,
  clockSkew,
];
