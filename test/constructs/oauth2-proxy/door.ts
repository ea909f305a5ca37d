/** A real nginx whose door is a stand-in for oauth2-proxy. */
import type { SignInAccess } from '../../../constructs/nginx-proxy/access';
import { type Leftovers, freePorts } from '../../support/running';
import { loopback } from '../fixture';
import { type Answer, type Request, get } from '../nginx-proxy/browser';
import { type Proxy, startProxy } from '../nginx-proxy/proxy';
import { type StandIn, session, startStandIn } from './stand-in';

export interface Door {
  readonly proxy: Proxy;
  readonly oauth2Proxy: StandIn;
  /** Asks as a browser that opens a page, or as `name` who is signed in. */
  page(path: string, name?: string, more?: Partial<Request>): Promise<Answer>;
  /** Asks as a program does. */
  program(path: string, name?: string, more?: Partial<Request>): Promise<Answer>;
}

/** Starts both. */
export async function startDoor(
  root: string,
  cleanup: Leftovers,
  changes: Partial<Omit<SignInAccess, 'kind'>> = {},
): Promise<Door> {
  const { standIn } = await freePorts('standIn');
  const oauth2Proxy = await startStandIn(standIn, cleanup);
  const access: SignInAccess = { kind: 'signIn', oauth2Proxy: loopback(standIn), ...changes };
  const proxy = await startProxy(root, cleanup, { access });
  const ask =
    (accept: string): Door['page'] =>
    (path, name, more = {}) => {
      const headers = { Accept: accept, ...(name === undefined ? {} : { Cookie: session(name) }), ...more.headers };
      return get('https', proxy.https, { path, ...more, headers });
    };
  return {
    proxy,
    oauth2Proxy,
    page: ask('text/html,application/xhtml+xml,*/*;q=0.8'),
    program: ask('application/json'),
  };
}
