import { parse } from 'yaml';
import { grafanaProgram } from '../../../constructs/grafana/program';
import { wire } from '../../../constructs/monitoring/wiring';
import { seconds } from '../../../model/quantity';
import { folderPlace, loopbackAddresses, shop, validEnvironment, watchdog } from '../fixture';

const { grafana } = wire(validEnvironment({ scrapeInterval: seconds(25) }), [shop(), watchdog()], loopbackAddresses());
const program = grafanaProgram(grafana, folderPlace('/x', 3001));
const file = (path: string): string => program.files.find((each) => each.path === path)?.content ?? '';

/** The settings as `section.key`. */
function settings(): Readonly<Record<string, string>> {
  let section = '';
  const found: Record<string, string> = {};
  for (const line of file('config/grafana.ini').split('\n')) {
    const [, name] = /^\[(.+)\]$/.exec(line) ?? [];
    const [, key = '', value = ''] = /^(\w+) = (.*)$/.exec(line) ?? [];
    if (name !== undefined) section = name;
    else if (key !== '') found[`${section}.${key}`] = value;
  }
  return found;
}

describe('grafana.ini', () => {
  it('keeps strangers out, and has no password of its own', () => {
    expect(settings()).toMatchObject({
      'auth.anonymous.enabled': 'false',
      'auth.basic.enabled': 'false',
      'users.allow_sign_up': 'false',
      'users.allow_org_create': 'false',
      'security.admin_user': 'operator',
      'security.admin_password': '$__file{/x/secrets/grafana/admin-password}',
      'security.secret_key': '$__file{/x/secrets/grafana/secret-key}',
    });
  });

  it('sends cookies over TLS only, and lets no other site frame it', () => {
    expect(settings()).toMatchObject({
      'security.cookie_secure': 'true',
      'security.cookie_samesite': 'lax',
      'security.allow_embedding': 'false',
      'security.content_security_policy': 'true',
    });
  });

  it('asks nothing of the internet', () => {
    expect(settings()).toMatchObject({
      'analytics.reporting_enabled': 'false',
      'analytics.check_for_updates': 'false',
      'analytics.check_for_plugin_updates': 'false',
      'news.news_feed_enabled': 'false',
      'plugins.preinstall_disabled': 'true',
      'plugins.plugin_admin_enabled': 'false',
      'security.disable_gravatar': 'true',
      'snapshots.external_enabled': 'false',
    });
  });

  it('is served at the root of the public name', () => {
    expect(settings()).toMatchObject({
      'server.root_url': 'https://monitoring.example.org/',
      'server.domain': 'monitoring.example.org',
      'server.http_addr': '127.0.0.1',
      'server.http_port': '3001',
    });
    expect(program.env).toEqual({ GF_PATHS_CONFIG: '/x/etc/config/grafana.ini' });
  });
});

describe('data sources', () => {
  it('have fixed uids, the sub-paths, and the real scrape interval', () => {
    const { datasources } = parse(file('provisioning/datasources/vedette.yml')) as { datasources: object[] };
    expect(datasources).toMatchObject([
      {
        uid: 'prometheus',
        url: 'http://127.0.0.1:19090/prometheus/',
        isDefault: true,
        editable: false,
        access: 'proxy',
        jsonData: { timeInterval: '25s', httpMethod: 'POST' },
      },
      { uid: 'alertmanager', url: 'http://127.0.0.1:19093/alertmanager/', isDefault: false, editable: false },
    ]);
  });
});

describe('dashboards', () => {
  it('are files in the folder that a provider reads, and cannot be changed in the browser', () => {
    const { providers } = parse(file('provisioning/dashboards/vedette.yml')) as { providers: object[] };
    expect(providers).toMatchObject([
      {
        folder: 'The Shops',
        folderUid: 'the-shops',
        allowUiUpdates: false,
        options: { path: '/x/etc/dashboards/the-shops' },
      },
    ]);
    expect(file('dashboards/the-shops/shop-overview.json')).toBe('{"a":2,"b":1,"title":"shop"}\n');
  });
});
