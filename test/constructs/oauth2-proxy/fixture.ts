/** A good environment whose people sign in. Numbers are all different. */
import type { Environment } from '../../../constructs/monitoring/environment';
import type { NginxSignIn } from '../../../constructs/monitoring/sign-in';
import { millicores } from '../../../constructs/kubernetes/resources';
import { mebibytes } from '../../../model/quantity';
import { validEnvironment } from '../fixture';

export function signIn(changes: Partial<NginxSignIn> = {}): NginxSignIn {
  return {
    issuerUrl: 'https://id.example.org/realms/staff',
    clientId: 'monitoring',
    clientSecret: { secret: 'sign-in', key: 'client-secret' },
    cookieSecret: { secret: 'sign-in', key: 'cookie-secret' },
    groups: ['staff', 'operators'],
    pathGroups: { alertmanager: ['operators', 'on call'] },
    resources: { cpu: { request: millicores(25) }, memory: { request: mebibytes(42), limit: mebibytes(84) } },
    ...changes,
  };
}

/** An environment with `signIn` in place of its passwords. */
export function signedIn(
  environment: Environment = validEnvironment(),
  changes: Partial<NginxSignIn> = {},
): Environment {
  const { users: _, ...nginx } = environment.nginx;
  return { ...environment, nginx: { ...nginx, signIn: signIn(changes) } };
}
