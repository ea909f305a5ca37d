import type { Environment } from '../../constructs/monitoring/environment';
import { VedetteError, problemText } from '../../model/problem';
import { days, gibibytes, millis, seconds } from '../../model/quantity';
import {
  base,
  environmentNamed,
  environmentNames,
  environments,
  extend,
  validateEnvironment,
} from '../../stacks/environments';
import { services } from '../../services/registry';
import { goodServices } from '../constructs/bad-inputs/row';
import { validEnvironment } from '../constructs/fixture';

describe('environments', () => {
  it.each(Object.values(environments))('$name can stand, with the services of the registry', (environment) => {
    expect(validateEnvironment(environment, services).map(problemText)).toEqual([]);
  });

  it('differ in name, cluster and host, so that nothing of one is taken for another', () => {
    const all: readonly Environment[] = Object.values(environments);
    for (const field of ['name', 'cluster', 'host'] as const) {
      expect(new Set(all.map((each) => each[field])).size).toBe(all.length);
    }
    expect(environmentNames).toEqual(Object.values(environments).map(({ name }) => name));
  });

  it('page people from production only', () => {
    const pages = (environment: Environment): boolean =>
      JSON.stringify(environment.alertmanager.receivers).includes('"pagerDuty"');
    expect(
      Object.values(environments)
        .filter(pages)
        .map(({ name }) => name),
    ).toEqual(['prod']);
  });

  it('keep a month in production, on a volume that is larger', () => {
    const { prometheus } = environments.prod;
    expect(prometheus).toMatchObject({ replicas: 2, retention: days(30), retentionSize: gibibytes(50) });
    expect(prometheus.volume.size.value).toBeGreaterThan(1.2 * prometheus.retentionSize.value);
  });

  it('are found by name, and a slip is named', () => {
    expect(environmentNamed('prod')).toBe(environments.prod);
    expect(() => environmentNamed('prd')).toThrow(
      new VedetteError([
        {
          where: 'stacks/environments.ts',
          what: "environment is 'prd', must be one that is defined",
          remedy: "did you mean 'prod'? (allowed: dev, local, prod, staging)",
        },
      ]),
    );
    expect(() => environmentNamed('constructor')).toThrow(VedetteError);
  });
});

describe('extend', () => {
  it('merges settings to any depth, and changes nothing of the base', () => {
    const before = JSON.stringify(base);
    const extended = extend(base, { prometheus: { replicas: 3, volume: { storageClass: 'fast' } } });
    expect(extended.prometheus).toEqual({
      ...base.prometheus,
      replicas: 3,
      volume: { ...base.prometheus.volume, storageClass: 'fast' },
    });
    expect(JSON.stringify(base)).toBe(before);
  });

  it('replaces quantities, secrets, discoveries and lists as a whole', () => {
    const from = extend(base, {
      services: { rstmdb: { discovery: [{ kind: 'static', targets: ['a:1'] }], dialect: 'x' } },
    });
    const extended = extend(from, {
      scrapeTimeout: seconds(3),
      nginx: { users: { secret: 'other', key: 'k' }, exposure: { type: 'LoadBalancer', sourceRanges: ['10.0.0.0/8'] } },
      services: { rstmdb: { discovery: [] } },
    });
    expect(extended.scrapeTimeout).toEqual(seconds(3));
    expect(extended.nginx.users).toEqual({ secret: 'other', key: 'k' });
    expect(extended.nginx.exposure).toEqual({ type: 'LoadBalancer', sourceRanges: ['10.0.0.0/8'] });
    expect(extended.services).toEqual({ rstmdb: { discovery: [], dialect: 'x' } });
  });

  it('takes away what need not be there, and nothing else', () => {
    expect(extend(base, { nginx: { users: undefined } }).nginx).not.toHaveProperty('users');
    // @ts-expect-error -- every environment has a name
    expect(extend(base, { name: undefined })).toBeDefined();
  });

  it('takes a threshold by the name of an alert, and no other name', () => {
    const changed = extend(base, { thresholds: { RstmdbHighLatency: millis(250) } });
    expect(changed.thresholds).toEqual({ RstmdbHighLatency: millis(250) });
    // @ts-expect-error -- the alert's name has a slip, which does not compile
    expect(extend(base, { thresholds: { RstmdbHighLatencyy: millis(250) } })).toBeDefined();
  });
});

describe('validateEnvironment', () => {
  it('reports everything at once', () => {
    const environment = validEnvironment({ host: 'A B', cluster: 'x y', scrapeTimeout: seconds(40) });
    const wrong = { ...environment, prometheus: { ...environment.prometheus, retention: seconds(60), replicas: 1 } };
    expect(validateEnvironment(wrong, goodServices()).map(problemText)).toEqual([
      "prod: cluster is 'x y', must be a DNS label (lower-case letters, digits and dashes, at most 63)",
      'prod/prometheus: replicas is 1, must be 2 or more in production',
      'prod/prometheus: retention is 1m, must be at least 2h (one block of the database)',
      'prod/prometheus: scrapeTimeout is 40s, must be above 0 and at most the scrape interval of 15s',
      "prod/nginx: host is 'A B', must be a host name in lower case, without scheme, port or trailing dot",
    ]);
  });

  it('judges data from JSON as it does code', () => {
    const data: unknown = JSON.parse(JSON.stringify(environments.prod));
    expect(validateEnvironment(data, services)).toEqual([]);
    expect(
      validateEnvironment({ ...environments.prod, purpos: 'test', purpose: 'tset' }, services).map(problemText),
    ).toEqual([
      expect.stringContaining("prod: 'purpos' is unknown; did you mean 'purpose'?"),
      "prod: purpose is 'tset', must be one of: production, test",
    ]);
  });
});
