/**
 * How people sign in, beside the form. The role of each follows from the groups that the directory says they are in.
 * https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/
 */
import type { SecretRef } from '../../model/delivery';
import { type Endpoint, type Place, endpointOf } from '../program';
import type { Ini } from '../render/ini';
import { tomlAssignment } from '../render/toml';

export type SignIn = OidcSignIn | LdapSignIn;

/** Groups by the role that they have; the highest counts. Whoever is in none of them is not let in. */
export interface GrafanaRoles {
  readonly admin: readonly string[];
  readonly editor?: readonly string[];
  readonly viewer?: readonly string[];
}

/**
 * A provider of OpenID Connect.
 * https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/
 */
export interface OidcSignIn {
  readonly kind: 'oidc';
  /** On the button: `Sign in with NAME`. */
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: SecretRef;
  /** Endpoints as the provider's discovery document names them. */
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly userInfoUrl: string;
  /** The claim that lists groups. */
  readonly groupsClaim: string;
  readonly roles: GrafanaRoles;
  /** @default - `openid`, `profile`, `email` */
  readonly scopes?: readonly string[];
}

/**
 * A directory that is asked by LDAP over TLS.
 * https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/ldap/
 */
export interface LdapSignIn {
  readonly kind: 'ldap';
  readonly server: Endpoint;
  /** Certificate of the authority that the server's must come from; any public one when absent. */
  readonly authority?: SecretRef;
  readonly bindDn: string;
  readonly bindPassword: SecretRef;
  /** Where people are: `ou=people,dc=example,dc=org`. */
  readonly searchBaseDns: readonly string[];
  /** Finds one of them by the name that was typed: `(uid=%s)`. */
  readonly searchFilter: string;
  /** Attributes of a person. @default - those of inetOrgPerson, and `memberOf` */
  readonly attributes?: Partial<LdapAttributes>;
  /** Groups are whole names: `cn=operators,ou=groups,dc=example,dc=org`. */
  readonly roles: GrafanaRoles;
}

export interface LdapAttributes {
  readonly username: string;
  readonly name: string;
  readonly surname: string;
  readonly email: string;
  readonly memberOf: string;
}

const INET_ORG_PERSON: LdapAttributes = {
  username: 'uid',
  name: 'givenName',
  surname: 'sn',
  email: 'mail',
  memberOf: 'memberOf',
};

/** Sections of grafana.ini. */
export function signInIni(signIn: SignIn, place: Place): Ini {
  return signIn.kind === 'oidc' ? oidcIni(signIn, place) : ldapIni(place);
}

function oidcIni(oidc: OidcSignIn, place: Place): Ini {
  return {
    'auth.generic_oauth': {
      enabled: true,
      name: oidc.name,
      client_id: oidc.clientId,
      client_secret: `$__file{${place.secretFile(oidc.clientSecret)}}`,
      auth_url: oidc.authorizationUrl,
      token_url: oidc.tokenUrl,
      api_url: oidc.userInfoUrl,
      scopes: (oidc.scopes ?? ['openid', 'profile', 'email']).join(' '),
      use_pkce: true,
      // The provider decides who exists; the form has no way to make an account.
      allow_sign_up: true,
      role_attribute_path: roleOfClaim(oidc),
      role_attribute_strict: true,
      skip_org_role_sync: false,
    },
  };
}

/** JMESPath that turns a list of groups into one role. https://jmespath.org/specification.html */
function roleOfClaim({ groupsClaim, roles }: OidcSignIn): string {
  return byRole(roles)
    .map(([role, groups]) => {
      const isMember = groups.map((group) => `contains(${groupsClaim}[*], '${group}')`).join(' || ');
      return `(${isMember}) && '${role}'`;
    })
    .join(' || ');
}

function byRole({ admin, editor = [], viewer = [] }: GrafanaRoles): readonly (readonly [string, readonly string[]])[] {
  const all = [
    ['Admin', admin],
    ['Editor', editor],
    ['Viewer', viewer],
  ] as const;
  return all.filter(([, groups]) => groups.length > 0);
}

/** Path of {@link ldapToml} among a program's files. */
export const LDAP_FILE = 'config/ldap.toml';

function ldapIni({ configDir }: Place): Ini {
  return { 'auth.ldap': { enabled: true, config_file: `${configDir}/${LDAP_FILE}`, allow_sign_up: true } };
}

/** ldap.toml. Grafana reads the password from its file, as it does in grafana.ini. */
export function ldapToml(ldap: LdapSignIn, place: Place): string {
  const { username, name, surname, email, memberOf } = { ...INET_ORG_PERSON, ...ldap.attributes };
  const lines = [
    '[[servers]]',
    tomlAssignment('host', ldap.server.host),
    tomlAssignment('port', ldap.server.port),
    tomlAssignment('use_ssl', true),
    // On the port of plain LDAP encryption begins once the server agreed to it.
    tomlAssignment('start_tls', ldap.server.port !== LDAPS_PORT),
    tomlAssignment('min_tls_version', 'TLS1.2'),
    ...(ldap.authority === undefined ? [] : [tomlAssignment('root_ca_cert', place.secretFile(ldap.authority))]),
    tomlAssignment('bind_dn', ldap.bindDn),
    tomlAssignment('bind_password', `$__file{${place.secretFile(ldap.bindPassword)}}`),
    tomlAssignment('search_filter', ldap.searchFilter),
    tomlAssignment('search_base_dns', ldap.searchBaseDns),
    '[servers.attributes]',
    ...Object.entries({ username, name, surname, email, member_of: memberOf }).map(([key, value]) =>
      tomlAssignment(key, value),
    ),
    ...byRole(ldap.roles).flatMap(([role, groups]) =>
      groups.flatMap((group) => [
        '[[servers.group_mappings]]',
        tomlAssignment('group_dn', group),
        tomlAssignment('org_role', role),
      ]),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** LDAP that is encrypted from the first byte. */
const LDAPS_PORT = 636;

/** What Grafana must be able to reach. The authorization is the browser's to ask. */
export function signInEndpoints(signIn: SignIn): readonly Endpoint[] {
  return signIn.kind === 'oidc' ? [signIn.tokenUrl, signIn.userInfoUrl].map(endpointOf) : [signIn.server];
}
