/** Like production, smaller: pairs and clusters as there, so that what depends on them is tried here first. */
import { slack } from '../../constructs/alertmanager/receivers';
import { days, gibibytes, perSecond } from '../../model/quantity';
import { base, copiesFor, exportersFor, jobsFor, logsIn, secretOf, sequencerPods, teamMail } from './base';
import { extend } from './extend';

export const staging = extend(base, {
  name: 'staging',
  cluster: 'testnet',
  host: 'monitoring.staging.drachma.org',
  services: {
    // The dialect takes the documented names as well.
    fusion: {
      discovery: [{ kind: 'dns', type: 'SRV', names: ['_relayer._tcp.service.staging.consul'] }],
      dialect: 'unprefixed',
    },
    rstmdb: {
      discovery: [{ kind: 'dns', type: 'SRV', names: ['_rstmdb._tcp.service.staging.consul'] }],
      dialect: '0.3.0',
    },
    sequencer: { discovery: [sequencerPods], dialect: '0.2.7' },
  },
  // Only what the tests send: a tenth of an event a second says that they run.
  thresholds: { SequencerLowThroughput: perSecond(0.1) },
  postgresExporters: exportersFor('sequencer-database.service.staging.consul'),
  jobs: { ...jobsFor('sequencer-database.service.staging.consul'), ...copiesFor(gibibytes(32), gibibytes(1)) },
  logs: logsIn('drachma-staging', days(7)),
  prometheus: { replicas: 2, retention: days(14), retentionSize: gibibytes(16), volume: { size: gibibytes(20) } },
  alertmanager: {
    replicas: 3,
    receivers: { oncall: [slack({ channel: '#staging-alerts', apiUrl: secretOf.slack })], team: [teamMail] },
  },
  nginx: { replicas: 2 },
});
