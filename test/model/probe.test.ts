import {
  catalogue,
  certificateExpires,
  certificateProbe,
  defineService,
  dnsProbe,
  httpProbe,
  minutes,
  probeFailed,
  probesOf,
  probeSlow,
  promql,
  seconds,
  targetDown,
  tcpProbe,
  up,
} from '../../model';
import type { Alert, DeliveryContext, Probe, ScrapeJob, Service } from '../../model';
import { relabelled } from '../support/relabel';
import { refusal } from '../support/refusal';

const share = { proves: 'it answers', severity: 'critical' } as const;

const probes = probesOf('shop', {
  health: httpProbe({ path: '/health?deep=$1', ...share }),
  till: httpProbe({ path: '/till', port: 8443, tls: true, status: [200, 204], body: 'open', ...share }),
  stock: tcpProbe({ port: 5432, interval: seconds(30), timeout: seconds(5), ...share, severity: 'warning' }),
  door: httpProbe({ at: 'public-url', path: '/door', ...share }),
  mail: certificateProbe({ port: 465, ...share }),
  name: dnsProbe({ query: 'shop.example.org', recordType: 'A', ...share, severity: 'warning' }),
});

const context: DeliveryContext = {
  environment: 'test',
  discovery: [{ kind: 'static', targets: ['shop-1.example.org:8080', '[2001:db8::7]:80'] }],
  prober: { address: 'blackbox:9115' },
  thresholds: {},
  scrapeInterval: seconds(15),
  scrapeTimeout: seconds(10),
  evaluationInterval: seconds(15),
  publicUrl: 'https://monitoring.example.org',
};

const thing = { thing: 'The shop', impact: 'nobody can buy' };
const failed = probeFailed('ShopFails', [probes.health, probes.till, probes.door, probes.mail], thing);
const weak = probeFailed('ShopLimps', [probes.stock, probes.name], thing);
const expires = certificateExpires('ShopCertificateExpires', [probes.till, probes.door, probes.mail], thing);
const slow = probeSlow('ShopSlow', [probes.till], { ...thing, limit: seconds(2) });
const metrics = catalogue('shop', { up });
const down = targetDown('ShopDown', 'ShopAbsent', metrics.up, thing);

function shop(alerts: readonly Alert[] = [down, failed, weak, expires, slow], declared = probes): Service {
  return defineService({
    id: 'shop',
    title: 'Shop',
    owner: 'clerks',
    metrics,
    scrape: { sampleLimit: 10 },
    probes: declared,
    alerts,
    board: 'shop-overview',
    boards: () => ({ dashboards: [], omissions: [] }),
    runbook: () => '',
  });
}

const delivered = (changes: Partial<DeliveryContext> = {}) => shop().deliver({ ...context, ...changes });
const jobOf = (name: string, changes: Partial<DeliveryContext> = {}): ScrapeJob | undefined =>
  delivered(changes).scrapeJobs.find(({ job }) => job === `probe-shop-${name}`);

/** What Prometheus asks of the exporter, and the labels of the answer. */
const asked = (name: string, address: string, changes: Partial<DeliveryContext> = {}) =>
  relabelled({ __address__: address }, jobOf(name, changes)?.relabelings ?? []);

describe('a probe job', () => {
  it('asks the exporter, for the page of each address that the service has', () => {
    expect(jobOf('health')).toMatchObject({
      discovery: context.discovery,
      metricsPath: '/probe',
      params: { module: ['shop-health'] },
      interval: seconds(15),
      timeout: seconds(4),
      probes: { protocol: 'TCP' },
    });
    expect(asked('till', 'shop-1.example.org:8080')).toEqual({
      __address__: 'blackbox:9115',
      __param_target: 'https://shop-1.example.org:8443/till',
      instance: 'https://shop-1.example.org:8443/till',
      job: 'probe',
      service: 'shop',
      probe: 'till',
    });
  });

  it.each([
    ['health', 'shop-1.example.org:8080', 'http://shop-1.example.org:8080/health?deep=$1'],
    ['health', 'shop-1.example.org:80', 'http://shop-1.example.org/health?deep=$1'],
    ['till', '[2001:db8::7]:8080', 'https://[2001:db8::7]:8443/till'],
    ['stock', 'shop-1.example.org:8080', 'shop-1.example.org:5432'],
    ['stock', 'shop-1.example.org', 'shop-1.example.org:5432'],
  ])('%s of %s asks %s', (name, address, target) => {
    expect(asked(name, address)['instance']).toBe(target);
  });

  it('has an interval of its own, and a timeout that leaves time to answer', () => {
    expect(jobOf('stock')).toMatchObject({ interval: seconds(30), timeout: seconds(6), probes: { port: 5432 } });
    const hasty = delivered({ scrapeInterval: seconds(1) });
    expect(hasty.scrapeJobs.find(({ job }) => job === 'probe-shop-till')?.timeout).toEqual(seconds(1));
    expect(hasty.probeModules?.find(({ name }) => name === 'shop-till')?.timeout).toEqual(seconds(0.5));
  });

  it('asks the public URL where it is told to, under its own name', () => {
    expect(jobOf('door')).toMatchObject({
      discovery: [{ kind: 'static', targets: ['monitoring.example.org:443'] }],
      params: { module: ['shop-door'], hostname: ['monitoring.example.org'] },
    });
    expect(asked('door', 'monitoring.example.org:443')['instance']).toBe('https://monitoring.example.org/door');
    const inside = { prober: { address: 'blackbox:9115', publicAddress: 'nginx:8443' } };
    expect(jobOf('door', inside)?.discovery).toEqual([{ kind: 'static', targets: ['nginx:8443'] }]);
    expect(asked('door', 'nginx:8443', inside)['instance']).toBe('https://nginx:8443/door');
  });

  it('asks exactly the addresses that the environment names', () => {
    const named = { probeTargets: { till: ['shop.example.net:443'], stock: ['db.example.net:6543'] } };
    expect(jobOf('till', named)?.discovery).toEqual([{ kind: 'static', targets: ['shop.example.net:443'] }]);
    expect(asked('till', 'shop.example.net:443', named)['instance']).toBe('https://shop.example.net/till');
    expect(asked('stock', 'db.example.net:6543', named)['instance']).toBe('db.example.net:6543');
    expect(jobOf('stock', named)?.probes).toEqual({ protocol: 'TCP' });
  });

  it('of a name server needs its address, and goes by UDP', () => {
    expect(jobOf('name')).toBeUndefined();
    expect(jobOf('name', { probeTargets: { name: ['192.0.2.53:53'] } })?.probes).toEqual({ protocol: 'UDP' });
  });

  it('is left out where the environment says so, with its module', () => {
    const { scrapeJobs, probeModules = [] } = delivered({ probeTargets: { stock: [] } });
    expect(scrapeJobs.map(({ job }) => job)).toEqual([
      'shop',
      'probe-shop-health',
      'probe-shop-till',
      'probe-shop-door',
      'probe-shop-mail',
    ]);
    expect(probeModules.map(({ name }) => name)).toEqual(['shop-health', 'shop-till', 'shop-door', 'shop-mail']);
  });

  it('is refused for a probe that does not exist', () => {
    expect(() => delivered({ probeTargets: { til: ['a:1'] } })).toThrow(
      "services.shop.probes: probe 'til' is unknown; did you mean 'till'? (allowed: door, health, mail, name, stock, till)",
    );
  });
});

describe('the alerts on probes', () => {
  const rules = (changes: Partial<DeliveryContext> = {}) =>
    delivered(changes).ruleGroups.flatMap((group) => group.rules.flatMap((rule) => ('alert' in rule ? [rule] : [])));
  const named = (changes: Partial<DeliveryContext> = {}) => rules(changes).map(({ alert }) => alert);

  it('are those of the service, and lead to its runbook and to no target of its board', () => {
    const rule = rules().find(({ alert }) => alert === 'ShopFails');
    expect(rule).toMatchObject({
      expr: 'probe_success{job="probe", service="shop", probe=~"health|till|door|mail"} == 0',
      for: minutes(3),
      labels: { severity: 'critical', service: 'shop', team: 'clerks' },
      annotations: {
        runbook_url: 'https://monitoring.example.org/runbooks/shop.html#ShopFails',
        dashboard_url: 'https://monitoring.example.org/d/shop-overview?from=now-1h&to=now',
      },
    });
    expect(rule?.annotations['description']).toContain('A success of till proves that it answers.');
  });

  it('wait for three probes of the slowest', () => {
    const [lazy] = Object.values(
      probesOf('shop', { lazy: tcpProbe({ ...share, interval: minutes(2), timeout: seconds(5) }) }),
    );
    expect(probeFailed('ShopLazy', [lazy as Probe], thing).spec.for).toEqual(minutes(6));
  });

  it('are left out, with the reason, where nothing is probed', () => {
    const { prober, ...blind } = context;
    expect(prober).toBeDefined();
    const { omissions, probeModules } = shop().deliver(blind);
    expect(probeModules).toBeUndefined();
    expect(omissions.map(({ name, reason }) => `${name}: ${reason}`)).toEqual(
      ['ShopFails', 'ShopLimps', 'ShopCertificateExpires', 'ShopSlow'].map(
        (name) => `${name}: probe_success: nothing is probed here`,
      ),
    );
  });

  it('stand alone where the service is probed and not scraped', () => {
    const probed = { discovery: [], probeTargets: { till: ['shop.example.net:443'] } };
    expect(named(probed)).toEqual(['ShopFails', 'ShopCertificateExpires', 'ShopCertificateExpires', 'ShopSlow']);
    expect(delivered(probed).scrapeJobs.map(({ job }) => job)).toEqual(['probe-shop-till', 'probe-shop-door']);
    expect(named({ discovery: [], probeTargets: { door: [] } })).toEqual([]);
  });

  it('are of one severity', () => {
    expect(refusal(() => probeFailed('ShopMixed', [probes.till, probes.stock], thing))).toBe(
      "alert ShopMixed: probe 'stock' is warning and 'till' is critical, must be of one severity; make an alert for each severity",
    );
  });

  it('watch no certificate where none is shown', () => {
    expect(refusal(() => certificateExpires('ShopNoCertificate', [probes.health], thing))).toBe(
      "alert ShopNoCertificate: probe 'health' sees no certificate, must be one with TLS; give the probe 'tls: true'",
    );
  });
});

describe('defineService', () => {
  it('refuses a probe whose failure, or whose certificate, is told to nobody', () => {
    const others = probesOf('other', { till: tcpProbe(share) });
    expect(refusal(() => shop([down, weak], { ...probes, till: others.till }))).toBe(
      [
        '[AL-20] shop/probes/health: no alert watches its failure; add probeFailed(…) to the alerts',
        "[AL-20] shop/probes/till: belongs to 'other'; declare it by probesOf('shop', …)",
        '[AL-20] shop/probes/till: no alert watches its failure; add probeFailed(…) to the alerts',
        '[AL-20] shop/probes/door: no alert watches its failure; add probeFailed(…) to the alerts',
        '[AL-20] shop/probes/door: no alert watches its certificate; add certificateExpires(…) to the alerts',
        '[AL-20] shop/probes/mail: no alert watches its failure; add probeFailed(…) to the alerts',
        '[AL-20] shop/probes/mail: no alert watches its certificate; add certificateExpires(…) to the alerts',
      ].join('\n'),
    );
  });
});

describe('probesOf', () => {
  it('refuses what no exporter could carry out, all at once', () => {
    const make = () =>
      probesOf('shop', {
        'Big-Name': tcpProbe({ ...share, port: 70_000 }),
        lazy: tcpProbe({ ...share, interval: minutes(3) }),
        slow: tcpProbe({ ...share, interval: seconds(5), timeout: seconds(5) }),
        page: httpProbe({ ...share, path: 'health page', status: [200, 99] }),
        door: httpProbe({ ...share, at: 'public-url', path: '/', port: 80 }),
        sent: httpProbe({ ...share, path: '/', send: '{}' }),
      });
    expect(refusal(make)).toBe(
      [
        "shop/probes/Big-Name: name is 'Big-Name', must be of small letters, digits and _; it is the value of a label",
        'shop/probes/Big-Name: port is 70000, must be from 1 to 65535; write the port that the service listens on',
        'shop/probes/lazy: interval is 3m, must be at most 2m; Prometheus forgets a series after five minutes',
        'shop/probes/slow: timeout is 5s, must be a second shorter than the interval; lower the timeout',
        "shop/probes/page: path is 'health page', must start with / and have no space; write it as a client does",
        'shop/probes/page: status is [200, 99], must be one or more codes from 100 to 599; leave it out for 200',
        "shop/probes/door: the public URL is probed with a 'port' or without TLS, must be as it is; leave out 'port' and 'tls'",
        "shop/probes/sent: a GET sends a body, must be a POST; give method: 'POST'",
      ].join('\n'),
    );
  });

  it('gives each probe its own series, for objectives and panels', () => {
    expect(promql`avg_over_time(${probes.till.success}[30m])`.text()).toBe(
      'avg_over_time(probe_success{job="probe", service="shop", probe="till"}[30m])',
    );
  });
});
