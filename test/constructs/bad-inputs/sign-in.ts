/** How people get through the door: by passwords or by signing in. */
import { mebibytes } from '../../../model/quantity';
import { validEnvironment } from '../fixture';
import { signIn as good } from '../oauth2-proxy/fixture';
import { type BadInput, type Input, row, set, setAll } from './row';

const { users: _, ...nginx } = validEnvironment().nginx;

/** The good sign-in with changes; `undefined` removes a setting. */
const signIn = (change: object): Input => set('nginx', { ...nginx, signIn: { ...good(), ...change } });

export const signIns: readonly BadInput[] = [
  row(
    118,
    'users without a Secret, and no sign-in',
    set('nginx.users', undefined),
    "prod: 'nginx.users' is missing; people come in by it or by nginx.signIn",
  ),
  row(
    119,
    'two ways in',
    set('nginx.signIn', good()),
    'prod: nginx.users and nginx.signIn are both there, must be one; leave out users, or signIn',
  ),
  row(
    119,
    'users of some paths beside a sign-in',
    set('nginx', { ...nginx, signIn: good(), pathUsers: { alertmanager: { secret: 'users', key: 'keepers' } } }),
    'prod: nginx.pathUsers is there, must be absent beside nginx.signIn; say nginx.signIn.pathGroups',
  ),
  row(
    119,
    'a sign-in for everybody',
    signIn({ groups: undefined, pathGroups: undefined }),
    'prod/nginx/signIn: neither groups nor emailDomains is there, one must be; everybody with an account at the provider would be let in',
  ),
  row(
    119,
    'every mail address',
    signIn({ groups: undefined, emailDomains: ['*'] }),
    "prod/nginx/signIn: emailDomains is '*', must be a domain: example.org",
  ),
  row(119, 'a mail address for a domain', signIn({ emailDomains: ['ops@example.org', 'org'] }), [
    "prod/nginx/signIn: emailDomains is 'ops@example.org', must be a domain: example.org",
    "prod/nginx/signIn: emailDomains is 'org', must be a domain: example.org",
  ]),
  row(119, 'groups that are none', signIn({ groups: [], pathGroups: { alertmanager: [] } }), [
    'prod/nginx/signIn: groups is empty, must have at least one; leave it out',
    'prod/nginx/signIn: pathGroups.alertmanager is empty, must have at least one; leave it out',
  ]),
  row(
    119,
    'a group that would be two',
    signIn({ groups: ['staff,root'], pathGroups: { runbooks: ['a', 'b,c', 'a'] } }),
    [
      "prod/nginx/signIn: groups is 'staff,root', must be a group without a comma",
      "prod/nginx/signIn: pathGroups.runbooks has 'a' twice, must have it once",
      "prod/nginx/signIn: pathGroups.runbooks is 'b,c', must be a group without a comma",
    ],
  ),
  row(
    119,
    'more groups than nginx can ask for',
    signIn({ groups: Array.from({ length: 300 }, (_, index) => `a group ${1000 + index}`) }),
    'prod/nginx/signIn: groups has 5099 characters as a part of an address, must have at most 4000; let the provider have one group for all of them',
  ),
  row(
    119,
    'a group of half a character',
    signIn({ pathGroups: { prometheus: ['\ud83d'] } }),
    "prod/nginx/signIn: pathGroups.prometheus is '\\ud83d', must be a text of whole characters",
  ),
  row(
    119,
    'groups of a path that is not there',
    signIn({ pathGroups: { grafana: ['staff'] } }),
    "prod: 'nginx.signIn.pathGroups.grafana' is unknown; use one of: alertmanager, prometheus, runbooks",
  ),
  row(
    119,
    'a secret of the provider in plain text',
    signIn({ clientSecret: 'CANARY' }),
    "prod: nginx.signIn.clientSecret is no reference, must be the name of a secret: { secret: 'NAME', key: 'KEY' }",
  ),
  row(
    119,
    'a secret of sessions that the provider knows',
    signIn({ cookieSecret: good().clientSecret }),
    'prod/nginx/signIn: cookieSecret is the clientSecret, must be another; the provider knows that one',
  ),
  row(119, 'secrets of names that none can have', signIn({ cookieSecret: { secret: 'Sign_In', key: 'a/b' } }), [
    "prod/nginx/signIn: cookieSecret.secret is 'Sign_In', must be the name of an object (lower-case letters, digits, dashes and dots)",
    "prod/nginx/signIn: cookieSecret.key is 'a/b', must be a key of a Secret (letters, digits, dash, dot, _)",
  ]),
  row(
    119,
    'a provider that anybody on the way can be',
    signIn({ issuerUrl: 'http://id.example.org' }),
    "prod/nginx/signIn: issuerUrl is 'http://id.example.org', must be a URL with scheme https, and with no password or query in it",
  ),
  row(119, 'claims and scopes that are none', signIn({ groupsClaim: 'a claim', scopes: ['email', 'two words'] }), [
    "prod/nginx/signIn: groupsClaim is 'a claim', must be a claim or its path: groups, realm_access.roles, cognito:groups",
    "prod/nginx/signIn: scopes is 'two words', must be one scope",
    "prod/nginx/signIn: scopes has no 'openid', must have it: nobody would say who signed in",
  ]),
  row(
    123,
    'a limit of oauth2-proxy below its request',
    signIn({ resources: { ...good().resources, memory: { request: mebibytes(42), limit: mebibytes(40) } } }),
    'prod/nginx/signIn: resources.memory.limit is 40MiB, must be at least the request of 42MiB',
  ),
  row(
    119,
    'a release of oauth2-proxy that forged headers pass',
    setAll({ nginx: { ...nginx, signIn: good() }, images: { pins: { oauth2Proxy: { tag: 'v7.15.1' } } } }),
    'prod/nginx/signIn: the image of oauth2-proxy is v7.15.1, must be of version v7.15.2 or later; headers that somebody makes up let him past those before',
  ),
  row(
    119,
    'an option of oauth2-proxy',
    signIn({ skipAuthRoutes: ['^/prometheus/'] }),
    "prod: 'nginx.signIn.skipAuthRoutes' is unknown; use one of: authority, clientId, clientSecret, cookieSecret, emailDomains, groups, groupsClaim, issuerUrl, pathGroups, resources, scopes",
  ),
  row(
    119,
    'the path of oauth2-proxy for a program',
    set('paths.prometheus', '/oauth2/'),
    "prod/nginx: paths.prometheus is '/oauth2/', must be a path that does not begin with /oauth2/, which is taken",
  ),
];
