/** node-exporter as a program: its arguments. https://github.com/prometheus/node_exporter */
import { type Place, type Program, endpointText } from '../program';
import type { NodeExporterSettings } from './settings';

/** Port that node-exporter listens on by default. */
export const NODE_EXPORTER_PORT = 9100;

/** Mounts of containers and of the kernel: not file systems that fill up. */
const IGNORED_MOUNTS = '^/(dev|proc|sys|run/k3s/containerd/.+|var/lib/docker/.+|var/lib/kubelet/pods/.+)($|/)';
/** Interfaces of containers come and go, each with a series of its own. */
const IGNORED_INTERFACES = '^(veth.*|[a-f0-9]{15}|cali.*|cilium.*|lxc.*)$';

/** Arguments of a node-exporter; it has no files. */
export function nodeExporterProgram({ hostRoot }: NodeExporterSettings, place: Place): Program {
  const root = hostRoot === '/' ? '' : hostRoot;
  return {
    component: 'node-exporter',
    args: [
      `--web.listen-address=${endpointText(place.listen)}`,
      '--web.disable-exporter-metrics',
      `--path.procfs=${root}/proc`,
      `--path.sysfs=${root}/sys`,
      `--path.rootfs=${hostRoot}`,
      `--path.udev.data=${root}/run/udev/data`,
      `--collector.filesystem.mount-points-exclude=${IGNORED_MOUNTS}`,
      `--collector.netclass.ignored-devices=${IGNORED_INTERFACES}`,
      `--collector.netdev.device-exclude=${IGNORED_INTERFACES}`,
    ],
    files: [],
  };
}
