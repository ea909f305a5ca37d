/**
 * What node-exporter tells of a host: the metrics that its rules and board use, as 1.5 and later expose them on Linux.
 * @see https://github.com/prometheus/node_exporter
 */
import type { LabelSpecs } from '../../model/label';
import { catalogue, counter, gauge, info, stateSet, up } from '../../model/metric';

const FILESYSTEM = { device: { card: 5 }, fstype: { card: 3 }, mountpoint: { card: 5 } } as const satisfies LabelSpecs;
const DISK = { device: { card: 4 } } as const satisfies LabelSpecs;
const INTERFACE = { device: { card: 4 } } as const satisfies LabelSpecs;
const CPU_MODES = ['idle', 'iowait', 'irq', 'nice', 'softirq', 'steal', 'system', 'user'] as const;

const host = {
  up,
  uname: info('node_uname_info', {
    labels: { nodename: { card: 1 }, release: { card: 1 }, machine: { card: 1 }, sysname: { card: 1 } },
    help: 'Name and kernel of the host',
  }),
  bootTime: gauge('node_boot_time_seconds', { unit: 'timestamp', help: 'When the host started' }),
  collectorSuccess: gauge('node_scrape_collector_success', {
    unit: 'bool',
    labels: { collector: { card: 40 } },
    help: '1 when a collector of node-exporter worked at the last scrape',
  }),
} as const;

const filesystem = {
  filesystemSize: gauge('node_filesystem_size_bytes', {
    unit: 'bytes',
    labels: FILESYSTEM,
    help: 'Size of a filesystem',
  }),
  filesystemAvailable: gauge('node_filesystem_avail_bytes', {
    unit: 'bytes',
    labels: FILESYSTEM,
    help: 'Space that users other than root can still fill',
  }),
  inodes: gauge('node_filesystem_files', {
    labels: FILESYSTEM,
    help: 'Files that a filesystem can hold; 0 where it sets no limit',
  }),
  inodesFree: gauge('node_filesystem_files_free', { labels: FILESYSTEM, help: 'Files that can still be made' }),
  filesystemReadOnly: gauge('node_filesystem_readonly', {
    unit: 'bool',
    labels: FILESYSTEM,
    help: '1 when a filesystem is mounted read-only',
  }),
} as const;

const memory = {
  memoryTotal: gauge('node_memory_MemTotal_bytes', { unit: 'bytes', help: 'Memory of the host' }),
  memoryAvailable: gauge('node_memory_MemAvailable_bytes', {
    unit: 'bytes',
    help: "Memory that programs can still get without swapping; the kernel's own estimate",
  }),
  /** Untyped in the exposition, a counter by nature, as all of `node_vmstat_*` that are used here. */
  majorPageFaults: counter('node_vmstat_pgmajfault', { help: 'Page faults that had to read from disk' }),
  oomKills: counter('node_vmstat_oom_kill', { help: 'Processes that the kernel killed for want of memory' }),
} as const;

const cpu = {
  cpuTime: counter('node_cpu_seconds_total', {
    unit: 'seconds',
    labels: { cpu: { card: 16 }, mode: { values: CPU_MODES } },
    help: 'Time that each core spent in each mode',
  }),
  load1: gauge('node_load1', { help: 'Tasks that run, wait to run, or wait for a disk; a mean over the last minute' }),
} as const;

const disk = {
  diskBusy: counter('node_disk_io_time_seconds_total', {
    unit: 'seconds',
    labels: DISK,
    help: 'Time during which a disk had something to do',
  }),
  diskQueue: counter('node_disk_io_time_weighted_seconds_total', {
    unit: 'seconds',
    labels: DISK,
    help: 'Time that requests to a disk have waited and run, all requests together',
  }),
  diskRead: counter('node_disk_read_bytes_total', { unit: 'bytes', labels: DISK, help: 'Read from a disk' }),
  diskWritten: counter('node_disk_written_bytes_total', { unit: 'bytes', labels: DISK, help: 'Written to a disk' }),
} as const;

/** Where the host has arrays of the Linux kernel (mdadm). */
const raid = {
  arrayDisks: gauge('node_md_disks', {
    labels: { device: { card: 2 }, state: { values: ['active', 'failed', 'spare'] } },
    presence: 'optional',
    help: 'Disks of an array by state',
  }),
  arrayDisksRequired: gauge('node_md_disks_required', {
    labels: { device: { card: 2 } },
    presence: 'optional',
    help: 'Disks that an array is meant to have',
  }),
} as const;

const network = {
  bytesReceived: counter('node_network_receive_bytes_total', {
    unit: 'bytes',
    labels: INTERFACE,
    help: 'Received by an interface',
  }),
  bytesSent: counter('node_network_transmit_bytes_total', {
    unit: 'bytes',
    labels: INTERFACE,
    help: 'Sent by an interface',
  }),
  packetsReceived: counter('node_network_receive_packets_total', { labels: INTERFACE, help: 'Packets received' }),
  packetsSent: counter('node_network_transmit_packets_total', { labels: INTERFACE, help: 'Packets sent' }),
  receiveErrors: counter('node_network_receive_errs_total', { labels: INTERFACE, help: 'Packets received damaged' }),
  sendErrors: counter('node_network_transmit_errs_total', { labels: INTERFACE, help: 'Packets that were not sent' }),
  interfaceUp: gauge('node_network_up', { unit: 'bool', labels: INTERFACE, help: '1 while an interface is up' }),
  /** Where the host bonds interfaces. */
  bondSlaves: gauge('node_bonding_slaves', {
    labels: { master: { card: 1 } },
    presence: 'optional',
    help: 'Interfaces that a bond is made of',
  }),
  bondActive: gauge('node_bonding_active', {
    labels: { master: { card: 1 } },
    presence: 'optional',
    help: 'Interfaces of a bond that have a link',
  }),
  conntrackEntries: gauge('node_nf_conntrack_entries', {
    presence: 'optional',
    help: 'Connections that the firewall tracks',
  }),
  conntrackLimit: gauge('node_nf_conntrack_entries_limit', {
    presence: 'optional',
    help: 'Connections that the firewall can track',
  }),
} as const;

const kernel = {
  filesAllocated: gauge('node_filefd_allocated', { help: 'Files that are open on the host' }),
  filesMaximum: gauge('node_filefd_maximum', { help: 'Files that can be open on the host' }),
  clockOffset: gauge('node_timex_offset_seconds', {
    unit: 'seconds',
    help: "How far the host's clock is from its time server's",
  }),
  clockSynchronised: gauge('node_timex_sync_status', {
    unit: 'bool',
    help: '1 while the kernel holds its clock for synchronised',
  }),
  clockMaxError: gauge('node_timex_maxerror_seconds', {
    unit: 'seconds',
    help: 'How wrong the clock can be; grows while nothing corrects it, up to 16 s',
  }),
  /** Exposed with `--collector.systemd`. */
  unitState: stateSet('node_systemd_unit_state', {
    labels: {
      name: { card: 100 },
      state: { values: ['activating', 'active', 'deactivating', 'failed', 'inactive'] },
      type: { card: 8 },
    },
    presence: 'optional',
    help: 'State of a systemd unit',
  }),
  /** Exposed with `--collector.systemd --collector.systemd.enable-restarts-metrics`. */
  unitRestarts: counter('node_systemd_service_restart_total', {
    labels: { name: { card: 100 } },
    presence: 'optional',
    help: 'Times that systemd started a service again after it had ended by itself',
  }),
  textfileError: gauge('node_textfile_scrape_error', {
    unit: 'bool',
    presence: 'optional',
    help: '1 when a file of metrics that somebody else writes could not be read',
  }),
} as const;

export const metrics = catalogue('node', {
  ...host,
  ...filesystem,
  ...memory,
  ...cpu,
  ...disk,
  ...raid,
  ...network,
  ...kernel,
});
