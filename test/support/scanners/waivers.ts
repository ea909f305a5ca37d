/** What scanners of manifests find and what is right here all the same: who says so, why, and until when. */
import type { Waiver } from '../../../stacks/check/waiver';

/** A waiver of a check of a scanner; the same as one of the stack's own checks, but for the id. */
export interface ScannerWaiver extends Omit<Waiver, 'id'> {
  /** The check, by the name that the scanner gives it. */
  readonly id: string;
  /** The object that it finds; `*` for all, where a decision is one for the whole stack. */
  readonly where: string;
}

const SHORTEST_REASON = 20;

/** Findings that no waiver excuses, and waivers that excuse nothing, have expired, or do not say why. */
export function judged(
  findings: readonly { readonly id: string; readonly where: string }[],
  waivers: readonly ScannerWaiver[],
  today: string,
): readonly string[] {
  const excuses = (waiver: ScannerWaiver, { id, where }: (typeof findings)[number]): boolean =>
    waiver.id === id && ['*', where].includes(waiver.where) && waiver.expires >= today;
  const open = findings.filter((finding) => !waivers.some((waiver) => excuses(waiver, finding)));
  const idle = waivers.filter((waiver) => !findings.some((finding) => excuses(waiver, finding)));
  const unsaid = waivers.filter(({ owner, reason }) => owner === '' || reason.length < SHORTEST_REASON);
  return [
    ...open.map(({ id, where }) => `${id}: ${where}`),
    ...idle.map(({ id, where, expires }) => `waiver of ${id} for ${where}, until ${expires}, excuses nothing`),
    ...unsaid.map(({ id, where }) => `waiver of ${id} for ${where} has no owner or no reason`),
  ];
}

const HOST_AGENT = 'it shows the host itself; it has a namespace of its own, no privilege, and a read-only view';
const platform = { owner: 'platform', expires: '2027-06-30' } as const;

export const kubeLinterWaivers: readonly ScannerWaiver[] = ['host-network', 'host-pid', 'sensitive-host-mounts'].map(
  (id) => ({ id, where: 'DaemonSet node-exporter', reason: HOST_AGENT, ...platform }),
);

const platformSays = (id: string, where: string, reason: string): ScannerWaiver => ({ id, where, reason, ...platform });

export const checkovWaivers: readonly ScannerWaiver[] = [
  platformSays(
    'CKV_K8S_11',
    '*',
    'a limit of processor time slows a program that has time left; requests share it out',
  ),
  platformSays(
    'CKV_K8S_15',
    '*',
    'tags are exact and never move, so that a node need not ask the registry at each start',
  ),
  platformSays(
    'CKV_K8S_43',
    '*',
    'an environment can pin digests; by default a tag stays readable and the same everywhere',
  ),
  platformSays('CKV_K8S_17', 'DaemonSet.monitoring-node.node-exporter', HOST_AGENT),
  platformSays('CKV_K8S_19', 'DaemonSet.monitoring-node.node-exporter', HOST_AGENT),
  platformSays(
    'CKV_K8S_38',
    'StatefulSet.monitoring.prometheus',
    'it lists pods, which are its targets, in namespaces that it is told',
  ),
  platformSays(
    'CKV_K8S_38',
    'Deployment.monitoring.kube-state-metrics',
    'it reads the objects that it shows, and nothing else',
  ),
  platformSays(
    'CKV_K8S_38',
    'DaemonSet.monitoring-node.log-shipper',
    'it asks which pods of its node belong to a service, whose lines it reads',
  ),
  platformSays('CKV_K8S_40', 'Deployment.monitoring.grafana', 'the user of its image, 472, owns the files in it'),
  platformSays('CKV_K8S_40', 'Deployment.monitoring.nginx-proxy', 'the user of its image, 101, owns the files in it'),
];
