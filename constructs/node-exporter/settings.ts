/** What node-exporter must be told, whatever the place it runs in. */

export interface NodeExporterSettings {
  /** Where the host's root file system is seen from the program: `/`, or the mount in a container. */
  readonly hostRoot: string;
}
