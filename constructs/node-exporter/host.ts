/**
 * node-exporter on a host outside the cluster: a systemd unit, and the script that installs it. Prometheus finds the
 * host by `nodeExporter.outside`.
 */
import type { ProgramFile } from '../program';
import { imageOf } from '../versions';
import { NODE_EXPORTER_PORT, nodeExporterProgram } from './program';
import type { NodeExporterSettings } from './settings';

export interface NodeExporterHost {
  /** @default - the one in versions.ts, without its `v` */
  readonly version?: string;
  /** Paths on the host. @default - it answers in clear, to whoever reaches the port */
  readonly tls?: { readonly certificate: string; readonly key: string; readonly clientAuthority: string };
}

const [BINARY, CONFIG] = ['/usr/local/bin/node_exporter', '/etc/node_exporter'] as const;

/** Files of a host: `node_exporter.service`, `install.sh` and, with TLS, `web/web-config.yml`. */
export function nodeExporterHost({
  version = releaseOf(imageOf('nodeExporter').tag),
  tls,
}: NodeExporterHost = {}): readonly ProgramFile[] {
  const { args, files } = nodeExporterProgram(settings(tls), {
    configDir: CONFIG,
    dataDir: '/var/lib/node_exporter',
    tempDir: '/tmp',
    listen: { host: '', port: NODE_EXPORTER_PORT },
    secretFile: ({ key }) => key,
  });
  return [
    { path: 'node_exporter.service', content: unit(args) },
    { path: 'install.sh', content: installScript(version, files) },
    ...files,
  ];
}

/** A path stands for the key of a secret: on a host a file is where it is. */
function settings(tls: NodeExporterHost['tls']): NodeExporterSettings {
  if (tls === undefined) return { hostRoot: '/' };
  const at = (path: string): { secret: string; key: string } => ({ secret: 'host', key: path });
  const { certificate, key, clientAuthority } = tls;
  return {
    hostRoot: '/',
    tls: { certificate: at(certificate), key: at(key), clientAuthority: at(clientAuthority) },
  };
}

const releaseOf = (tag: string): string => tag.replace(/^v/, '');

/** https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#Sandboxing */
function unit(args: readonly string[]): string {
  return [
    '[Unit]',
    'Description=Metrics of this host for Prometheus',
    'Documentation=https://github.com/prometheus/node_exporter',
    'After=network-online.target',
    'Wants=network-online.target',
    '',
    '[Service]',
    'User=node_exporter',
    'Group=node_exporter',
    `ExecStart=${[BINARY, ...args.map(escaped)].join(' \\\n  ')}`,
    'Restart=on-failure',
    'RestartSec=5s',
    'NoNewPrivileges=yes',
    'CapabilityBoundingSet=',
    'ProtectSystem=strict',
    // Read-only rather than hidden: file systems below it are measured too.
    'ProtectHome=read-only',
    'ProtectControlGroups=yes',
    'ProtectKernelModules=yes',
    'ProtectKernelTunables=yes',
    'RestrictSUIDSGID=yes',
    'LockPersonality=yes',
    'MemoryDenyWriteExecute=yes',
    'SystemCallArchitectures=native',
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ].join('\n');
}

/** One word of a command line of systemd, which knows specifiers and variables. */
function escaped(word: string): string {
  const text = word.replace(/%/g, '%%').replace(/\$/g, '$$$$');
  return /[\s"'\\;|()[\]^]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text;
}

function installScript(version: string, files: readonly ProgramFile[]): string {
  const release = `https://github.com/prometheus/node_exporter/releases/download/v${version}`;
  return [
    '#!/bin/sh',
    `# Installs node_exporter ${version} on this host, as root. It may run again at any time.`,
    '# RELEASE: where the archive and its sums are. DESTDIR: in front of every path.',
    'set -eu',
    `release=\${RELEASE:-${release}}`,
    'to=${DESTDIR:-}',
    'case $(uname -m) in',
    '  x86_64) machine=amd64 ;;',
    '  aarch64) machine=arm64 ;;',
    '  *) echo "there is no archive for $(uname -m)" >&2; exit 1 ;;',
    'esac',
    `name=node_exporter-${version}.linux-$machine`,
    'here=$(cd "$(dirname "$0")" && pwd)',
    'work=$(mktemp -d)',
    'trap \'rm -rf "$work"\' EXIT',
    'cd "$work"',
    'curl --fail --silent --show-error --location --remote-name "$release/$name.tar.gz" --remote-name "$release/sha256sums.txt"',
    '# What was fetched must be what was released.',
    'grep -F "  $name.tar.gz" sha256sums.txt | sha256sum --check --strict -',
    'tar -xzf "$name.tar.gz"',
    '[ -n "$to" ] || id node_exporter >/dev/null 2>&1 ||',
    '  useradd --system --no-create-home --shell /usr/sbin/nologin node_exporter',
    `install -D -m 0755 "$name/node_exporter" "$to${BINARY}"`,
    ...files.map(({ path }) => `install -D -m 0644 "$here/${path}" "$to${CONFIG}/${path}"`),
    'install -D -m 0644 "$here/node_exporter.service" "$to/etc/systemd/system/node_exporter.service"',
    '[ -z "$to" ] || exit 0',
    'systemctl daemon-reload',
    'systemctl enable node_exporter',
    'systemctl restart node_exporter',
    '',
  ].join('\n');
}
