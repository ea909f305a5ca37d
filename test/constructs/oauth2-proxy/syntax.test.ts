/** Files of all kinds of sign-ins, as the real nginx judges them. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SignInAccess } from '../../../constructs/nginx-proxy/access';
import { nginxProgram } from '../../../constructs/nginx-proxy/program';
import { testFolder } from '../../support/folder';
import { writeFiles } from '../../support/running';
import { requireTool } from '../../support/tools';
import { folderPlace } from '../fixture';
import { makeCertificate, proxySettings } from '../nginx-proxy/proxy';

const root = testFolder();
const nginx = requireTool('nginx');

beforeAll(() => {
  for (const folder of ['secrets/tls', 'tmp']) mkdirSync(join(root, folder), { recursive: true });
  makeCertificate(join(root, 'secrets'));
});

/** What `nginx -t` says of a file. */
function judged(access: Partial<SignInAccess>, resolver?: string): string {
  const place = folderPlace(root, 8443);
  const host = resolver === undefined ? '127.0.0.1' : 'oauth2-proxy.monitoring.svc.cluster.local';
  const settings = proxySettings({
    access: { kind: 'signIn', oauth2Proxy: { host, port: 4180 }, ...access },
    version: nginx.version,
    accessLog: join(root, 'access.log'),
    ...(resolver === undefined ? {} : { resolver }),
    ...(process.getuid?.() === 0 ? { user: 'root' } : {}),
  });
  const { args, files } = nginxProgram(settings, place);
  writeFiles({ component: 'nginx-proxy', args, files }, place.configDir);
  const { stderr, status } = spawnSync(nginx.path, [...args, '-t'], { encoding: 'utf8', timeout: 10_000 });
  return `${status} ${stderr}`;
}

const group = String.raw`Ops "on call"; $host \ {x} 'ü' #1 %2C&allowed_groups=`;

it.each([
  ['no groups', {}],
  ['groups of each path', { groups: ['a'], pathGroups: { prometheus: ['b'], alertmanager: ['c'], runbooks: ['d'] } }],
  ['a group that is full of signs', { groups: [group], pathGroups: { prometheus: [group, 'a'] } }],
  ['as many groups as there may be', { groups: ['x'.repeat(1999), 'y'.repeat(2000)] }],
])('loads with %s, by address and by name', (_, access) => {
  for (const answer of [judged(access), judged(access, '127.0.0.1')]) {
    expect(answer).toMatch(/^0 nginx: the configuration file \S+ syntax is ok\n.*test is successful\n$/);
  }
});

it('does not load with more groups than are let pass', () => {
  expect(judged({ groups: ['x'.repeat(4100)] })).toContain('too long parameter');
});
