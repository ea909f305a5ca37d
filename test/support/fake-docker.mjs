/**
 * Stands in for the docker client: writes down what it is asked, and for `compose up` answers on the ports of the
 * receiver and the proxy, as the containers would. `FAKE_DOCKER` is the folder it writes to.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.env.FAKE_DOCKER ?? '';
const pidFile = join(folder, 'containers.pid');
const args = process.argv.slice(2);

if (args[0] === 'serve') {
  setTimeout(() => process.exit(), 300_000); // a test that failed does not take it down
  const state = args[1];
  const { ports } = JSON.parse(readFileSync(join(state, 'choices.json'), 'utf8'));
  const tls = (name) => readFileSync(join(state, 'secrets/monitoring-tls', name));
  const ok = (request, response) => response.end('ok\n');
  createServer(ok).listen(ports.receiver, '127.0.0.1');
  createTlsServer({ key: tls('tls.key'), cert: tls('tls.crt') }, ok).listen(ports.proxy, '127.0.0.1');
} else {
  appendFileSync(join(folder, 'asked.txt'), `${args.join(' ')}\n`);
  if (args.includes('up') && !existsSync(pidFile)) {
    const state = dirname(args[args.indexOf('--file') + 1]);
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'serve', state], {
      detached: true,
      stdio: 'ignore',
    });
    writeFileSync(pidFile, String(child.pid));
    child.unref();
  }
  if (args.includes('down')) {
    process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
    rmSync(pidFile);
  }
}
