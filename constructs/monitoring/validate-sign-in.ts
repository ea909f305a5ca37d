/** Checks of how people get through the door. */
import type { Report } from '../check/report';
import { type Shape, list, object, secret, text } from '../check/shape';
import { isSince } from '../check/version';
import { checkResources } from '../kubernetes/validate';
import { checkOauth2Proxy } from '../oauth2-proxy/validate';
import { imageOf } from '../versions';
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

/**
 * The first that knows `trusted_proxy_ips`; those before end at an option that they do not know.
 * https://github.com/oauth2-proxy/oauth2-proxy/releases/tag/v7.15.2
 */
const OLDEST = 'v7.15.2';

/** Problems of the sign-in. */
export function checkSignIn({ nginx: { signIn }, images }: Environment, { oauth2Proxy }: Wiring, report: Report): void {
  if (signIn === undefined || oauth2Proxy === undefined) return;
  const { groups, resources } = signIn;
  // Groups of paths may sign in too; nginx, which asks for them, checks those.
  checkOauth2Proxy({ ...oauth2Proxy, ...(groups && { groups }) }, report);
  checkResources(resources, report);
  const { tag } = imageOf('oauth2Proxy', images);
  if (!isSince(tag, OLDEST)) {
    const what = `the image of oauth2-proxy is ${tag}, must be of version ${OLDEST} or later`;
    report.refuse(what, 'headers that somebody makes up let him past those before');
  }
}
