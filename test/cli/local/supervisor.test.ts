import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { once } from 'node:events';
import { end, identify, isAlive } from '../../../cli/local/process-identity';
import { SupervisedProcess } from '../../../cli/local/supervised-process';
import type { ProcessSpec } from '../../../cli/local/state';
import { testFolder } from '../../support/folder';
import { until } from '../../support/wait';

const folder = testFolder();

/** A process that runs until it is stopped. */
function validSpec(changes: Partial<ProcessSpec> = {}): ProcessSpec {
  return {
    name: 'sleeper',
    command: process.execPath,
    args: ['-e', 'setInterval(() => {}, 1000)'],
    env: {},
    cwd: folder,
    stopSignal: 'SIGTERM',
    readyUrl: 'http://127.0.0.1:1/',
    revision: 'one',
    held: false,
    ...changes,
  };
}

const running: SupervisedProcess[] = [];

function supervised(): SupervisedProcess {
  mkdirSync(folder, { recursive: true });
  const process = new SupervisedProcess(`${folder}/log/sleeper.log`, () => undefined);
  running.push(process);
  return process;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

describe('SupervisedProcess', () => {
  it('starts a process again when it is killed', async () => {
    const process = supervised();
    await process.apply(validSpec());
    const first = process.status.process;
    expect(first).toBeDefined();
    globalThis.process.kill(first?.pid ?? 0, 'SIGKILL');
    const restarted = await until('restart', 10, () => process.status.restarts === 1 && process.status);
    expect(restarted).toMatchObject({ state: 'running', restarts: 1, lastEnd: 'SIGKILL' });
    expect(restarted.process?.pid).not.toBe(first?.pid);
  });

  it('waits before it starts a process again that ends at once', async () => {
    const process = supervised();
    await process.apply(validSpec({ args: ['-e', 'process.exit(7)'] }));
    const waiting = await until('end', 10, () => process.status.state === 'waiting' && process.status);
    expect(waiting).toMatchObject({ state: 'waiting', lastEnd: 'exit code 7' });
  });

  it('says why a program that is not there does not start', async () => {
    const process = supervised();
    await process.apply(validSpec({ command: `${folder}/no-such-program` }));
    const waiting = await until('end', 10, () => process.status.lastEnd !== undefined && process.status);
    expect(waiting.lastEnd).toBe(`spawn ${folder}/no-such-program ENOENT`);
  });

  it('leaves a process alone whose revision is the same, and starts one anew whose revision changed', async () => {
    const process = supervised();
    await process.apply(validSpec());
    const first = process.status.process;
    await process.apply(validSpec());
    expect(process.status.process).toEqual(first);
    await process.apply(validSpec({ revision: 'two' }));
    expect(process.status).toMatchObject({ state: 'running', revision: 'two', restarts: 0 });
    expect(process.status.process).not.toEqual(first);
  });

  it('stops a process that is held, and starts it when it is not held any more', async () => {
    const process = supervised();
    await process.apply(validSpec());
    await process.apply(validSpec({ held: true }));
    expect(process.status).toMatchObject({ state: 'held' });
    expect(process.status.process).toBeUndefined();
    await process.apply(validSpec());
    expect(process.status.state).toBe('running');
  });
});

describe('process identity', () => {
  it('takes no other process for ours, even with the same pid', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const identity = identify(child.pid ?? 0);
    expect(identity).toBeDefined();
    if (identity === undefined) return;
    expect(isAlive(identity)).toBe(true);
    expect(isAlive({ ...identity, started: 'another time' })).toBe(false);
    await end(identity, 'SIGTERM', 5);
    expect(isAlive(identity)).toBe(false);
  });

  it('forces a process that does not end when asked', async () => {
    const script = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('on')";
    const child = spawn(process.execPath, ['-e', script]);
    await once(child.stdout, 'data');
    const identity = identify(child.pid ?? 0);
    const exit = once(child, 'exit');
    await end(identity ?? { pid: 0, started: '' }, 'SIGTERM', 0.3);
    expect(await exit).toEqual([null, 'SIGKILL']);
  });
});
