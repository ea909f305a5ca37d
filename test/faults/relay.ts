/** Paths of the network that can be cut and mended: whatever comes to one port of loopback goes to another. */
import { createSocket } from 'node:dgram';
import { type Server, type Socket, connect, createServer } from 'node:net';
import { freePorts } from '../support/running';
import type { Stage } from './stage';

export interface Relay {
  readonly port: number;
  /** Nothing passes any more; connections that are open end. */
  cut(): void;
  mend(): void;
}

/** A path for TCP and UDP, as gossip takes. @param open - whether it is whole at first */
export async function relayTo(stage: Stage, port: number, open = true): Promise<Relay> {
  const { relay } = await freePorts('relay');
  const state = { open, sockets: new Set<Socket>() };
  const tcp = createServer((near) => pass(near, port, state));
  await new Promise<void>((resolve) => tcp.listen(relay, '127.0.0.1', resolve));
  const udp = createSocket('udp4');
  udp.on('message', (message) => {
    // One way only: members answer to the address that they are told, not to the one that a packet came from.
    if (state.open) udp.send(message, port, '127.0.0.1');
  });
  await new Promise<void>((resolve) => udp.bind(relay, '127.0.0.1', resolve));
  const endAll = (): void => state.sockets.forEach((socket) => void socket.destroy());
  stage.leftovers.later(async () => {
    endAll();
    udp.close();
    await close(tcp);
  });
  return {
    port: relay,
    cut: () => {
      state.open = false;
      endAll();
    },
    mend: () => {
      state.open = true;
    },
  };
}

function pass(near: Socket, port: number, state: { readonly open: boolean; readonly sockets: Set<Socket> }): void {
  if (!state.open) {
    near.destroy();
    return;
  }
  const far = connect({ host: '127.0.0.1', port });
  for (const [socket, other] of [
    [near, far],
    [far, near],
  ] as const) {
    state.sockets.add(socket);
    socket.on('error', () => other.destroy());
    socket.on('close', () => {
      state.sockets.delete(socket);
      other.destroy();
    });
    socket.pipe(other);
  }
}

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
