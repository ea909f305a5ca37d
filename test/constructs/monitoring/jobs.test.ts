/** Tasks in a cluster: when they are done, with what, and who notices when they are not. */
import { environments } from '../../../stacks/environments';
import { services } from '../../../services/registry';
import { type KubeObject, ofKind, render } from '../kubernetes/objects';
import { shop, validEnvironment, watchdog } from '../fixture';

const { prod } = environments;
const objects = render(prod, services);
const cronJobs = ofKind(objects, 'CronJob') as readonly (KubeObject & {
  readonly spec: { readonly schedule: string; readonly timeZone: string; readonly concurrencyPolicy: string };
})[];

it('each is done at its time, in UTC, never twice at once', () => {
  const shown = cronJobs.map(({ metadata: { name }, spec }) => [
    name,
    spec.schedule,
    spec.timeZone,
    spec.concurrencyPolicy,
  ]);
  expect(shown).toEqual([
    ['database-backup', '30 2 * * *', 'Etc/UTC', 'Forbid'],
    ['database-vacuum', '30 4 * * 0', 'Etc/UTC', 'Forbid'],
    ['receiver-test', '30 9 * * 1', 'Etc/UTC', 'Forbid'],
    ['prometheus-snapshot', '30 3 * * *', 'Etc/UTC', 'Forbid'],
    ['grafana-export', '30 1 * * *', 'Etc/UTC', 'Forbid'],
  ]);
});

it('each waits for the end of a try that was told to end before it begins another, which has the same volume', () => {
  expect(cronJobs.map(({ spec }) => spec.jobTemplate?.spec)).toEqual(
    cronJobs.map(() => expect.objectContaining({ podReplacementPolicy: 'Failed' }) as object),
  );
});

it('an alert watches each of them', () => {
  const files = ofKind(objects, 'ConfigMap').flatMap(({ data = {} }) => Object.values(data));
  const rules = files.join('');
  const watched = new Set(
    [...rules.matchAll(/kube_cronjob_created\{[^}]*cronjob=\\?"([^"\\]+)/g)].map(([, name]) => name),
  );
  expect([...watched].sort()).toEqual(cronJobs.map(({ metadata }) => metadata.name).sort());
});

it('the password of the database is in no variable, and is mounted by its key alone', () => {
  const backup = cronJobs.find(({ metadata: { name } }) => name === 'database-backup');
  const pod = backup?.spec.jobTemplate?.spec.template?.spec;
  const secrets = pod?.volumes?.flatMap(({ secret }) => (secret === undefined ? [] : [secret]));
  expect(secrets?.map(({ secretName, items }) => [secretName, items?.map(({ key }) => key)])).toEqual([
    ['sequencer-database', ['ca.crt', 'password']],
  ]);
  const names = pod?.containers.flatMap(({ env = [] }) => env.map(({ name }) => name));
  expect(names).not.toContain('PGPASSWORD');
  expect(names).toContain('PGSSLMODE');
});

describe('the copy of Prometheus', () => {
  const isCopy = ({ metadata: { name } }: KubeObject): boolean => name === 'prometheus-snapshot';
  const pod = cronJobs.find(isCopy)?.spec.jobTemplate?.spec.template?.spec;
  const set = ofKind(objects, 'StatefulSet').find(({ metadata: { name } }) => name === 'prometheus')?.spec;

  it('reads the volume of the first Prometheus, and may not write to it', () => {
    const writable = (volume: string) =>
      pod?.containers.flatMap(({ volumeMounts = [] }) => volumeMounts).find(({ name }) => name === volume)?.readOnly;
    const claims = pod?.volumes?.filter(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined);
    expect(claims?.map(({ name, persistentVolumeClaim }) => [persistentVolumeClaim, writable(name)])).toEqual([
      [{ claimName: 'prometheus-snapshot' }, false],
      [{ claimName: `${set?.volumeClaimTemplates?.[0]?.metadata.name}-prometheus-0` }, true],
    ]);
  });

  it('runs at its node', () => {
    const matchLabels = { ...set?.selector?.matchLabels, 'statefulset.kubernetes.io/pod-name': 'prometheus-0' };
    expect(pod?.affinity).toEqual({
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { labelSelector: { matchLabels }, topologyKey: 'kubernetes.io/hostname' },
        ],
      },
    });
  });

  it('reaches nobody', () => {
    expect(ofKind(objects, 'NetworkPolicy').find(isCopy)?.spec).toMatchObject({ ingress: [], egress: [] });
  });
});

it('the admin API of Prometheus is on nowhere', () => {
  expect(JSON.stringify(objects)).not.toContain('enable-admin-api');
});

it('an environment without tasks has none, and its receivers have no routes for tests', () => {
  const rendered = render(validEnvironment(), [shop(), watchdog()]);
  expect(ofKind(rendered, 'CronJob')).toEqual([]);
  expect(JSON.stringify(rendered)).not.toContain('ReceiverTest');
});
