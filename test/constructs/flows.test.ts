/**
 * Who can talk to whom in every environment. A cluster that takes NetworkPolicies need not enforce them, so that a
 * simulator of their definition is the proof. `VEDETTE_GOLDEN=write` writes the table of open pairs; a reviewer reads it.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterEnvironmentNames, environmentNamed } from '../../stacks/environments';
import { synth } from '../../stacks/synth';
import { writesGoldens } from '../support/goldens';
import { closedDemands, entrances, nameOf, needlessPairs, openTable, survey } from '../support/network/survey';

const GOLDEN = join(__dirname, '..', 'golden', 'flows.txt');

const surveys = clusterEnvironmentNames.map((name) => [name, survey(synth(environmentNamed(name)))] as const);

describe.each(surveys)('in %s', (_, found) => {
  it('every program reaches what its configuration names, whatever plugin the cluster has', () => {
    expect(closedDemands(found)).toEqual([]);
  });

  it('every program needs or serves something, so that none is forgotten', () => {
    const ends = new Set(found.demands.flatMap(({ from, to }) => [nameOf(from), nameOf(to)]));
    // It reads a volume, and may reach nobody.
    const idle = found.own.map(nameOf).filter((name) => !ends.has(name) && name !== 'prometheus-snapshot');
    expect(idle).toEqual([]);
  });

  it('pods of the stack reach each other only where something needs it, but for the public door', () => {
    expect(needlessPairs(found)).toEqual([]);
  });

  it('whoever is no part of the stack comes in by the public door alone', () => {
    expect(entrances(found)).toEqual(['nginx-proxy 8080/TCP', 'nginx-proxy 8443/TCP']);
  });

  it('nobody reaches the metadata service, which hands out credentials', () => {
    expect(found.open.filter(({ to }) => nameOf(to) === 'the metadata service')).toEqual([]);
  });
});

it('the open pairs are the reviewed ones; if that is meant, run: npm run golden', () => {
  const text = surveys.map(([name, found]) => [`# ${name}`, ...openTable(found), ''].join('\n')).join('\n');
  if (writesGoldens()) writeFileSync(GOLDEN, text);
  expect(text).toBe(existsSync(GOLDEN) ? readFileSync(GOLDEN, 'utf8') : '');
});
