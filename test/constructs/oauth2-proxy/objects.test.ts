/** The sign-in as Kubernetes gets it. */
import { environmentNamed } from '../../../stacks/environments';
import { manifestText } from '../../../stacks/manifest';
import { leakedSecrets } from '../../../stacks/plan/leaked-secret';
import { durable, plan } from '../../../stacks/plan/plan';
import { neededSecrets, secretObject } from '../../../stacks/secrets';
import { synth, synthesize } from '../../../stacks/synth';
import { closedDemands, entrances, nameOf, needlessPairs, pairOf, survey } from '../../support/network/survey';
import { reports } from '../../support/policy-run';
import { kubeLinterChecks } from '../../support/scanners/kube-linter';
import { judged, kubeLinterWaivers } from '../../support/scanners/waivers';
import { shop, validEnvironment, watchdog } from '../fixture';
import { type KubeObject, type Workload, render, workloads } from '../kubernetes/objects';
import { signedIn } from './fixture';

const all = workloads(render(signedIn(), [shop(), watchdog()]));

function named(title: string): Workload {
  const found = all.find((each) => each.title === title);
  if (found === undefined) throw new Error(`there is no ${title}`);
  return found;
}

const production = signedIn(environmentNamed('prod'));

describe('with a sign-in', () => {
  it('there are as many of oauth2-proxy as of nginx, which start anew when file or secrets change', () => {
    const { object, pod } = named('Deployment oauth2-proxy');
    expect(object.spec).toMatchObject({
      replicas: 2,
      template: {
        metadata: {
          annotations: {
            'vedette/secrets': 'read-at-start',
            'vedette/config-checksum': expect.stringMatching(/^[0-9a-f]{16}$/) as string,
          },
        },
      },
    });
    expect(pod.containers.map(({ name, image, args }) => ({ name, image, args }))).toEqual([
      {
        name: 'oauth2-proxy',
        image: 'quay.io/oauth2-proxy/oauth2-proxy:v7.15.3',
        args: ['--config=/etc/oauth2-proxy/config/oauth2-proxy.cfg'],
      },
    ]);
  });

  it('nginx sees none of its secrets, and no passwords', () => {
    const secretsOf = (title: string): readonly string[] =>
      (named(title).pod.volumes ?? []).flatMap(({ secret }) => secret?.secretName ?? []);
    expect(secretsOf('Deployment nginx-proxy')).toEqual(['monitoring-tls']);
    expect(secretsOf('Deployment oauth2-proxy')).toEqual(['sign-in']);
  });

  it('without it nothing of it is there', () => {
    expect(JSON.stringify(render(validEnvironment(), [shop(), watchdog()]))).not.toContain('oauth2');
  });
});

describe('production with a sign-in', () => {
  const manifests = synth(production);

  it('lets every program reach what it is told to ask: nginx oauth2-proxy, and that the provider', () => {
    const found = survey(manifests);
    expect(closedDemands(found)).toEqual([]);
    const asked = found.demands.filter(({ from, to }) => [from, to].some((end) => nameOf(end) === 'oauth2-proxy'));
    expect([...new Set(asked.map((each) => `${pairOf(each)} ${each.port}`))].sort()).toEqual([
      'nginx-proxy → oauth2-proxy 4180',
      'oauth2-proxy → kube-dns 53',
      'oauth2-proxy → the internet 443',
    ]);
  });

  it('lets nobody reach what it need not, nor anybody in from outside', () => {
    const found = survey(manifests);
    expect(needlessPairs(found)).toEqual([]);
    expect(entrances(found)).toEqual(['nginx-proxy 8080/TCP', 'nginx-proxy 8443/TCP']);
    // What faces the world reaches nothing of it.
    const fromNginx = found.open.filter(({ from }) => nameOf(from) === 'nginx-proxy').map(({ to }) => nameOf(to));
    expect(fromNginx).not.toContain('the internet');
  });

  it('keeps to every policy, and passes kube-linter', () => {
    const { objects, existing } = synthesize(production);
    const secrets = neededSecrets(objects);
    const planned = plan([...objects, ...secrets.map(secretObject)], { protection: durable, existing });
    const resources = planned.map(({ object, options: { protect } }) => ({ object, protect }));
    const options = { hostNamespaces: [production.namespaces.node], productionStacks: ['prod'] };
    expect(reports('prod', resources, options)).toStrictEqual([]);
    const found = kubeLinterChecks.flatMap(({ id, findings }) =>
      findings(manifests as unknown as readonly KubeObject[]).map((where) => ({ id, where })),
    );
    expect(judged(found, kubeLinterWaivers, new Date().toISOString().slice(0, 10))).toEqual([]);
  });

  it('asks for both secrets by name, in place of passwords, and holds no credential', () => {
    const needed = neededSecrets(manifests);
    expect(needed.find(({ name }) => name === 'sign-in')).toMatchObject({
      keys: ['client-secret', 'cookie-secret'],
      user: 'Deployment monitoring/oauth2-proxy',
    });
    expect(needed.map(({ name }) => name)).not.toContain('monitoring-users');
    const data = { text: manifestText(manifests) };
    expect(leakedSecrets([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'all' }, data }])).toEqual([]);
  });
});

it('a provider in the cluster is reached where it is, and nothing else is', () => {
  const issuerUrl = 'http://elasticsearch.logging.svc:9200/realms/staff';
  const found = survey(synth(signedIn(environmentNamed('prod'), { issuerUrl })));
  expect(closedDemands(found)).toEqual([]);
  const reached = found.open.filter(({ from }) => nameOf(from) === 'oauth2-proxy').map(({ to }) => nameOf(to));
  expect([...new Set(reached)].sort()).toEqual(['elasticsearch', 'kube-dns']);
});
