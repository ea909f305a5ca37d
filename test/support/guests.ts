/** Hosts of somebody else that take all that the environments of this repository ask for. */
import type { FileHosts, OperatorHosts } from '../../stacks/guests';

/** A cluster with the Prometheus Operator. */
export const operatorHosts: OperatorHosts = {
  selectorLabels: { release: 'kube-prometheus-stack' },
  prober: 'blackbox-exporter.monitoring.svc:9115',
  matcherStrategy: 'None',
  alertmanagers: [0, 1].map((member) => `http://alertmanager-main-${member}.alertmanager-operated.monitoring.svc:9093`),
  scraped: ['kube-state-metrics'],
  without: ['jobs.grafanaExport', 'jobs.prometheusSnapshot', 'logs.reader'],
};

/** Servers of any kind. */
export const fileHosts: FileHosts = {
  prober: 'blackbox.example.org:9115',
  alertmanagers: ['http://alertmanager.example.org:9093'],
  without: ['jobs', 'postgresExporters'],
};
