/**
 * nginx in Kubernetes: a Deployment, TLS on port 8443 and the way to it on 8080; the only door from outside.
 * https://github.com/nginx/docker-nginx-unprivileged
 */
import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { IService } from 'kubernetes-models/v1/Service';
import { VedetteError } from '../../model/problem';
import { mebibytes, minutes, seconds } from '../../model/quantity';
import type { ContainerOptions, ContainerPort } from '../kubernetes/container';
import { fileMounts, filesChecksum } from '../kubernetes/files';
import type { Exposure } from '../kubernetes/exposure';
import { type Identity, metadata, selectorLabels } from '../kubernetes/identity';
import { type Mount, scratchMount, secretMounts } from '../kubernetes/mounts';
import { PodPlace, everywhere } from '../kubernetes/place';
import type { Spread } from '../kubernetes/pod';
import { type Resources, millicores } from '../kubernetes/resources';
import { deployment, disruptionBudget, serviceAccount } from '../kubernetes/workload';
import type { Program } from '../program';
import { type Image, imageOf } from '../versions';
import { type CertificateIssuer, certificate } from './certificate';
import { NGINX_EXPORTER_PORT, nginxExporterProgram } from './exporter';
import { NGINX_HTTPS_PORT, NGINX_HTTP_PORT, nginxProgram } from './program';
import type { NginxSettings } from './settings';
import { nginxProblems } from './validate';

/**
 * User `nginx` of the image. https://github.com/nginx/docker-nginx-unprivileged/blob/main/stable/alpine-slim/Dockerfile
 */
const USER = 101;
const HTTPS: ContainerPort = { name: 'https', port: NGINX_HTTPS_PORT };
const HTTP: ContainerPort = { name: 'http', port: NGINX_HTTP_PORT };

/** The exporter's port by its name, by which Prometheus finds it. */
export const NGINX_METRICS: ContainerPort = { name: 'metrics', port: NGINX_EXPORTER_PORT };

export interface NginxProxyProps {
  readonly identity: Identity;
  readonly settings: NginxSettings;
  readonly replicas: number;
  readonly resources: Resources;
  readonly exposure: Exposure;
  /** @default - none: somebody else makes the Secret of the certificate */
  readonly certificateIssuer?: CertificateIssuer;
  /** @default - the one in versions.ts */
  readonly image?: Image;
  /** @default - the one in versions.ts */
  readonly exporterImage?: Image;
  /** @default - none: replicas may share a node */
  readonly spread?: Spread;
  readonly priorityClass?: string;
}

/** The door of the stack. */
export class NginxProxy extends Construct {
  /** @throws VedetteError with every problem of the settings */
  constructor(scope: Construct, id: string, props: NginxProxyProps) {
    super(scope, id);
    const problems = nginxProblems(props, this.node.path);
    if (problems.length > 0) throw new VedetteError(problems);
    const place = new PodPlace('nginx-proxy', '/tmp', everywhere(NGINX_HTTPS_PORT));
    const program = nginxProgram(props.settings, place);
    serviceAccount(this, props.identity);
    this.workload(props, program, [
      ...fileMounts(this, props.identity, program.files, place.configDir),
      ...secretMounts(place),
      scratchMount('tmp', place.tempDir, mebibytes(64)),
    ]);
    this.expose(props);
    const { certificateIssuer: issuer, settings } = props;
    if (issuer !== undefined) {
      certificate(this, props.identity, { host: settings.host, secretName: settings.certificate.secret, issuer });
    }
    disruptionBudget(this, props.identity, props.replicas);
  }

  private workload(props: NginxProxyProps, program: Program, mounts: readonly Mount[]): void {
    const { identity, image = imageOf('nginx'), priorityClass, spread } = props;
    deployment(this, {
      replicas: props.replicas,
      recreate: false,
      pod: {
        identity,
        version: image.tag,
        user: USER,
        // Longer than the slowest answer, so that a replaced pod still gives it.
        grace: minutes(2.5),
        // nginx does not look whether its configuration changed; pages and passwords are read at each request.
        annotations: { 'vedette/config-checksum': filesChecksum(program.files, ['config']) },
        ...(spread === undefined ? {} : { spread }),
        ...(priorityClass === undefined ? {} : { priorityClass }),
        containers: [proxyContainer(props, program, image, mounts), ...exporterContainers(props)],
      },
    });
  }

  private expose({ identity, exposure }: NginxProxyProps): void {
    const manifest: IService = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata(identity),
      spec: {
        type: exposure.type,
        ...(exposure.type === 'LoadBalancer'
          ? // Otherwise the limit on requests would see one client, the node.
            { loadBalancerSourceRanges: [...exposure.sourceRanges], externalTrafficPolicy: 'Local' as const }
          : {}),
        selector: selectorLabels(identity),
        ports: [
          { name: HTTPS.name, port: 443, targetPort: HTTPS.name, protocol: 'TCP' },
          { name: HTTP.name, port: 80, targetPort: HTTP.name, protocol: 'TCP' },
        ],
      },
    };
    new ApiObject(this, 'Service', manifest);
  }
}

function proxyContainer(
  { resources }: NginxProxyProps,
  program: Program,
  image: Image,
  mounts: readonly Mount[],
): ContainerOptions {
  // Asked in clear: the kubelet names no host in its handshake, and whoever names none is turned away.
  const health = { port: HTTP.name, path: '/healthz', timeout: seconds(3) };
  return {
    name: 'nginx',
    image,
    // Not the image's start script, which edits files that cannot be written here.
    command: ['nginx'],
    args: program.args,
    ports: [HTTPS, HTTP],
    mounts,
    resources,
    readiness: { ...health, period: seconds(5), failures: 3 },
    liveness: { ...health, period: seconds(10), failures: 6 },
    // Requests still come for a moment after the pod is told to end.
    stopDelay: seconds(5),
  };
}

/** The exporter, where nginx shows its counters. It is no part of serving: only what watches it needs it. */
function exporterContainers({ settings: { status }, exporterImage }: NginxProxyProps): readonly ContainerOptions[] {
  if (status === undefined) return [];
  const place = new PodPlace('nginx-exporter', '/tmp', everywhere(NGINX_EXPORTER_PORT));
  // Not its page of metrics, which asks nginx each time.
  const health = { port: NGINX_METRICS.name, path: '/', period: seconds(10), timeout: seconds(3), failures: 6 };
  return [
    {
      name: 'nginx-exporter',
      image: exporterImage ?? imageOf('nginxExporter'),
      args: nginxExporterProgram(status, place).args,
      ports: [NGINX_METRICS],
      mounts: [],
      resources: EXPORTER_RESOURCES,
      readiness: health,
      liveness: health,
    },
  ];
}

/** It reads seven numbers; what it takes does not depend on the environment. */
const EXPORTER_RESOURCES: Resources = {
  cpu: { request: millicores(10) },
  memory: { request: mebibytes(24), limit: mebibytes(48) },
};
