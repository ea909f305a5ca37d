/** Checks of how people get through the door. */
import type { Report } from '../check/report';
import { type Shape, list, object, secret, text } from '../check/shape';
import { checkResources } from '../kubernetes/validate';
import { checkOauth2Proxy } from '../oauth2-proxy/validate';
import type { Environment } from './environment';
import type { Wiring } from './settings';

/** The shape of a way to sign in at nginx. */
export function signInShape(resources: Shape): Shape {
  const groups = list(text);
  return object(
    { issuerUrl: text, clientId: text, clientSecret: secret, cookieSecret: secret, resources },
    {
      ...{ groups, emailDomains: list(text), groupsClaim: text, scopes: list(text), authority: secret },
      pathGroups: object({}, { prometheus: groups, alertmanager: groups, runbooks: groups }),
    },
  );
}

/** Exactly one way in: nginx could ask for both or for either, and whoever reads two could think of the other. */
export function checkOneWay(nginx: Readonly<Record<string, unknown>>, report: Report): void {
  const { users, signIn, pathUsers } = nginx;
  if (users === undefined && signIn === undefined) {
    report.refuse("'nginx.users' is missing", 'people come in by it or by nginx.signIn');
  }
  if (signIn === undefined) return;
  if (users !== undefined) {
    report.refuse('nginx.users and nginx.signIn are both there, must be one', 'leave out users, or signIn');
  }
  if (pathUsers !== undefined) {
    report.refuse('nginx.pathUsers is there, must be absent beside nginx.signIn', 'say nginx.signIn.pathGroups');
  }
}

/** Problems of the sign-in. */
export function checkSignIn({ nginx: { signIn } }: Environment, { oauth2Proxy }: Wiring, report: Report): void {
  if (signIn === undefined || oauth2Proxy === undefined) return;
  const { groups, resources } = signIn;
  // Groups of paths may sign in too; nginx, which asks for them, checks those.
  checkOauth2Proxy({ ...oauth2Proxy, ...(groups && { groups }) }, report);
  checkResources(resources, report);
}
