/** What node-exporter must be told, whatever the place it runs in. */
import type { SecretRef } from '../../model/delivery';

export interface NodeExporterSettings {
  /** Where the host's root file system is seen from the program: `/`, or the mount in a container. */
  readonly hostRoot: string;
  /** Absent where it answers anybody who reaches it, in clear. */
  readonly tls?: NodeExporterTls;
}

/** How it proves who it is, and who may ask: no NetworkPolicy holds for the host's network. */
export interface NodeExporterTls {
  readonly certificate: SecretRef;
  readonly key: SecretRef;
  /** Certificate of the authority that the client's must come from. */
  readonly clientAuthority: SecretRef;
}
