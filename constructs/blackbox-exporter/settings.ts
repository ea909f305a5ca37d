/** What a blackbox exporter must be told, whatever the place it runs in. */
import type { SecretRef } from '../../model/delivery';
import type { ProbeModule } from '../../model/probe/module';

export interface BlackboxExporterSettings {
  /** How it asks: only the modules that somebody asks for. */
  readonly modules: readonly ProbeModule[];
  /** Certificate of the authority that certificates must come from; the image's list of public ones when absent. */
  readonly authority?: SecretRef;
}
