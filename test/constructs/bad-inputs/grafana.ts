/** How people sign in to Grafana, and what its replicas share. */
import { type BadInput, row, set } from './row';

const oidc = {
  kind: 'oidc',
  name: 'Example',
  clientId: 'grafana',
  clientSecret: { secret: 'grafana', key: 'oidc-secret' },
  authorizationUrl: 'https://id.example.org/authorize',
  tokenUrl: 'https://id.example.org/token',
  userInfoUrl: 'https://id.example.org/userinfo',
  groupsClaim: 'groups',
  roles: { admin: ['operators'] },
};
const ldap = {
  kind: 'ldap',
  server: { host: 'ldap.example.org', port: 636 },
  bindDn: 'cn=grafana,dc=example,dc=org',
  bindPassword: { secret: 'ldap', key: 'password' },
  searchBaseDns: ['ou=people,dc=example,dc=org'],
  searchFilter: '(uid=%s)',
  roles: { admin: ['cn=operators,dc=example,dc=org'] },
};
const signIn = (change: object) => set('grafana.signIn', { ...oidc, ...change });
const directory = (change: object) => set('grafana.signIn', { ...ldap, ...change });

export const grafana: readonly BadInput[] = [
  row(
    133,
    'replicas that know other users',
    set('grafana.replicas', 2),
    'prod/grafana: replicas is 2, must be 1, or with a database that the replicas share',
  ),
  row(
    133,
    'a volume for what is kept elsewhere',
    set('grafana.database', {
      server: { host: 'db.example.org', port: 5432 },
      name: 'grafana',
      user: 'grafana',
      password: { secret: 'grafana', key: 'db' },
      authority: { secret: 'grafana', key: 'ca' },
    }),
    'prod/grafana: volume is given beside database, must be left out: nothing is kept in it',
  ),
  row(
    133,
    'a secret of the provider in plain text',
    signIn({ clientSecret: 'CANARY' }),
    "prod: grafana.signIn.clientSecret is no reference, must be the name of a secret: { secret: 'NAME', key: 'KEY' }",
  ),
  row(
    133,
    'a provider that anybody on the way can be',
    signIn({ tokenUrl: 'http://id.example.org/token' }),
    "prod/grafana/signIn: tokenUrl is 'http://id.example.org/token', must be a URL with scheme https, and with no password or query in it",
  ),
  row(133, 'nobody who may sign in', signIn({ roles: { admin: [] } }), [
    'prod/grafana/signIn: roles has no group, must have one that is let in',
  ]),
  row(
    133,
    'a group of two roles',
    signIn({ roles: { admin: ['operators'], viewer: ['operators'] } }),
    "prod/grafana/signIn: group 'operators' has two roles, must have one",
  ),
  row(
    133,
    'a group that would end its text',
    signIn({ roles: { admin: ["o'brien"] } }),
    "prod/grafana/signIn: a group is 'o'brien', must be a text without ' ` ; # and \"",
  ),
  row(
    133,
    'a claim that is none',
    signIn({ groupsClaim: 'groups[*]' }),
    "prod/grafana/signIn: groupsClaim is 'groups[*]', must be the path of a claim: groups, realm_access.roles",
  ),
  row(
    133,
    'a filter that finds everybody',
    directory({ searchFilter: '(objectClass=person)' }),
    "prod/grafana/signIn: searchFilter is '(objectClass=person)', must be a filter with %s in it: (uid=%s)",
  ),
  row(
    133,
    'a name that is no name of the directory',
    directory({ bindDn: 'grafana' }),
    "prod/grafana/signIn: a name of the directory is 'grafana', must be a distinguished name: ou=people,dc=example,dc=org",
  ),
];
