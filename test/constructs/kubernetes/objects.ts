/** Rendered objects, read as far as the claims need. */
import { App, Chart } from 'cdk8s';
import { Monitoring } from '../../../constructs/monitoring/index';
import type { Environment } from '../../../constructs/monitoring/environment';
import type { DeliverableService } from '../../../model/delivery';

export type Labels = Readonly<Record<string, string>>;

export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Labels };
  readonly spec?: Spec;
  readonly data?: Readonly<Record<string, string>>;
  readonly rules?: readonly { readonly resources: readonly string[]; readonly verbs: readonly string[] }[];
  readonly automountServiceAccountToken?: boolean;
}

/** The fields of all kinds together; which of them there are depends on the kind. */
export interface Spec {
  readonly replicas?: number;
  readonly serviceName?: string;
  readonly clusterIP?: string;
  readonly selector?: { readonly matchLabels?: Labels } & Readonly<Record<string, unknown>>;
  readonly podSelector?: { readonly matchLabels?: Labels };
  /** Of a CronJob. */
  readonly jobTemplate?: { readonly spec: Pick<Spec, 'template'> };
  readonly template?: {
    readonly metadata: { readonly labels: Labels; readonly annotations?: Labels };
    readonly spec: PodSpec;
  };
  readonly volumeClaimTemplates?: readonly KubeObject[];
  readonly accessModes?: readonly string[];
  readonly ports?: readonly { readonly name: string; readonly targetPort: string; readonly protocol: string }[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
  readonly maxUnavailable?: number;
  readonly unhealthyPodEvictionPolicy?: string;
}

export interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port: number | string; readonly protocol: string }[];
}

export interface Peer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
  readonly namespaceSelector?: { readonly matchLabels: Labels };
  readonly podSelector?: { readonly matchLabels?: Labels };
}

export interface PodSpec {
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly enableServiceLinks?: boolean;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly affinity?: object;
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly containers: readonly Container[];
  readonly volumes?: readonly Volume[];
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number; readonly protocol: string }[];
  readonly resources?: { readonly requests?: Labels; readonly limits?: Labels };
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly readOnly?: boolean;
    readonly subPath?: string;
  }[];
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly startupProbe?: Probe;
}

export interface Probe {
  readonly httpGet?: { readonly port: string; readonly path: string; readonly host?: string };
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
}

export interface Volume {
  readonly name: string;
  readonly configMap?: { readonly name: string; readonly defaultMode?: number };
  readonly projected?: { readonly sources: readonly { readonly configMap: { readonly name: string } }[] };
  readonly secret?: {
    readonly secretName: string;
    readonly items?: readonly { readonly key: string; readonly path: string }[];
    readonly defaultMode?: number;
    readonly optional?: boolean;
  };
  readonly emptyDir?: { readonly sizeLimit?: string };
  readonly hostPath?: { readonly path: string };
  readonly persistentVolumeClaim?: { readonly claimName: string };
}

/** A workload with its pods. */
export interface Workload {
  /** `StatefulSet prometheus`. */
  readonly title: string;
  readonly object: KubeObject;
  readonly namespace: string;
  readonly labels: Labels;
  readonly pod: PodSpec;
}

export function render(environment: Environment, services: readonly DeliverableService[]): readonly KubeObject[] {
  const chart = new Chart(new App(), environment.name);
  new Monitoring(chart, 'monitoring', {
    environment,
    services,
    runbooks: [{ path: 'index.html', content: '<p>all</p>' }],
  });
  return chart.toJson() as readonly KubeObject[];
}

/** Whether its pods end by themselves. */
export function isTask({ kind }: KubeObject): boolean {
  return kind === 'Job' || kind === 'CronJob';
}

export function workloads(objects: readonly KubeObject[]): readonly Workload[] {
  return objects.flatMap((object) => {
    const template = object.spec?.jobTemplate?.spec.template ?? object.spec?.template;
    if (template === undefined) return [];
    const { name, namespace = '' } = object.metadata;
    return [
      { title: `${object.kind} ${name}`, object, namespace, labels: template.metadata.labels, pod: template.spec },
    ];
  });
}

/** Each container with the words that name it. */
export function containers(
  objects: readonly KubeObject[],
): readonly (readonly [title: string, container: Container, workload: Workload])[] {
  return workloads(objects).flatMap((workload) =>
    workload.pod.containers.map((each) => [`${workload.title}/${each.name}`, each, workload] as const),
  );
}

export function selects(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector).every(([name, value]) => labels[name] === value);
}

export function ofKind(objects: readonly KubeObject[], kind: string): readonly KubeObject[] {
  return objects.filter((object) => object.kind === kind);
}
