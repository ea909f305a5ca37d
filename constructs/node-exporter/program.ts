/** node-exporter as a program: its arguments. https://github.com/prometheus/node_exporter */
import { type Place, type Program, endpointText } from '../program';
import { type YamlValue, yamlText } from '../render/yaml';
import type { NodeExporterSettings, NodeExporterTls } from './settings';

/** Port that node-exporter listens on by default. */
export const NODE_EXPORTER_PORT = 9100;

/** Mounts of containers and of the kernel: not file systems that fill up. */
const IGNORED_MOUNTS = '^/(dev|proc|sys|run/k3s/containerd/.+|var/lib/docker/.+|var/lib/kubelet/pods/.+)($|/)';
/** Interfaces of containers come and go, each with a series of its own. */
const IGNORED_INTERFACES = '^(veth.*|[a-f0-9]{15}|cali.*|cilium.*|lxc.*)$';

/** Path of the file on TLS among a program's files. */
export const WEB_CONFIG = 'web/web-config.yml';

/** Arguments of a node-exporter, and a file where it speaks TLS. */
export function nodeExporterProgram({ hostRoot, tls }: NodeExporterSettings, place: Place): Program {
  const root = hostRoot === '/' ? '' : hostRoot;
  return {
    component: 'node-exporter',
    args: [
      `--web.listen-address=${endpointText(place.listen)}`,
      ...(tls === undefined ? [] : [`--web.config.file=${place.configDir}/${WEB_CONFIG}`]),
      '--web.disable-exporter-metrics',
      `--path.procfs=${root}/proc`,
      `--path.sysfs=${root}/sys`,
      `--path.rootfs=${hostRoot}`,
      `--path.udev.data=${root}/run/udev/data`,
      `--collector.filesystem.mount-points-exclude=${IGNORED_MOUNTS}`,
      `--collector.netclass.ignored-devices=${IGNORED_INTERFACES}`,
      `--collector.netdev.device-exclude=${IGNORED_INTERFACES}`,
    ],
    files: tls === undefined ? [] : [{ path: WEB_CONFIG, content: yamlText(webConfig(tls, place)) }],
  };
}

/**
 * Read at every request, so that a renewed certificate needs no restart.
 * https://github.com/prometheus/exporter-toolkit/blob/master/docs/web-configuration.md
 */
function webConfig({ certificate, key, clientAuthority }: NodeExporterTls, place: Place): YamlValue {
  return {
    tls_server_config: {
      cert_file: place.secretFile(certificate),
      key_file: place.secretFile(key),
      client_auth_type: 'RequireAndVerifyClientCert',
      client_ca_file: place.secretFile(clientAuthority),
      min_version: 'TLS12',
    },
  };
}
