/** Users of their own for some of the paths, asked of a real nginx. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testFolder } from '../../support/folder';
import { Cleanup } from '../../support/running';
import { get } from './browser';
import { type Proxy, USER, passwordHash, passwords, startProxy } from './proxy';

const root = testFolder();
const cleanup = new Cleanup();
const KEEPER = 'keeper:open-sesame';
let proxy: Proxy;

beforeAll(async () => {
  proxy = await startProxy(root, cleanup, {
    access: { ...passwords, pathUsers: { alertmanager: { secret: 'users', key: 'keepers' } } },
  });
  writeFileSync(join(proxy.secrets, 'users', 'keepers'), `keeper:${passwordHash('open-sesame')}`);
}, 30_000);

it.each([
  ['/prometheus/', USER, 200],
  ['/prometheus/', KEEPER, 401],
  ['/runbooks/shop', USER, 200],
  ['/', KEEPER, 401],
  ['/alertmanager/', KEEPER, 200],
  ['/alertmanager/', USER, 401],
  ['/alertmanager/api/v2/silences', USER, 401],
  // What nobody may do stays closed to them too.
  ['/alertmanager/-/reload', KEEPER, 403],
] as const)('%s for %s is answered with %d', async (path, auth, status) => {
  expect((await get('https', proxy.https, { path, auth })).status).toBe(status);
});
