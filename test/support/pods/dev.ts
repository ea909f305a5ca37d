/** The environment `dev` running in the lab. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { imageReference, images } from '../../../constructs/versions';
import type { Environment } from '../../../constructs/monitoring/environment';
import { type Difference, extend } from '../../../stacks/environment/extend';
import type { Lab } from '../lab';
import { ROOT } from '../source-file';
import { AlertmanagerApi } from './alertmanager';
import { Cluster, type Pod } from './cluster';
import { labImages, makeNginxExporterImage } from './images';
import { PrometheusApi } from './prometheus';
import { sequencerObjects } from './sequencer';
import { type Door, type Runnable, devInLab, fillSecrets, runnable } from './stack';
import { MachineServer, type Told, receiving } from './webhooks';

/** Namespace of all but the agent of the host. */
export const MONITORING = 'monitoring';
const NAMESPACES = [MONITORING, 'monitoring-node', 'sequencer'] as const;

/** Images are there already; what takes time is the processor. */
export const READY_SECONDS = 240;

/** Kinds whose pods stay. */
const ROLLED_OUT = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** What a test wants beside the environment. */
export interface Beside {
  readonly difference?: Difference<Environment>;
  /** Values of Secrets, by `name/key`. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** The stack, and what the machine does for it. */
export class RunningDev {
  private constructor(
    readonly cluster: Cluster,
    /** `name:tag` of every image that pods can have. */
    readonly images: readonly string[],
    readonly environment: Environment,
    readonly stack: Runnable,
    readonly door: Door,
    /** A target outside the cluster. */
    readonly rstmdb: MachineServer,
    private readonly receivers: MachineServer,
    /** All that the receivers were told. */
    readonly told: readonly Told[],
  ) {}

  /**
   * Starts it, and waits until every pod is available.
   * @param folder - an empty one
   */
  static async start(lab: Lab, folder: string, { difference = {}, secrets = {} }: Beside = {}): Promise<RunningDev> {
    const cluster = new Cluster(lab);
    await makeNginxExporterImage(folder);
    const available = await labImages();
    const told: Told[] = [];
    const receivers = await MachineServer.listen(receiving(told));
    const page = readFileSync(join(ROOT, 'test/fixtures/rstmdb-0.3.0.prom'));
    const rstmdb = await MachineServer.listen((_, answer) => answer.setHeader('content-type', 'text/plain').end(page));
    const environment = extend(devInLab({ images: available, rstmdb: rstmdb.address }), difference);
    const stack = runnable(environment, available);
    const nginx = available.find((each) => each.startsWith(`${images.nginx.name}:`)) ?? imageReference(images.nginx);
    await cluster.apply(stack.objects.filter(({ kind }) => kind === 'Namespace'));
    await cluster.apply(sequencerObjects(nginx));
    const urls = ['oncall', 'team'].map((each) => [`receivers/${each}-url`, `http://${receivers.address}/${each}`]);
    const values = { ...Object.fromEntries(urls), ...secrets };
    const door = await fillSecrets(cluster, stack.objects, environment.host, values);
    const running = new RunningDev(cluster, available, environment, stack, door, rstmdb, receivers, told);
    await running.apply(stack);
    return running;
  }

  /** Applies the stack, changed or not, and waits until every pod is available. */
  async apply({ objects }: Runnable): Promise<void> {
    await this.cluster.apply(objects);
    for (const { kind, metadata } of objects.filter((each) => ROLLED_OUT.includes(each.kind))) {
      await this.cluster.rolledOut(metadata.namespace ?? '', `${kind}/${metadata.name}`, READY_SECONDS);
    }
    await this.cluster.rolledOut('sequencer', 'deployment/sequencer', READY_SECONDS);
  }

  /** Every pod, those of the watched service included. */
  async pods(): Promise<readonly Pod[]> {
    return (await Promise.all(NAMESPACES.map((each) => this.cluster.pods(each)))).flat();
  }

  /** The Service before both servers. */
  async prometheus(): Promise<PrometheusApi> {
    return new PrometheusApi(await this.cluster.serviceAddress(MONITORING, 'prometheus'));
  }

  async prometheusReplicas(): Promise<readonly PrometheusApi[]> {
    return (await this.#addresses('prometheus')).map((address) => new PrometheusApi(address));
  }

  async alertmanagers(): Promise<readonly AlertmanagerApi[]> {
    return (await this.#addresses('alertmanager')).map((address) => new AlertmanagerApi(address));
  }

  /** Ends what the machine does for it. */
  async close(): Promise<void> {
    await this.receivers.close();
    await this.rstmdb.close();
  }

  /** Removes it from a cluster that stays. */
  async remove(): Promise<void> {
    const ofCluster = this.stack.objects.filter(({ metadata }) => metadata.namespace === undefined);
    for (const { kind, metadata } of ofCluster) {
      await this.cluster.said(['delete', kind, metadata.name, '--timeout=50s']);
    }
    await this.cluster.said(['delete', 'namespace', 'sequencer', '--timeout=50s']);
  }

  async #addresses(component: string): Promise<readonly string[]> {
    const pods = await this.cluster.pods(MONITORING, `app.kubernetes.io/name=${component}`);
    return pods.map(({ status }) => status.podIP ?? '');
  }
}
