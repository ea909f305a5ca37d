/** What the proxy must be told, whatever the place it runs in. */
import type { SecretRef } from '../../model/delivery';
import type { Endpoint, ProgramFile } from '../program';
import type { SubPath } from '../sub-path';
import type { Access } from './access';

export interface NginxSettings {
  /** Public name; requests for any other are refused. */
  readonly host: string;
  /** Port of the public URL: 443, or the one chosen on a machine. */
  readonly publicPort: number;
  /** Where plain HTTP is answered with a redirect; absent when nothing listens there. */
  readonly redirect?: Endpoint;
  /** Where nginx shows its counters to the exporter; absent where none reads them. */
  readonly status?: Endpoint;
  /**
   * Whether each handshake takes certificate and key anew from their files, so that a renewed one is served without a
   * restart. The workers must be able to read the key.
   */
  readonly freshCertificate?: boolean;
  readonly certificate: SecretRef;
  readonly certificateKey: SecretRef;
  /** How people are told apart from strangers. */
  readonly access: Access;
  readonly prometheus: Upstream;
  readonly alertmanager: Upstream;
  /** Absent where there is no Grafana: `/` is then a page with links. */
  readonly grafana?: Endpoint;
  /** Pages below `/runbooks/`, paths relative to it. */
  readonly runbooks: readonly ProgramFile[];
  /** DNS server to ask at run time; absent where upstreams are plain addresses. */
  readonly resolver?: string;
  /** Version of the nginx that reads the files: `http2 on` is unknown before 1.25.1, its old form deprecated since. */
  readonly version: string;
  /** File that requests are logged to; `/dev/stdout` in a container. */
  readonly accessLog: string;
  /** Account of the workers, where the program is started by root. */
  readonly user?: string;
  /** Worker processes: one a CPU of the request. */
  readonly workers: number;
}

/** A program behind the proxy, below the same path on both sides. */
export interface Upstream {
  readonly endpoint: Endpoint;
  readonly subPath: SubPath;
}
