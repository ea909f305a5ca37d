/** The examples, as a user would run them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { checkBoards } from '../dashboards/check/boards';
import { problemText } from '../model';
import { checkout } from '../examples/add-a-service/service';
import { shopManifests } from '../examples/add-a-service/stack';
import { quiet } from '../examples/alerting/environment';
import { signedIn } from '../examples/sign-in/environment';
import { kubernetesAddresses, wire } from '../constructs';
import { receiversOf } from '../constructs/alertmanager/routes';
import { services } from '../services/registry';
import { validateEnvironment } from '../stacks/environments';
import { pageFaults } from './support/goldens';
import { proofsOf, prove, renderPages } from './support/proving';
import { CLAIMS, inEveryRelease } from './support/service-claims';
import { ROOT } from './support/source-file';

const linesOf = (name: string): number =>
  readFileSync(join(ROOT, 'examples/add-a-service', name), 'utf8')
    .trimEnd()
    .split('\n').length;

describe('production with a remediation, quiet nights and a silence', () => {
  it('has nothing wrong with it', () => {
    expect(validateEnvironment(quiet, services).map(problemText)).toEqual([]);
  });

  it('tells people of what is repaired by itself', () => {
    const { alertmanager } = wire(quiet, services, kubernetesAddresses(quiet));
    const told = receiversOf(alertmanager.route, { alertname: 'RstmdbWALSizeGrowing', severity: 'warning' });
    expect(told).toEqual(['remediation', 'team']);
  });
});

describe('production whose people sign in', () => {
  it('has nothing wrong with it', () => {
    expect(validateEnvironment(signedIn, services).map(problemText)).toEqual([]);
  });

  it('leaves silences to the operators, who may sign in as others may', () => {
    const { nginx, oauth2Proxy } = wire(signedIn, services, kubernetesAddresses(signedIn));
    expect(nginx.access).toMatchObject({ kind: 'signIn', pathGroups: { alertmanager: ['operators'] } });
    expect(oauth2Proxy?.groups).toEqual(['engineers', 'operators']);
  });
});

describe('a service that somebody adds', () => {
  it('takes at most 60 lines beyond its list of metrics, proofs and runbook included', () => {
    expect(linesOf('service.ts')).toBeLessThanOrEqual(60);
  });

  it('has three alerts, an objective, a board of rate, errors and duration, and one of the objective', () => {
    expect(checkout.alertNames).toEqual(['CheckoutDown', 'CheckoutAbsent', 'CheckoutFailing']);
    expect(checkout.spec.slos?.map(({ name }) => name)).toEqual(['availability']);
    const boards = inEveryRelease(checkout).flatMap(({ delivery }) => delivery.dashboards);
    expect(boards.map(({ uid }) => uid)).toEqual(['checkout-overview', 'checkout-slo']);
    const panels = (boards[0]?.model['panels'] ?? []) as readonly { readonly title: string }[];
    expect(panels.map(({ title }) => title)).toEqual([
      'Rate, errors, duration',
      'Up',
      'Requests',
      'Failed requests',
      'Duration',
    ]);
  });

  it.each(CLAIMS.map((claim) => [claim.title, claim] as const))('%s', (_title, claim) => {
    expect(inEveryRelease(checkout).flatMap((delivered) => claim.faults(delivered))).toEqual([]);
  });

  it('keeps the checks of boards', () => {
    expect(checkBoards(inEveryRelease(checkout).map(({ delivery }) => delivery)).map(problemText)).toEqual([]);
  });

  it('proves its alerts by promtool, and its pages can be read', async () => {
    const pages = await renderPages(checkout);
    const findings = await prove(checkout, proofsOf(checkout, pages));
    expect([...findings].filter(([, faults]) => faults.length > 0)).toEqual([]);
    expect(findings.size).toBeGreaterThan(20);
    const sent = Object.values(pages).flatMap((ofAlert) => Object.values(ofAlert).flat());
    expect(sent.flatMap(pageFaults)).toEqual([]);
    expect(sent.map(({ annotations }) => annotations['summary'])).toContain('More than 5% of the checkouts fail');
  }, 240_000);

  it('is deployed by a stack of somebody’s own', () => {
    const documents = parseAllDocuments(shopManifests()).map((document) => JSON.stringify(document.toJS()));
    const withAll = ['CheckoutFailing', 'checkout.shop.svc:9464', 'checkout-overview', 'checkout-availability'].map(
      (text) => documents.filter((document) => document.includes(text)).length,
    );
    expect(withAll.every((count) => count > 0)).toBe(true);
    expect(documents.length).toBeGreaterThan(30);
  });
});
