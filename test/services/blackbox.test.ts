import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { blackboxExporterProgram } from '../../constructs/blackbox-exporter/program';
import { seconds } from '../../model';
import { blackbox } from '../../services/blackbox';
import { metrics } from '../../services/blackbox/metrics';
import { folderPlace } from '../constructs/fixture';
import { differences, pageOf } from '../support/exposed';
import { testFolder } from '../support/folder';
import { readExposition } from '../support/relabel';
import type { Exposition } from '../support/relabel';
import { Cleanup, freePorts, writeFiles } from '../support/running';
import { inEveryRelease } from '../support/service-claims';
import { everyVersion } from '../support/tools';

const own = Object.fromEntries(Object.entries(metrics).filter(([, { job }]) => job === 'blackbox'));
const probed = Object.fromEntries(Object.entries(metrics).filter(([, { job }]) => job === undefined));

/** Labels that Prometheus gives the series of a probe; they are on no page. */
const GIVEN = /lacks label '(?:service|probe)'$/;

describe.each(everyVersion('blackbox-exporter').map(({ version, path }) => [version, path] as const))(
  'a running blackbox exporter %s',
  (_version, path) => {
    const cleanup = new Cleanup();
    const place = folderPlace(testFolder());
    let exporter: Exposition;
    let probe: Exposition;

    beforeAll(async () => {
      const target = createServer((_, response) => response.end('ok'));
      await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
      cleanup.later(async () => void target.close());
      const { port } = await freePorts('port');
      const page = { prober: 'http', timeout: seconds(2), method: 'GET', statuses: [200], tls: false } as const;
      const modules = [{ ...page, name: 'page', body: 'ok' }];
      const program = blackboxExporterProgram({ modules }, { ...place, listen: { host: '127.0.0.1', port } });
      writeFiles(program, place.configDir);
      await cleanup.start(path, program.args, port);
      exporter = await pageOf(port, 'process_start_time_seconds');
      const url = encodeURIComponent(`http://127.0.0.1:${(target.address() as AddressInfo).port}/`);
      const answer = await fetch(`http://127.0.0.1:${port}/probe?module=page&target=${url}`);
      probe = readExposition(await answer.text());
    });

    it('exposes the catalogue of itself', () => {
      expect(Object.keys(own).length).toBeGreaterThan(5);
      expect(differences(own, exporter)).toEqual([]);
    });

    it('exposes the catalogue of an HTTP probe', () => {
      expect(probe.values.find(({ name }) => name === 'probe_success')?.value).toBe(1);
      expect(differences(probed, probe).filter((each) => !GIVEN.test(each))).toEqual([]);
      const there = Object.values(probed).filter(({ name }) => probe.series.some(({ __name__ }) => __name__ === name));
      expect(there.map(({ name }) => name).sort()).toEqual([
        'probe_dns_lookup_time_seconds',
        'probe_duration_seconds',
        'probe_failed_due_to_regex',
        'probe_http_duration_seconds',
        'probe_http_status_code',
        'probe_http_uncompressed_body_length',
        'probe_success',
      ]);
    });

    it('stays below the limits of samples', () => {
      const jobs = inEveryRelease(blackbox)[0]?.delivery.scrapeJobs ?? [];
      const limit = (name: string): number => jobs.find(({ job }) => job === name)?.sampleLimit ?? 0;
      expect(exporter.series.length).toBeGreaterThan(20);
      expect(limit('blackbox')).toBeGreaterThan(5 * exporter.series.length);
      expect(probe.series.length).toBeGreaterThan(10);
      expect(limit('probe-blackbox-public_url')).toBeGreaterThan(3 * probe.series.length);
    });
  },
);

describe('the rules of probing', () => {
  it('call a person when nothing is probed, and when the public URL fails or is about to', () => {
    const alerts = blackbox.spec.alerts.flatMap((alert) => alert.rungs().map((rung) => [alert.name, rung.severity]));
    expect(alerts.filter(([, severity]) => severity === 'critical').map(([name]) => name)).toEqual([
      'BlackboxExporterDown',
      'BlackboxExporterAbsent',
      'BlackboxProbeFailed',
      'BlackboxCertificateExpiresSoon',
    ]);
  });
});
