/** The program that an environment chose, and what a pod must know of it. */
import type { IPolicyRule } from 'kubernetes-models/rbac.authorization.k8s.io/v1/PolicyRule';
import type { Place, Program } from '../program';
import type { ImageName } from '../versions';
import { fluentdProgram } from './fluentd/index';
import type { LogShipperSettings } from './settings';
import { vectorProgram } from './vector';

/** Files and arguments of the program that ships. */
export function logShipperProgram(settings: LogShipperSettings, place: Place): Program {
  return settings.shipper === 'fluentd' ? fluentdProgram(settings, place) : vectorProgram(settings, place);
}

/** A program in a pod. */
interface ShipperPod {
  readonly container: string;
  /** In place of the image's own entry point. */
  readonly command?: readonly string[];
  /** Variable that tells the node's name. */
  readonly nodeVariable: string;
  /** What it asks the API server for; both need the labels of pods. */
  readonly rules: readonly IPolicyRule[];
  /** Whether it writes to `/tmp`. */
  readonly scratch: boolean;
}

const PODS: Readonly<Record<'fluentd' | 'vector', ShipperPod>> = {
  vector: {
    container: 'vector',
    nodeVariable: 'VECTOR_SELF_NODE_NAME',
    // It watches the pods of its own node; the API has no smaller right than this.
    rules: [{ apiGroups: [''], resources: ['nodes', 'pods'], verbs: ['get', 'list', 'watch'] }],
    scratch: false,
  },
  fluentd: {
    container: 'fluentd',
    // The image's own script chooses a configuration by variables, and looks for a part that is not used here.
    command: ['tini', '--', 'fluentd'],
    nodeVariable: 'NODE_NAME',
    // Each pod once, by its name.
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    // A socket for several workers, though there is one.
    scratch: true,
  },
};

/** What a pod must know of the program. */
export function shipperPod({ shipper = 'vector' }: LogShipperSettings): ShipperPod {
  return PODS[shipper];
}

/** Image that has the program, and its plug-ins for the store. */
export function shipperImage({ shipper, store }: Pick<LogShipperSettings, 'shipper' | 'store'>): ImageName {
  if (shipper !== 'fluentd') return 'vector';
  return store.kind === 'elasticsearch' ? 'fluentdElasticsearch' : 'fluentdOpensearch';
}
