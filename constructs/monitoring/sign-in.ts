/** How people get through the door: from what an environment says to nginx, and to oauth2-proxy where there is one. */
import type { Construct } from 'constructs';
import { VedetteError } from '../../model/problem';
import type { Resources } from '../kubernetes/resources';
import type { Access, PathGroups } from '../nginx-proxy/access';
import { Oauth2Proxy } from '../oauth2-proxy/index';
import type { OidcProvider, Oauth2ProxySettings } from '../oauth2-proxy/settings';
import { imageOf } from '../versions';
import type { Addresses } from './addresses';
import { priorityClassName } from './cluster';
import type { Environment } from './environment';
import { identitiesOf } from './identities';
import type { Wiring } from './settings';
import { spreadOf } from './spread';

/**
 * Signing in by OpenID Connect, for everything behind nginx. One of `groups` and `emailDomains` must be there; where both
 * are, both must hold. At the provider the application is registered with the address `https://HOST/oauth2/callback`.
 */
export interface NginxSignIn
  extends OidcProvider, Pick<Oauth2ProxySettings, 'cookieSecret' | 'emailDomains' | 'groups'> {
  /** Other groups for some of the paths, in place of `groups`. @default - the same everywhere */
  readonly pathGroups?: PathGroups;
  /** Of a replica of oauth2-proxy; there are as many as of nginx. */
  readonly resources: Resources;
}

/**
 * What nginx is told.
 * @throws VedetteError where people are to sign in by what does not run there: without it everybody would be let in
 */
export function accessOf({ name, nginx }: Environment, { oauth2Proxy }: Pick<Addresses, 'oauth2Proxy'>): Access {
  const { users, pathUsers, signIn } = nginx;
  if (signIn !== undefined && oauth2Proxy !== undefined) {
    const { groups, pathGroups } = signIn;
    return { kind: 'signIn', oauth2Proxy, ...(groups && { groups }), ...(pathGroups && { pathGroups }) };
  }
  if (users !== undefined) return { kind: 'users', users, ...(pathUsers && { pathUsers }) };
  const what = 'signIn is there, must be absent where no oauth2-proxy runs';
  throw new VedetteError([{ where: `${name}/nginx`, what, remedy: 'say users' }]);
}

/** What oauth2-proxy is told: whoever may open any path may sign in. */
export function oauth2ProxySettings(
  { nginx: { signIn } }: Environment,
  publicUrl: string,
): Pick<Wiring, 'oauth2Proxy'> {
  if (signIn === undefined) return {};
  const { cookieSecret, emailDomains, groups, pathGroups = {}, resources: _, ...provider } = signIn;
  const all = groups && [...new Set([...groups, ...Object.values(pathGroups).flat()])];
  return {
    oauth2Proxy: {
      publicUrl,
      provider,
      cookieSecret,
      ...(emailDomains && { emailDomains }),
      ...(all && { groups: all }),
    },
  };
}

/** oauth2-proxy in a cluster. */
export function oauth2Proxy(scope: Construct, environment: Environment, { oauth2Proxy: settings }: Wiring): void {
  const { signIn, replicas } = environment.nginx;
  if (signIn === undefined || settings === undefined) return;
  new Oauth2Proxy(scope, 'oauth2-proxy', {
    identity: identitiesOf(environment).oauth2Proxy,
    settings,
    replicas,
    resources: signIn.resources,
    image: imageOf('oauth2Proxy', environment.images),
    priorityClass: priorityClassName(environment),
    ...spreadOf(environment, replicas),
  });
}
