/** What people make in Grafana by hand, written to files again and again. Its own files bring back the rest. */
import type { SecretRef } from '../../model/delivery';
import type { Place, Program } from '../program';
import { EXPORT_SCRIPT } from './export-script';

/** Whom to ask, and what is kept. */
export interface GrafanaExportSettings {
  /** Base URL, without a trailing slash. */
  readonly url: string;
  /** Token of a service account that sees everything in the first organisation: an Admin's. */
  readonly token: SecretRef;
  /** Newest copies that are kept. One that is as the last is none. */
  readonly keep: number;
}

/** File `export/run.mjs`, and the arguments of a shell that runs it by Node.js. It needs Grafana 13. */
export function grafanaExportProgram({ url, token, keep }: GrafanaExportSettings, place: Place): Program {
  return {
    component: 'grafana-export',
    args: ['-c', `exec node ${place.configDir}/export/run.mjs`],
    files: [{ path: 'export/run.mjs', content: EXPORT_SCRIPT }],
    env: { GRAFANA_URL: url, TOKEN_FILE: place.secretFile(token), COPIES: place.dataDir, KEEP: String(keep) },
  };
}
