/** Production whose people sign in at a provider; silences are the operators' to make. */
import { millicores } from '../../constructs';
import { mebibytes } from '../../model';
import { prod } from '../../stacks/environment/prod';
import { extend } from '../../stacks/environments';

export const signedIn = extend(prod, {
  nginx: {
    users: undefined,
    signIn: {
      issuerUrl: 'https://id.example.org/realms/staff',
      clientId: 'monitoring',
      clientSecret: { secret: 'sign-in', key: 'client-secret' },
      cookieSecret: { secret: 'sign-in', key: 'cookie-secret' },
      groups: ['engineers', 'operators'],
      pathGroups: { alertmanager: ['operators'] },
      resources: { cpu: { request: millicores(25) }, memory: { request: mebibytes(32), limit: mebibytes(64) } },
    },
  },
});
