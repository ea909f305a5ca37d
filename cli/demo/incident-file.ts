/** Which incidents are on: a file in the state folder, so that it outlives the exporter. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type StateDir, writeWhole } from '../local/state';
import type { Begun } from './simulation';

/** Name of the exporter among the components of a local stack. */
export const DEMO = 'demo';

/** By service: when each incident began, in seconds since 1970. */
export type BegunByService = Readonly<Record<string, Begun>>;

/** The exporter's files in a state folder. */
export const demoFiles = {
  plan: (state: StateDir): string => join(state.configDir(DEMO), 'plan.json'),
  incidents: (state: StateDir): string => join(state.dataDir(DEMO), 'incidents.json'),
  /** What Prometheus finds a service's targets by. */
  targets: (state: StateDir, service: string): string => join(state.dataDir(DEMO), 'targets', `${service}.json`),
};

/**
 * Nothing is on while there is no file.
 * @throws Error for a file that cannot be read
 */
export function readIncidents(path: string): BegunByService {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  return JSON.parse(text) as BegunByService;
}

export function writeIncidents(path: string, begun: BegunByService): void {
  writeWhole(path, `${JSON.stringify(begun, undefined, 2)}\n`);
}
