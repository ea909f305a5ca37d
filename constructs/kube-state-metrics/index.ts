/**
 * kube-state-metrics in Kubernetes: a Deployment of one pod that shows, as metrics, the state of the objects that alerts
 * need. Its account may list and watch these kinds, in the namespaces that are watched, and nodes in the cluster.
 * https://github.com/kubernetes/kube-state-metrics
 */
import { Construct } from 'constructs';
import { VedetteError } from '../../model/problem';
import { seconds } from '../../model/quantity';
import type { ContainerOptions, ContainerPort } from '../kubernetes/container';
import type { Identity } from '../kubernetes/identity';
import { PodPlace, everywhere } from '../kubernetes/place';
import type { Resources } from '../kubernetes/resources';
import { grant } from '../kubernetes/roles';
import { service } from '../kubernetes/service';
import { deployment, serviceAccount } from '../kubernetes/workload';
import type { Program } from '../program';
import { type Image, imageOf } from '../versions';
import { NODES, WORKLOADS, readingRules } from './objects';
import { NODES_PORTS, WORKLOADS_PORTS, nodesProgram, workloadsProgram } from './program';
import type { KubeStateMetricsSettings } from './settings';
import { kubeStateMetricsProblems } from './validate';

/** User `nobody` of the image, by number. https://github.com/kubernetes/kube-state-metrics/blob/v2.18.0/Dockerfile */
const USER = 65534;

/** The two ports of one process. */
interface Ports {
  readonly objects: ContainerPort;
  readonly itself: ContainerPort;
}

const WORKLOADS_WEB: Ports = {
  objects: { name: 'workloads', port: WORKLOADS_PORTS.objects },
  itself: { name: 'workloads-self', port: WORKLOADS_PORTS.itself },
};
const NODES_WEB: Ports = {
  objects: { name: 'nodes', port: NODES_PORTS.objects },
  itself: { name: 'nodes-self', port: NODES_PORTS.itself },
};

/** Every port of the pod: of each process the objects' and its own. */
export const KUBE_STATE_METRICS_PORTS: readonly ContainerPort[] = [WORKLOADS_WEB, NODES_WEB].flatMap(
  ({ objects, itself }) => [objects, itself],
);

export interface KubeStateMetricsProps {
  readonly identity: Identity;
  readonly settings: KubeStateMetricsSettings;
  /** Of each of the two containers. */
  readonly resources: Resources;
  /** @default - the one in versions.ts */
  readonly image?: Image;
  readonly priorityClass?: string;
}

/** One kube-state-metrics. */
export class KubeStateMetrics extends Construct {
  /** @throws VedetteError with every problem of the settings */
  constructor(scope: Construct, id: string, props: KubeStateMetricsProps) {
    super(scope, id);
    const problems = kubeStateMetricsProblems(props, this.node.path);
    if (problems.length > 0) throw new VedetteError(problems);
    this.account(props);
    this.workload(props);
    service(this, props.identity, KUBE_STATE_METRICS_PORTS);
  }

  private account({ identity, settings: { namespaces } }: KubeStateMetricsProps): void {
    serviceAccount(this, identity);
    for (const namespace of namespaces) {
      grant(this, identity, 'reading', { namespace, rules: readingRules(WORKLOADS) });
    }
    grant(this, identity, 'reading', { rules: readingRules(NODES) });
  }

  private workload(props: KubeStateMetricsProps): void {
    const { identity, image = imageOf('kubeStateMetrics'), priorityClass } = props;
    const place = new PodPlace('kube-state-metrics', '/tmp', everywhere(WORKLOADS_PORTS.objects));
    deployment(this, {
      replicas: 1,
      recreate: false,
      pod: {
        identity,
        version: image.tag,
        user: USER,
        apiAccess: true,
        grace: seconds(30),
        ...(priorityClass === undefined ? {} : { priorityClass }),
        containers: [
          agentContainer(props, image, workloadsProgram(props.settings, place), WORKLOADS_WEB),
          agentContainer(props, image, nodesProgram(place), NODES_WEB),
        ],
      },
    });
  }
}

function agentContainer(
  { resources }: KubeStateMetricsProps,
  image: Image,
  { component, args }: Program,
  { objects, itself }: Ports,
): ContainerOptions {
  return {
    name: component,
    image,
    args,
    ports: [objects, itself],
    mounts: [],
    resources,
    readiness: { port: itself.name, path: '/readyz', period: seconds(5), timeout: seconds(3), failures: 3 },
    // Not /livez, which asks the API server: a restart here mends nothing there.
    liveness: { port: objects.name, path: '/healthz', period: seconds(10), timeout: seconds(3), failures: 6 },
  };
}
