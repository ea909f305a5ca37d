/** Checks of how people sign in, and of a database of one's own. */
import { port, serviceUrl } from '../check/names';
import { repeated } from '../check/repeated';
import type { Report } from '../check/report';
import { type Shape, list, object, secret, text, union, whole } from '../check/shape';
import type { GrafanaDatabase } from './database';
import type { GrafanaRoles, LdapSignIn, OidcSignIn, SignIn } from './sign-in';

const endpoint = object({ host: text, port: whole(1) });
const rolesShape = object({ admin: list(text) }, { editor: list(text), viewer: list(text) });

/** A way to sign in. */
export const signInShape: Shape = union('kind', {
  oidc: object(
    {
      ...{ kind: text, name: text, clientId: text, clientSecret: secret, groupsClaim: text, roles: rolesShape },
      ...{ authorizationUrl: text, tokenUrl: text, userInfoUrl: text },
    },
    { scopes: list(text) },
  ),
  ldap: object(
    {
      ...{ kind: text, server: endpoint, bindDn: text, bindPassword: secret, roles: rolesShape },
      ...{ searchBaseDns: list(text), searchFilter: text },
    },
    {
      authority: secret,
      attributes: object({}, { username: text, name: text, surname: text, email: text, memberOf: text }),
    },
  ),
});

/** What its shape cannot tell of a way to sign in. */
export function checkSignIn(signIn: SignIn, report: Report): void {
  checkRoles(signIn.roles, report);
  if (signIn.kind === 'oidc') checkOidc(signIn, report);
  else checkLdap(signIn, report);
}

function groupsOf({ admin, editor = [], viewer = [] }: GrafanaRoles): readonly string[] {
  return [...admin, ...editor, ...viewer];
}

function checkRoles(roles: GrafanaRoles, report: Report): void {
  const all = groupsOf(roles);
  if (all.length === 0) report.refuse('roles has no group, must have one that is let in');
  for (const group of repeated(all)) {
    report.refuse(`group '${group}' has two roles, must have one`);
  }
}

/** A quote would end the text in an expression; the two others would end the line of the file. */
const SAFE = /^[^'`;#"]+$/;

function checkOidc({ authorizationUrl, tokenUrl, userInfoUrl, ...oidc }: OidcSignIn, report: Report): void {
  for (const [name, url] of Object.entries({ authorizationUrl, tokenUrl, userInfoUrl })) {
    report.must(name, url, serviceUrl(url));
  }
  for (const group of groupsOf(oidc.roles)) {
    if (!SAFE.test(group)) report.must('a group', group, 'a text without \' ` ; # and "');
  }
  if (!/^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$/.test(oidc.groupsClaim)) {
    report.must('groupsClaim', oidc.groupsClaim, 'the path of a claim: groups, realm_access.roles');
  }
  for (const [name, value] of Object.entries({ name: oidc.name, clientId: oidc.clientId })) {
    if (!SAFE.test(value)) report.must(name, value, 'a text without \' ` ; # and "');
  }
}

function checkLdap({ server, searchFilter, searchBaseDns, bindDn }: LdapSignIn, report: Report): void {
  report.must('server.port', server.port, port(server.port));
  if (!/^\(.*%s.*\)$/.test(searchFilter)) report.must('searchFilter', searchFilter, 'a filter with %s in it: (uid=%s)');
  if (searchBaseDns.length === 0) report.refuse('searchBaseDns is empty, must name where people are');
  for (const dn of [bindDn, ...searchBaseDns]) {
    if (!/^[A-Za-z][\w-]*=[^=]+(?:,[A-Za-z][\w-]*=[^=]+)*$/.test(dn)) {
      report.must('a name of the directory', dn, 'a distinguished name: ou=people,dc=example,dc=org');
    }
  }
}

/** Several replicas that each have a file of their own would each know other users. */
export function checkDatabase(
  database: GrafanaDatabase | undefined,
  { replicas, hasVolume }: { readonly replicas: number; readonly hasVolume: boolean },
  report: Report,
): void {
  if (database === undefined) {
    if (replicas > 1) report.must('replicas', replicas, '1, or with a database that the replicas share');
    return;
  }
  report.must('database.server.port', database.server.port, port(database.server.port));
  if (hasVolume) report.refuse('volume is given beside database, must be left out: nothing is kept in it');
}
