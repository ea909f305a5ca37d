/** The file that oauth2-proxy reads. The program cannot be had here: its documentation stands in for it. */
import { parse } from 'smol-toml';
import { kubernetesAddresses } from '../../../constructs/monitoring/kubernetes-addresses';
import type { NginxSignIn } from '../../../constructs/monitoring/sign-in';
import { wire } from '../../../constructs/monitoring/wiring';
import { oauth2ProxyProgram } from '../../../constructs/oauth2-proxy/program';
import { folderPlace, shop, validEnvironment, watchdog } from '../fixture';
import { faultsOf } from './documented';
import { signedIn } from './fixture';

/** The file of an environment whose sign-in has `changes`. */
function file(changes: Partial<NginxSignIn> = {}): Readonly<Record<string, unknown>> {
  const environment = signedIn(validEnvironment(), changes);
  const { oauth2Proxy } = wire(environment, [shop(), watchdog()], kubernetesAddresses(environment));
  if (oauth2Proxy === undefined) throw new Error('nobody signs in');
  const program = oauth2ProxyProgram(oauth2Proxy, folderPlace('/x', 4180));
  expect(program.args).toEqual(['--config=/x/etc/config/oauth2-proxy.cfg']);
  expect(program.files.map(({ path }) => path)).toEqual(['config/oauth2-proxy.cfg']);
  return parse(program.files[0]?.content ?? '');
}

const everything: Partial<NginxSignIn> = {
  emailDomains: ['example.org', 'example.com'],
  groupsClaim: 'realm_access.roles',
  scopes: ['openid', 'email', 'groups'],
  authority: { secret: 'authority', key: 'ca.crt' },
};

it('is this, and nothing else', () => {
  expect(file(everything)).toEqual({
    http_address: '127.0.0.1:4180',
    reverse_proxy: true,
    trusted_proxy_ips: ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
    redirect_url: 'https://monitoring.example.org/oauth2/callback',
    skip_provider_button: true,
    set_xauthrequest: true,
    upstreams: ['static://404'],
    provider: 'oidc',
    oidc_issuer_url: 'https://id.example.org/realms/staff',
    client_id: 'monitoring',
    client_secret_file: '/x/secrets/sign-in/client-secret',
    scope: 'openid email groups',
    oidc_groups_claim: 'realm_access.roles',
    code_challenge_method: 'S256',
    insecure_oidc_skip_nonce: false,
    provider_ca_files: ['/x/secrets/authority/ca.crt'],
    email_domains: ['example.org', 'example.com'],
    allowed_groups: ['staff', 'operators', 'on call'],
    cookie_name: '__Host-vedette',
    cookie_secret_file: '/x/secrets/sign-in/cookie-secret',
    cookie_secure: true,
    cookie_httponly: true,
    cookie_samesite: 'lax',
    cookie_expire: '12h',
    cookie_csrf_per_request: true,
    cookie_csrf_per_request_limit: 5,
    session_cookie_minimal: true,
    request_logging: false,
  });
});

it('lets anybody with an address in where groups say who may, and members of no group where domains do', () => {
  expect(file()).toMatchObject({ email_domains: ['*'], allowed_groups: ['staff', 'operators', 'on call'] });
  const domains = file({ groups: undefined, emailDomains: ['example.org'] } as unknown as Partial<NginxSignIn>);
  expect(domains).toMatchObject({ email_domains: ['example.org'] });
  expect(domains).not.toHaveProperty('allowed_groups');
});

describe('the documentation', () => {
  it.each([
    ['the shortest', {}],
    ['the longest', everything],
  ])('has nothing against %s file', (_name, changes) => {
    expect(faultsOf(file(changes))).toEqual([]);
  });

  it.each([
    [{ cookie_same_site: 'lax' }, ['cookie_same_site is no option']],
    [{ cookie_secure: 'true' }, ['cookie_secure is "true", must be a flag']],
    [{ cookie_expire: '1d' }, ['cookie_expire is "1d", must be a duration']],
    [{ email_domains: [1] }, ['email_domains is [1], must be a list']],
    [{ cookie_csrf_per_request_limit: 1.5 }, ['cookie_csrf_per_request_limit is 1.5, must be a number']],
    [{ cookie_samesite: 'Lax' }, ['cookie_samesite must be one of , lax, strict, none']],
    [{ client_secret_file: ['/x'] }, ['client_secret_file is ["/x"], must be a text']],
  ])('refuses %j', (wrong, faults) => {
    expect(faultsOf(wrong)).toEqual(faults);
  });
});
