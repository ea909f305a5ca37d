/** `vedette up` where there is a Docker engine. The engine is a stand-in: what it is asked to do is what is tested. */
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testFolder } from '../support/folder';
import { LiveStack } from '../support/live-stack';

jest.setTimeout(180_000);

const folder = testFolder();
const bin = join(folder, 'bin');
mkdirSync(bin);
const docker = join(bin, 'docker');
const script = join(__dirname, '../support/fake-docker.mjs');
writeFileSync(docker, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`);
chmodSync(docker, 0o755);

const stack = new LiveStack(folder, { PATH: `${bin}:${process.env['PATH'] ?? ''}`, FAKE_DOCKER: folder });
const compose = `compose --file ${join(stack.state.path, 'compose.yaml')}`;

/** What docker was asked since the last time. */
let seen = 0;
function asked(): readonly string[] {
  const lines = readFileSync(join(folder, 'asked.txt'), 'utf8').trimEnd().split('\n');
  const fresh = lines.slice(seen);
  seen = lines.length;
  return fresh.filter((line) => !/--version$/.test(line));
}

const read = (path: string): string => readFileSync(join(stack.state.path, path), 'utf8');

describe('vedette up with Docker', () => {
  it('takes Docker when an engine answers, and starts the rendered file', async () => {
    const { code, out } = await stack.vedette('up');
    expect(code).toBe(0);
    expect(asked()).toEqual(['info', 'compose version', `${compose} up --detach --remove-orphans --quiet-pull`]);
    expect(out).toContain('Grafana asks for its own password: user operator');
    expect(read('compose.yaml')).toContain('grafana');
    expect(read('etc/prometheus/config/prometheus.yml')).toContain('"alertmanager:9093"');
  });

  it('makes the secrets that the containers mount, in a folder that is closed to others', () => {
    for (const path of ['grafana/admin-password', 'grafana/secret-key', 'monitoring-users/htpasswd']) {
      expect(read(`secrets/${path}`).length).toBeGreaterThan(20);
    }
    expect(statSync(stack.state.path).mode & 0o777).toBe(0o700);
    // Programs in containers are other users than the one who wrote the files.
    expect(statSync(join(stack.state.path, 'secrets/grafana/admin-password')).mode & 0o044).toBe(0o044);
  });

  it('tells the programs that do not look themselves to read their files again, when those changed', async () => {
    const path = join(stack.state.path, 'etc/alertmanager/config/alertmanager.yml');
    writeFileSync(path, 'changed by hand');
    expect((await stack.vedette('up')).out).toContain('Up. Started or changed: alertmanager.');
    expect(asked()).toEqual([
      `${compose} up --detach --remove-orphans --quiet-pull`,
      `${compose} kill --signal SIGHUP alertmanager`,
    ]);
  });

  it('changes nothing the second time', async () => {
    const { out } = await stack.vedette('up');
    expect(out).toContain('Already up; nothing changed.');
  });

  it('does not change from containers to processes under a running stack', async () => {
    expect(await stack.vedette('up', '--engine', 'processes')).toMatchObject({
      code: 2,
      err: "vedette: the local stack was started with engine 'docker'; run 'vedette down' first\n",
    });
  });

  it('removes containers, volumes and state on the way down', async () => {
    asked();
    expect(await stack.vedette('down')).toMatchObject({ code: 0, out: 'down; nothing is left\n' });
    expect(asked()).toEqual([`${compose} down --remove-orphans --volumes`]);
    expect(existsSync(stack.state.path)).toBe(false);
  });
});
