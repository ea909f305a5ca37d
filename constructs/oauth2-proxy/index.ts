/**
 * oauth2-proxy in Kubernetes: a Deployment that nginx asks. Not beside nginx in its pod: what faces the world neither
 * reaches the internet nor sees the secrets of the sign-in. https://oauth2-proxy.github.io/oauth2-proxy/
 */
import { Construct } from 'constructs';
import { VedetteError } from '../../model/problem';
import { seconds } from '../../model/quantity';
import { Report } from '../check/report';
import type { ContainerOptions, ContainerPort } from '../kubernetes/container';
import { SECRETS_AT_START, fileMounts, filesChecksum } from '../kubernetes/files';
import type { Identity } from '../kubernetes/identity';
import { type Mount, secretMounts } from '../kubernetes/mounts';
import { PodPlace, everywhere } from '../kubernetes/place';
import type { Spread } from '../kubernetes/pod';
import type { Resources } from '../kubernetes/resources';
import { service } from '../kubernetes/service';
import { checkIdentity, checkReplicas, checkResources } from '../kubernetes/validate';
import { deployment, disruptionBudget, serviceAccount } from '../kubernetes/workload';
import type { Program } from '../program';
import { type Image, imageOf } from '../versions';
import { OAUTH2_PROXY_PORT, oauth2ProxyProgram } from './program';
import type { Oauth2ProxySettings } from './settings';
import { checkOauth2Proxy } from './validate';

/** User `nonroot` of the image. https://github.com/GoogleContainerTools/distroless */
const USER = 65532;
const HTTP: ContainerPort = { name: 'http', port: OAUTH2_PROXY_PORT };

export interface Oauth2ProxyProps {
  readonly identity: Identity;
  readonly settings: Oauth2ProxySettings;
  readonly replicas: number;
  readonly resources: Resources;
  /** @default - the one in versions.ts */
  readonly image?: Image;
  /** @default - none: replicas may share a node */
  readonly spread?: Spread;
  readonly priorityClass?: string;
}

/** Who is signed in. */
export class Oauth2Proxy extends Construct {
  /** @throws VedetteError with every problem of the settings */
  constructor(scope: Construct, id: string, props: Oauth2ProxyProps) {
    super(scope, id);
    const { identity, settings, replicas, resources, image = imageOf('oauth2Proxy'), priorityClass, spread } = props;
    const report = new Report(this.node.path);
    checkIdentity(identity, report);
    checkOauth2Proxy(settings, report);
    checkReplicas(replicas, report);
    checkResources(resources, report);
    if (report.problems.length > 0) throw new VedetteError(report.problems);
    const place = new PodPlace('oauth2-proxy', '/tmp', everywhere(OAUTH2_PROXY_PORT));
    const program = oauth2ProxyProgram(settings, place);
    const mounts = [...fileMounts(this, identity, program.files, place.configDir), ...secretMounts(place)];
    serviceAccount(this, identity);
    deployment(this, {
      replicas,
      recreate: false,
      pod: {
        identity,
        version: image.tag,
        user: USER,
        grace: seconds(30),
        annotations: { ...SECRETS_AT_START, 'vedette/config-checksum': filesChecksum(program.files, ['config']) },
        ...(spread === undefined ? {} : { spread }),
        ...(priorityClass === undefined ? {} : { priorityClass }),
        containers: [containerOf(program, image, resources, mounts)],
      },
    });
    service(this, identity, [HTTP]);
    disruptionBudget(this, identity, replicas);
  }
}

function containerOf(
  { args }: Program,
  image: Image,
  resources: Resources,
  mounts: readonly Mount[],
): ContainerOptions {
  const probe = { port: HTTP.name, period: seconds(10), timeout: seconds(3) };
  return {
    name: 'oauth2-proxy',
    image,
    args,
    ports: [HTTP],
    mounts,
    resources,
    // It asks the provider for its endpoints before it listens, and ends when there is no answer.
    readiness: { ...probe, path: '/ready', failures: 3 },
    liveness: { ...probe, path: '/ping', failures: 6 },
    // Requests still come for a moment after the pod is told to end.
    stopDelay: seconds(5),
  };
}
