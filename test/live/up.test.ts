/** `vedette up` and `down` as a user types them, with the programs that the machine has and nothing faster than written. */
import { existsSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { isAlive } from '../../cli/local/process-identity';
import { findTool } from '../../cli/tools';
import { LiveStack, liveStack } from '../support/live-stack';
import { commandLinesWith } from '../support/processes';
import { requireTool } from '../support/tools';
import { until, untilNone } from '../support/wait';

jest.setTimeout(180_000);

/** Seconds for every rule to be evaluated once. */
const WAIT = 60;

/** Whether somebody listens there. */
async function answers(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).then((connected) => {
    socket.destroy();
    return connected === true;
  });
}

describe('vedette up', () => {
  const stack = liveStack();

  it('brings up a stack whose targets are all up and whose rules are all well, on this machine’s own versions', async () => {
    const said = await stack.vedette('up', '--engine', 'processes');
    expect(said.code).toBe(0);
    expect(said.out).toContain(`https://localhost:${stack.port('proxy')}/prometheus/`);
    expect(said.out).toMatch(/User vedette, password [\w-]{20}\n/);
    const down = await untilNone(60, async () => {
      const targets = await stack.targets();
      return targets.length === 0
        ? ['no targets yet']
        : targets
            .filter(({ health }) => health !== 'up')
            .map(({ scrapePool, lastError }) => `${scrapePool}: ${lastError}`);
    });
    expect(down).toEqual([]);
    const faults = await untilNone(WAIT, async () =>
      (await stack.ruleGroups()).flatMap(({ interval, rules }) =>
        // A group begins anywhere within its first interval.
        rules.filter(({ health }) => health !== 'ok' && !(health === 'unknown' && interval > WAIT)),
      ),
    );
    expect(faults).toEqual([]);
    const { version } = requireTool('prometheus', 'system');
    expect((await stack.prometheus('/api/v1/status/buildinfo')).body).toContain(`"version":"${version}`);
  });

  it('listens on loopback only', async () => {
    const { rstmdb, 'rstmdb-metrics': metrics, ...ports } = stack.state.choices?.ports ?? {};
    const own =
      findTool('rstmdb') !== undefined ? [...Object.values(ports), rstmdb ?? 0, metrics ?? 0] : Object.values(ports);
    expect(own.length).toBeGreaterThanOrEqual(6);
    expect(await Promise.all(own.map((port) => answers('127.0.0.1', port)))).toEqual(own.map(() => true));
    // What listens on every address answers here too. https://www.rfc-editor.org/rfc/rfc1122#section-3.2.1.3
    expect(await Promise.all(own.map((port) => answers('127.0.0.2', port)))).toEqual(own.map(() => false));
  });

  it('changes nothing the second time, and does not show the password again', async () => {
    const before = stack.state.status;
    const said = await stack.vedette('up');
    expect(said.code).toBe(0);
    expect(said.out).toContain('Already up; nothing changed.');
    expect(said.out).not.toMatch(/password [\w-]{20}\n/);
    expect(stack.state.status).toEqual(before);
  });

  it('reports every component as ready', async () => {
    const { code, out } = await stack.vedette('status', '--json');
    expect(code).toBe(0);
    const { components } = JSON.parse(out) as { components: readonly { name: string; state: string }[] };
    const names = ['receiver', 'node-exporter', 'alertmanager', 'prometheus', 'nginx-proxy'];
    expect(components.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    expect(components.filter(({ state }) => state !== 'ready')).toEqual([]);
  });

  it('keeps its hands off a second stack on the same machine', async () => {
    const other = new LiveStack(join(stack.state.path, '..', 'other'));
    await other.up();
    const mine = Object.values(stack.state.choices?.ports ?? {});
    expect(Object.values(other.state.choices?.ports ?? {}).filter((port) => mine.includes(port))).toEqual([]);
    await other.down();
    expect((await stack.vedette('status')).code).toBe(0);
  });

  it('finds and replaces what a killed supervisor left running', async () => {
    const left = stack.state.status;
    process.kill(left?.supervisor.pid ?? 0, 'SIGKILL');
    const { changed } = await stack.up();
    expect(changed).toContain('prometheus');
    expect(left?.processes.filter(({ process }) => process !== undefined && isAlive(process))).toEqual([]);
  });

  it('leaves no process and no file after down, and says so when there was nothing', async () => {
    expect(await stack.vedette('down')).toMatchObject({ code: 0, out: 'down; nothing is left\n' });
    expect(existsSync(stack.state.path)).toBe(false);
    expect(commandLinesWith(stack.state.path)).toEqual([]);
    expect(await stack.vedette('down')).toMatchObject({ code: 0, out: 'nothing was up\n' });
    expect((await stack.vedette('status')).code).toBe(1);
  });

  it('keeps data, ports and password with --keep-data', async () => {
    const { url } = await stack.up();
    const ports = stack.state.choices?.ports;
    await until('a sample', 60, async () => (await stack.query('up{job="prometheus"}')).length === 1);
    const at = Date.now() / 1000;
    await stack.vedette('down', '--keep-data');
    expect((await stack.up()).url).toBe(url);
    expect(stack.state.choices?.ports).toEqual(ports);
    expect((await stack.page(`${url}/runbooks/`)).code).toBe(200);
    expect(await stack.query('up{job="prometheus"}', at)).toHaveLength(1);
  });

  it('ends by itself when its folder is removed by hand', async () => {
    rmSync(stack.state.path, { recursive: true });
    expect(await untilNone(60, () => Promise.resolve(commandLinesWith(stack.state.path)))).toEqual([]);
    expect(existsSync(stack.state.path)).toBe(false);
  });
});
