/**
 * A webhook that keeps what Alertmanager delivers and shows it: a page at `/`, JSON at `/notifications`.
 * Runs as a process of its own: `receiver.js HOST PORT FILE`.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import { type Notification, parseNotification } from './notification';
import { notificationPage } from './notification-page';

/** More than any group of alerts; a longer body is not from Alertmanager. */
const MAX_BODY_BYTES = 4 * 2 ** 20;
/** How many are kept; the oldest go first. */
const MAX_NOTIFICATIONS = 1000;

/**
 * Serves until closed. Notifications are kept in a file, one JSON line each, and read again at the next start.
 * @param file - the file; its folder exists
 */
export function startReceiver(host: string, port: number, file: string): Server {
  let kept = readKept(file);
  const server = createServer((request, response) => {
    const answer = (code: number, type: string, body: string): void => {
      response.writeHead(code, { 'content-type': type, 'x-content-type-options': 'nosniff' }).end(body);
    };
    if (request.method === 'POST') {
      readBody(request).then(
        (body) => {
          const notification = parseNotification(body, new Date().toISOString());
          if (notification === undefined) return answer(400, 'text/plain', 'not a notification of Alertmanager\n');
          kept = [...kept, notification].slice(-MAX_NOTIFICATIONS);
          appendFileSync(file, `${JSON.stringify(notification)}\n`, { mode: 0o600 });
          answer(200, 'text/plain', 'ok\n');
        },
        (error: unknown) => answer(413, 'text/plain', `${String(error)}\n`),
      );
    } else if (request.url === '/notifications') answer(200, 'application/json', JSON.stringify(kept));
    else if (request.url === '/healthz') answer(200, 'text/plain', 'ok\n');
    else if (request.url === '/') answer(200, 'text/html; charset=utf-8', notificationPage(kept));
    else answer(404, 'text/plain', 'not found\n');
  });
  return server.listen(port, host);
}

function readKept(file: string): readonly Notification[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return []; // the first start
  }
  return text
    .split('\n')
    .filter((line) => line !== '')
    .slice(-MAX_NOTIFICATIONS)
    .map((line) => JSON.parse(line) as Notification);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) throw new RangeError(`body is larger than ${MAX_BODY_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

if (require.main === module) {
  const [host, port, file] = process.argv.slice(2);
  if (host === undefined || port === undefined || file === undefined) throw new Error('usage: receiver HOST PORT FILE');
  startReceiver(host, Number(port), file);
}
