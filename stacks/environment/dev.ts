/** The development cluster. It tells the team by mail, and nobody at night. */
import { perSecond } from '../../model/quantity';
import { base } from './base';
import { extend } from './extend';

export const dev = extend(base, {
  name: 'dev',
  cluster: 'devnet',
  host: 'monitoring.dev.drachma.org',
  services: {
    fusion: { discovery: [{ kind: 'static', targets: ['relayer.dev.drachma.org:9090'] }], dialect: 'unprefixed' },
    rstmdb: { discovery: [{ kind: 'static', targets: ['rstmdb.dev.drachma.org:9090'] }], dialect: '0.3.0' },
    sequencer: { discovery: [{ kind: 'static', targets: ['sequencer.dev.drachma.org:8080'] }], dialect: '0.2.7' },
  },
  // Nobody sends events most of the time, and none is fewer than none.
  thresholds: { SequencerLowThroughput: perSecond(0) },
});
