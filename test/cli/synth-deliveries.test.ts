/** `vedette synth --delivery`: what is written for those who bring their own programs. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type SynthFlags, synthVerb } from '../../cli/synth';
import { replaceFiles } from '../../cli/written-files';
import { testFolder } from '../support/folder';
import { fileHosts, operatorHosts } from '../support/guests';

const folder = testFolder();

it('writes one file an object for an operator, selected as told and in the namespace told', () => {
  const out = join(folder, 'operator');
  const selectorLabel = ['release=stack', 'team=ops'];
  const { alertmanagers: alertmanager = [], scraped = [], without = [] } = operatorHosts;
  const flags = { out, selectorLabel, namespace: 'obs', routing: 'None', alertmanager, scraped, without } as const;
  expect(synthVerb('prod', { delivery: 'operator', ...flags })).toBe(0);
  const name = readdirSync(out).find((each) => each.includes('prometheusrule-obs-vedette-prod-rstmdb'));
  expect(parse(readFileSync(join(out, name ?? ''), 'utf8'))).toMatchObject({
    kind: 'PrometheusRule',
    metadata: { name: 'vedette-prod-rstmdb', namespace: 'obs', labels: { release: 'stack', team: 'ops' } },
  });
  expect(readdirSync(out).filter((each) => each.includes('alertmanagerconfig'))).toHaveLength(1);
});

it('writes the files of a host, with secrets where they lie there', () => {
  const out = join(folder, 'existing');
  const { without = [] } = fileHosts;
  expect(synthVerb('prod', { delivery: 'existing', out, hostFolder: '/srv/vedette', without })).toBe(0);
  expect(readdirSync(out).sort()).toEqual([
    ...['.vedette-files', 'alertmanager', 'grafana', 'log-shipper', 'log-store-setup', 'prometheus', 'runbooks'],
  ]);
  expect(readFileSync(join(out, 'prometheus/scrape.yml'), 'utf8')).toContain('"/srv/vedette/secrets/');
});

it.each<readonly [flags: SynthFlags, message: string]>([
  [{ delivery: 'existing' }, '--delivery existing is many files; say where by --out'],
  [{ delivery: 'existing', out: 'x', json: true }, '--json does nothing with --delivery existing'],
  [{ delivery: 'standalone', selectorLabel: ['a=b'] }, '--selector-label does nothing with --delivery standalone'],
  [{ delivery: 'operator', hostFolder: '/a' }, '--host-folder does nothing with --delivery operator'],
  [{ delivery: 'standalone', without: ['jobs'] }, '--without does nothing with --delivery standalone'],
  [{ delivery: 'operator', selectorLabel: ['release'] }, "--selector-label is 'release', must be KEY=VALUE"],
  [
    { delivery: 'operator', selectorLabel: ['release=a', 'release=b'] },
    "--selector-label gives 'release' twice, must be one value",
  ],
])('refuses %j', (flags, message) => {
  expect(() => synthVerb('prod', flags)).toThrow(new Error(message));
});

describe('files in a folder of somebody', () => {
  const out = join(folder, 'written');
  const file = (path: string): { path: string; content: string } => ({ path, content: path });

  it('go when they are no longer made, and others stay', () => {
    replaceFiles(out, [file('rules/a.yml'), file('rules/b.yml')]);
    writeFileSync(join(out, 'rules/theirs.yml'), 'theirs');
    replaceFiles(out, [file('rules/b.yml')]);
    expect(readdirSync(join(out, 'rules')).sort()).toEqual(['b.yml', 'theirs.yml']);
  });

  it('are never removed from outside, whatever the list says', () => {
    const outside = join(folder, 'outside.yml');
    writeFileSync(outside, 'stays');
    writeFileSync(join(out, '.vedette-files'), `../outside.yml\n${outside}\n`);
    replaceFiles(out, []);
    expect(existsSync(outside)).toBe(true);
  });
});
