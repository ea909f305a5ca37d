/** A name server on loopback that learns names, forgets them and falls silent. */
import { createSocket } from 'node:dgram';
import type { Stage } from './stage';

const NAME_ERROR = 3;
const TYPE_A = 1;

export class NameServer {
  /** IPv4 addresses by name. */
  readonly names = new Map<string, string>();
  /** Whether it answers nobody. */
  silent = false;
  #port = 0;

  static async listen(stage: Stage): Promise<NameServer> {
    const server = new NameServer();
    const socket = createSocket('udp4');
    socket.on('message', (question, { port, address }) => {
      if (!server.silent) socket.send(server.#answer(question), port, address);
    });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    server.#port = socket.address().port;
    stage.leftovers.later(() => new Promise((resolve) => socket.close(() => resolve())));
    return server;
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** https://www.rfc-editor.org/rfc/rfc1035#section-4 */
  #answer(question: Buffer): Buffer {
    const end = question.indexOf(0, 12) + 5;
    const address = this.names.get(nameIn(question));
    const isA = question.readUInt16BE(end - 4) === TYPE_A;
    const head = Buffer.from(question.subarray(0, end));
    head.writeUInt16BE(0x8180 + (address === undefined ? NAME_ERROR : 0), 2);
    head.writeUInt16BE(address !== undefined && isA ? 1 : 0, 6);
    head.writeUInt32BE(0, 8);
    if (address === undefined || !isA) return head;
    return Buffer.concat([
      head,
      Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)]),
    ]);
  }
}

function nameIn(question: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; question[at] !== 0; at += (question[at] ?? 0) + 1) {
    labels.push(question.toString('latin1', at + 1, at + 1 + (question[at] ?? 0)));
  }
  return labels.join('.');
}
