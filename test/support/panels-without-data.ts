/** Questions of a local stack with a demo that have no answer, by their place on the boards, and why. */

/** Nothing on one machine gives them data in the first minutes. */
export const EMPTY_HERE: Readonly<Record<string, string>> = {
  ...because('one Alertmanager gossips with nobody', [
    'Monitoring / Alertmanager / Members seen',
    'Monitoring / Alertmanager / Members known (A)',
    'Monitoring / Alertmanager / Members known (B)',
    'Monitoring / Alertmanager / Members lost',
    'Monitoring / Alertmanager / Messages waiting for members',
  ]),
  ...because('no remote storage is configured', [
    'Monitoring / Prometheus / Behind elsewhere',
    'Monitoring / Prometheus / Behind',
    'Monitoring / Prometheus / Refused elsewhere',
    'Monitoring / Prometheus / Samples refused there',
    'Monitoring / Prometheus / Senders needed',
  ]),
  ...because('compared with a day before, and the stack is minutes old', [
    'Chains / PARTHENON CHAIN / Hash rate compared with yesterday',
    'Monitoring / Prometheus / Series, of those a day before',
  ]),
  ...because('two days are kept, and the period of an objective has thirty', [
    'Home / On call / Objectives (budgetLeft)',
  ]),
  ...because('a pod that was ready counts as such for five minutes more', [
    'Kubernetes / Overview / Pods not ready',
    'Kubernetes / Overview / Pods not ready by name',
  ]),
  ...because('the demo has no name server, and no service is probed by DNS', [
    'Monitoring / Probes / Parts of DNS probes',
    'Monitoring / Probes / Records in answers',
  ]),
};

/** It depends on the machine, and on how busy it is. */
export const EMPTY_BY_MACHINE: Readonly<Record<string, string>> = {
  ...because('real programs, and nothing should be wrong with them', [
    'Hosts / Overview / Firing alerts',
    'Monitoring / Alertmanager / Firing alerts',
    'Monitoring / Probes / Firing alerts',
    'Monitoring / Prometheus / Firing alerts',
    'Monitoring / nginx / Firing alerts',
  ]),
  ...because('few machines have an array of disks', [
    'Hosts / Overview / Disks missing',
    'Hosts / Overview / Failed disks',
  ]),
  ...because('few machines bond interfaces', ['Hosts / Overview / Links that bonds lack']),
  ...because('the collector of systemd is off, as it is by default', [
    'Hosts / Overview / Failed units',
    'Hosts / Overview / Services started again',
  ]),
};

/** They show trouble and have no data while all is well, but when the demo is told to break a service. */
export const EMPTY_UNTIL_BROKEN: Readonly<Record<string, readonly [service: string, incident: string]>> = {
  'Applications / Fusion+ connection pools / Requests waiting in vain': ['fusion', 'connection-pool-exhausted'],
  'Applications / Fusion+ connection pools / Timeouts within five minutes': [
    'fusion',
    'connection-pool-queue-timeouts',
  ],
  'Applications / StateSet Sequencer / Failed requests for commitments': [
    'sequencer',
    'commitments-failing/commitments-fail-again-and-again',
  ],
  'Applications / StateSet Sequencer / Failed requests to anchor': [
    'sequencer',
    'anchoring-failing/the-chain-does-not-answer',
  ],
  'Applications / StateSet Sequencer / Samples without their labels': ['sequencer', 'metrics-overflow'],
  'Applications / StateSet Sequencer / Servers that count without labels': ['sequencer', 'metrics-overflow'],
  'Databases / rstmdb / Failed writes of the log': ['rstmdb', 'wal-io-error'],
  'Kubernetes / Overview / Crash loops': ['kube-state-metrics', 'kube-pod-crash-looping'],
  'Kubernetes / Overview / Firing alerts': ['kube-state-metrics', 'kube-pod-crash-looping'],
  'Kubernetes / Overview / What containers wait for': ['kube-state-metrics', 'kube-pod-crash-looping'],
  'Monitoring / Grafana / Firing alerts': ['grafana', 'down'],
  'Monitoring / Log shipper / Firing alerts': ['log-shipper', 'log-shipper-down'],
  'Monitoring / Thanos / Firing alerts': ['thanos', 'down'],
};

function because(reason: string, places: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(places.map((place) => [place, reason]));
}
