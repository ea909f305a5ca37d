/** Production: pairs, a month of data, people on call, and an alarm when the monitoring itself falls silent. */
import { pagerDuty, slack, webhook } from '../../constructs/alertmanager/receivers';
import { cores } from '../../constructs/kubernetes/resources';
import { days, gibibytes } from '../../model/quantity';
import { base, copiesFor, exportersFor, jobsFor, logsIn, secretOf, sequencerPods, teamMail } from './base';
import { extend } from './extend';

export const prod = extend(base, {
  name: 'prod',
  cluster: 'mainnet',
  host: 'monitoring.drachma.org',
  purpose: 'production',
  services: {
    // The nodes serve no metrics: docs/drachma.md says how to turn them on.
    drachma: {
      discovery: [],
      probes: { p2p: ['seed1.drachma.org:9333', 'seed2.drachma.org:9333', 'seed3.drachma.org:9333'] },
    },
    // The dialect takes the documented names as well.
    fusion: {
      discovery: [{ kind: 'dns', type: 'SRV', names: ['_relayer._tcp.service.consul'] }],
      dialect: 'unprefixed',
    },
    rstmdb: { discovery: [{ kind: 'dns', type: 'SRV', names: ['_rstmdb._tcp.service.consul'] }], dialect: '0.3.0' },
    sequencer: { discovery: [sequencerPods], dialect: '0.2.7' },
  },
  postgresExporters: exportersFor('sequencer-database.service.consul'),
  jobs: { ...jobsFor('sequencer-database.service.consul'), ...copiesFor(gibibytes(100), gibibytes(4)) },
  logs: logsIn('drachma-prod', days(30)),
  prometheus: {
    replicas: 2,
    retention: days(30),
    retentionSize: gibibytes(50),
    volume: { size: gibibytes(64) },
    resources: {
      cpu: { request: cores(1), limit: cores(2) },
      memory: { request: gibibytes(4), limit: gibibytes(4) },
    },
  },
  alertmanager: {
    replicas: 3,
    receivers: {
      oncall: [pagerDuty({ routingKey: secretOf.pagerDuty })],
      team: [teamMail, slack({ channel: '#critical-alerts', apiUrl: secretOf.slack })],
      deadMansSwitch: [webhook({ url: secretOf.heartbeat })],
    },
  },
  grafana: { volume: { size: gibibytes(2) } },
  nginx: { replicas: 2, resources: { cpu: { request: cores(1) } } },
});
