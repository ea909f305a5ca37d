/** How people sign in: the role that groups give by the real JMESPath, and files as their parsers read them. */
import { search } from 'jmespath';
import { parse } from 'smol-toml';
import { grafanaProgram } from '../../../constructs/grafana/program';
import type { LdapSignIn, OidcSignIn, SignIn } from '../../../constructs/grafana/sign-in';
import type { GrafanaOptions } from '../../../constructs/monitoring/environment';
import { kubernetesAddresses } from '../../../constructs/monitoring/kubernetes-addresses';
import { wire } from '../../../constructs/monitoring/wiring';
import { App, Chart } from 'cdk8s';
import { Monitoring } from '../../../constructs/monitoring/index';
import type { KubernetesObject } from '../../../stacks/plan/kubernetes-object';
import { record as fields } from '../../../stacks/plan/kubernetes-object';
import { folderPlace, shop, validEnvironment, watchdog } from '../fixture';

const oidc: OidcSignIn = {
  kind: 'oidc',
  name: 'Example',
  clientId: 'grafana',
  clientSecret: { secret: 'grafana', key: 'oidc-secret' },
  authorizationUrl: 'https://id.example.org/authorize',
  tokenUrl: 'https://id.example.org/token',
  userInfoUrl: 'https://id.example.org/userinfo',
  groupsClaim: 'realm_access.groups',
  roles: { admin: ['operators', 'leads'], editor: ['developers'], viewer: ['staff'] },
};

const ldap: LdapSignIn = {
  kind: 'ldap',
  server: { host: 'ldap.example.org', port: 636 },
  authority: { secret: 'ldap', key: 'ca.crt' },
  bindDn: 'cn=grafana,dc=example,dc=org',
  bindPassword: { secret: 'ldap', key: 'password' },
  searchBaseDns: ['ou=people,dc=example,dc=org'],
  searchFilter: '(uid=%s)',
  roles: { admin: ['cn=operators,ou=groups,dc=example,dc=org'], viewer: ['cn=staff,ou=groups,dc=example,dc=org'] },
};

const database = {
  server: { host: 'db.example.org', port: 5432 },
  name: 'grafana',
  user: 'grafana',
  password: { secret: 'grafana', key: 'db-password' },
  authority: { secret: 'grafana', key: 'db-ca.crt' },
};

function environment(changes: Partial<GrafanaOptions>): ReturnType<typeof validEnvironment> {
  const { volume: _, ...grafana } = validEnvironment().grafana;
  return validEnvironment({ grafana: { ...grafana, ...changes } });
}

function files(changes: Partial<GrafanaOptions>): ReadonlyMap<string, string> {
  const own = environment(changes);
  const { grafana } = wire(own, [shop(), watchdog()], kubernetesAddresses(own));
  return new Map(grafanaProgram(grafana, folderPlace('/x')).files.map(({ path, content }) => [path, content]));
}

/** The lines of a section of grafana.ini. */
function section(name: string, changes: Partial<GrafanaOptions>): Readonly<Record<string, string>> {
  const [, rest = ''] = (files(changes).get('config/grafana.ini') ?? '').split(`[${name}]\n`);
  const [own = ''] = rest.split('\n[');
  return Object.fromEntries([...own.matchAll(/^(\w+) = (.*)$/gm)].map(([, key, value]) => [key, value]));
}

describe('OpenID Connect', () => {
  const settings = section('auth.generic_oauth', { signIn: oidc });

  it.each([
    [['operators'], 'Admin'],
    [['staff', 'leads'], 'Admin'],
    [['staff', 'developers'], 'Editor'],
    [['staff'], 'Viewer'],
    [['strangers'], false],
    [['operators2'], false],
    [[], false],
  ])('gives members of %j the role %s', (groups, role) => {
    expect(search({ realm_access: { groups } }, settings['role_attribute_path'] ?? '')).toBe(role);
  });

  it('lets nobody in without a role, and reads its secret from a file', () => {
    expect(settings).toMatchObject({
      enabled: 'true',
      client_id: 'grafana',
      client_secret: '$__file{/x/secrets/grafana/oidc-secret}',
      auth_url: 'https://id.example.org/authorize',
      scopes: 'openid profile email',
      use_pkce: 'true',
      role_attribute_strict: 'true',
    });
  });
});

describe('LDAP', () => {
  const toml = (signIn: SignIn): object => parse(files({ signIn }).get('config/ldap.toml') ?? '');

  it('asks over TLS, with its password from a file', () => {
    expect(section('auth.ldap', { signIn: ldap })).toMatchObject({ config_file: '/x/etc/config/ldap.toml' });
    expect(toml(ldap)).toEqual({
      servers: [
        {
          host: 'ldap.example.org',
          port: 636,
          use_ssl: true,
          start_tls: false,
          min_tls_version: 'TLS1.2',
          root_ca_cert: '/x/secrets/ldap/ca.crt',
          bind_dn: 'cn=grafana,dc=example,dc=org',
          bind_password: '$__file{/x/secrets/ldap/password}',
          search_filter: '(uid=%s)',
          search_base_dns: ['ou=people,dc=example,dc=org'],
          attributes: { username: 'uid', name: 'givenName', surname: 'sn', email: 'mail', member_of: 'memberOf' },
          group_mappings: [
            { group_dn: 'cn=operators,ou=groups,dc=example,dc=org', org_role: 'Admin' },
            { group_dn: 'cn=staff,ou=groups,dc=example,dc=org', org_role: 'Viewer' },
          ],
        },
      ],
    });
  });

  it('begins encryption on the port of plain LDAP', () => {
    expect(toml({ ...ldap, server: { host: 'ldap.example.org', port: 389 } })).toMatchObject({
      servers: [{ use_ssl: true, start_tls: true }],
    });
  });
});

describe('replicas', () => {
  const rendered = (changes: Partial<GrafanaOptions>): readonly KubernetesObject[] => {
    const chart = new Chart(new App(), 'test', { disableResourceNameHashes: true });
    new Monitoring(chart, 'monitoring', { environment: environment(changes), services: [shop(), watchdog()] });
    return (chart.toJson() as readonly KubernetesObject[]).filter(({ metadata }) => metadata.name === 'grafana');
  };

  it('share a database that proves who it is, a budget and a way to be found', () => {
    const changes = { replicas: 2, database };
    expect(section('database', changes)).toEqual({
      type: 'postgres',
      host: 'db.example.org:5432',
      name: 'grafana',
      user: 'grafana',
      password: '$__file{/x/secrets/grafana/db-password}',
      ssl_mode: 'verify-full',
      ca_cert_path: '/x/secrets/grafana/db-ca.crt',
    });
    const objects = rendered(changes);
    expect(objects.map(({ kind }) => kind)).toContain('PodDisruptionBudget');
    const deployment = objects.find(({ kind }) => kind === 'Deployment');
    expect(fields(deployment?.['spec'])).toMatchObject({ replicas: 2, strategy: { type: 'RollingUpdate' } });
    const policy = JSON.stringify(objects.find(({ kind }) => kind === 'NetworkPolicy'));
    expect(policy).toContain('"port":5432');
  });

  it('have no budget when there is one', () => {
    expect(rendered({}).map(({ kind }) => kind)).not.toContain('PodDisruptionBudget');
  });
});
