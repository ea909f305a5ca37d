/** The environment `dev` as pods of the lab. */
import { get } from 'node:https';
import { hash } from 'bcryptjs';
import { webhook } from '../../../constructs/alertmanager/receivers/index';
import type { Environment } from '../../../constructs/monitoring/environment';
import { minutes, seconds } from '../../../model/quantity';
import { type KubernetesObject, objectText } from '../../../stacks/plan/kubernetes-object';
import { podTemplate } from '../../../stacks/plan/references';
import { neededSecrets } from '../../../stacks/secrets';
import { dev } from '../../../stacks/environment/dev';
import { sequencerPods } from '../../../stacks/environment/base';
import { extend } from '../../../stacks/environment/extend';
import { synth } from '../../../stacks/synth';
import { Authority } from './authority';
import type { Cluster } from './cluster';
import { pinsFor } from './images';

/** What the environment is told of the place. */
export interface LabPlace {
  /** `name:tag` of every image that pods can have. */
  readonly images: readonly string[];
  /** Where the machine serves rstmdb's page, as pods reach it. */
  readonly rstmdb: string;
}

const receiver = (name: string): ReturnType<typeof webhook> =>
  webhook({ url: { secret: 'receivers', key: `${name}-url` } });

/**
 * `dev` with the replicas of production. Its host is a name that pods can resolve, its targets are in the cluster and on
 * this machine, its receivers are webhooks, and it waits less before it tells.
 */
export function devInLab({ images, rstmdb }: LabPlace): Environment {
  const environment: Environment = extend<Environment>(dev, {
    host: 'nginx-proxy.monitoring.svc.cluster.local',
    prometheus: { replicas: 2 },
    alertmanager: {
      replicas: 3,
      receivers: { oncall: [receiver('oncall')], team: [receiver('team')] },
      timing: { groupWait: seconds(5), groupInterval: minutes(1) },
    },
    nginx: { replicas: 2 },
    blackboxExporter: { authority: { secret: 'monitoring-authority', key: 'ca.crt' } },
    images: { pins: pinsFor(images) },
  });
  const services = {
    rstmdb: {
      discovery: [{ kind: 'static', targets: [rstmdb] }],
      dialect: '0.3.0',
      probes: { clients: [], health: [] },
    },
    sequencer: { discovery: [sequencerPods], dialect: '0.2.7' },
  } as const;
  return { ...environment, services };
}

/** What of an environment the lab can run. */
export interface Runnable {
  readonly objects: readonly KubernetesObject[];
  /** Workloads with an image that the lab lacks: `Deployment monitoring/grafana`. */
  readonly leftOut: readonly string[];
}

/** The objects, without the workloads that have no image here. */
export function runnable(environment: Environment, images: readonly string[]): Runnable {
  const all = synth(environment);
  const lacks = (object: KubernetesObject): boolean => imagesOf(object).some((image) => !images.includes(image));
  return { objects: all.filter((each) => !lacks(each)), leftOut: all.filter(lacks).map(objectText) };
}

/** The images of a workload's containers, as `name:tag`. */
export function imagesOf(object: KubernetesObject): readonly string[] {
  const spec = podTemplate(object)?.spec as { readonly containers?: readonly { readonly image: string }[] } | undefined;
  return spec?.containers?.map(({ image }) => image) ?? [];
}

/** What the proxy lets in, and how it shows who it is. */
export interface Door {
  readonly user: string;
  readonly password: string;
  /** Of its certificate. */
  readonly authority: Authority;
}

/**
 * Puts a value for each Secret that the objects read.
 * @param values - by `name/key`: URLs of receivers, and whatever else is looked at
 */
export async function fillSecrets(
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  host: string,
  values: Readonly<Record<string, string>>,
): Promise<Door> {
  const authority = await Authority.make();
  const door = { user: 'operator', password: 'only for the lab', authority };
  const { certificate, key } = await authority.issue(host);
  const known: Readonly<Record<string, string>> = {
    'monitoring-authority/ca.crt': authority.certificate,
    'monitoring-tls/tls.crt': certificate,
    'monitoring-tls/tls.key': key,
    'monitoring-users/htpasswd': `${door.user}:${(await hash(door.password, 4)).replace(/^\$2[ab]\$/, '$2y$')}\n`,
    ...values,
  };
  const secrets = neededSecrets(objects).map(({ namespace, name, keys }) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name },
    stringData: Object.fromEntries(keys.map((key) => [key, known[`${name}/${key}`] ?? 'not looked at here'])),
  }));
  await cluster.apply(secrets);
  return door;
}

/**
 * Asks the proxy at its Service for a page.
 * @returns the status, and what it said
 */
export function throughDoor(
  address: string,
  host: string,
  path: string,
  { authority, user, password }: Door,
  asWhom: 'user' | 'nobody',
): Promise<readonly [status: number, body: string]> {
  const auth = asWhom === 'user' ? { auth: `${user}:${password}` } : {};
  const options = {
    host: address,
    servername: host,
    path,
    ca: authority.certificate,
    headers: { host },
    timeout: 10_000,
    ...auth,
  };
  return new Promise((resolve, reject) => {
    const request = get(options, (response) => {
      let body = '';
      response.on('data', (data: Buffer) => (body += data.toString()));
      response.on('end', () => resolve([response.statusCode ?? 0, body]));
    });
    request.on('timeout', () => request.destroy(new Error(`${path}: no answer`)));
    request.on('error', reject);
  });
}
