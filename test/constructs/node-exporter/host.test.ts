/** A host outside the cluster: what systemd says of the unit, and what the script does with what it fetched. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeExporterHost } from '../../../constructs/node-exporter/host';
import { testFolder } from '../../support/folder';
import { writeFiles } from '../../support/running';
import { expectPart } from '../../support/generated';

const root = testFolder();
const tls = { certificate: '/etc/tls/host.crt', key: '/etc/tls/host.key', clientAuthority: '/etc/tls/ca.crt' };
const VERSION = '9.9.9';
const machine = { x64: 'amd64', arm64: 'arm64' }[process.arch as 'x64' | 'arm64'];
const name = `node_exporter-${VERSION}.linux-${machine}`;

/** A release as the project publishes it, with a program that is none. */
function publish(folder: string, sum?: string): string {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'node_exporter'), '#!/bin/sh\n');
  execFileSync('tar', ['-czf', `${name}.tar.gz`, name], { cwd: folder });
  const real = createHash('sha256')
    .update(readFileSync(join(folder, `${name}.tar.gz`)))
    .digest('hex');
  writeFileSync(join(folder, 'sha256sums.txt'), `${sum ?? real}  ${name}.tar.gz\n`);
  return `file://${folder}`;
}

function install(release: string, folder: string): { readonly code: number | null; readonly said: string } {
  writeFiles(
    { component: 'host', args: [], files: nodeExporterHost({ version: VERSION, tls }) },
    join(folder, 'files'),
  );
  const env = { ...process.env, RELEASE: release, DESTDIR: join(folder, 'root') };
  const { status, stdout, stderr } = spawnSync('/bin/sh', [join(folder, 'files/install.sh')], {
    env,
    encoding: 'utf8',
  });
  return { code: status, said: stdout + stderr };
}

it('the unit is one that systemd takes', () => {
  for (const [kind, options] of Object.entries({ clear: {}, tls: { tls } })) {
    const folder = join(root, kind);
    writeFiles({ component: 'host', args: [], files: nodeExporterHost(options) }, folder);
    const unit = join(folder, 'node_exporter.service');
    // The program must be there for systemd to be content.
    const program = join(folder, 'node_exporter');
    writeFileSync(program, '#!/bin/sh\n');
    chmodSync(program, 0o755);
    writeFileSync(unit, readFileSync(unit, 'utf8').replace('/usr/local/bin/node_exporter', program));
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8' });
    const ofUnit = stderr.split('\n').filter((line) => line.includes('node_exporter'));
    expect([kind, status, ofUnit]).toEqual([kind, 0, []]);
  }
});

it('the script installs what was released, and may run again', () => {
  const folder = join(root, 'good');
  const release = publish(join(folder, 'release'));
  expect(install(release, folder)).toMatchObject({ code: 0 });
  expect(install(release, folder)).toMatchObject({ code: 0 });
  const files = [
    'usr/local/bin/node_exporter',
    'etc/systemd/system/node_exporter.service',
    'etc/node_exporter/web/web-config.yml',
  ];
  expect(files.filter((path) => !existsSync(join(folder, 'root', path)))).toEqual([]);
  expect(readFileSync(join(folder, 'root/etc/node_exporter/web/web-config.yml'), 'utf8')).toContain(
    'client_ca_file: "/etc/tls/ca.crt"',
  );
});

it('the script installs nothing that is not what was released', () => {
  const folder = join(root, 'bad');
  const { code, said } = install(publish(join(folder, 'release'), '0'.repeat(64)), folder);
  expect(code).not.toBe(0);
  expect(said).toContain(`${name}.tar.gz: FAILED`);
  expect(existsSync(join(folder, 'root/usr/local/bin/node_exporter'))).toBe(false);
});

it('docs/hosts.md shows the files as they are (npm run golden writes them anew)', () => {
  const shown = nodeExporterHost({ tls })
    .map((file) => `### ${file.path}\n\n\`\`\`text\n${file.content.trimEnd()}\n\`\`\``)
    .join('\n\n');
  expectPart('docs/hosts.md', 'files', shown);
});
