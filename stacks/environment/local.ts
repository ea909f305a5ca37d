/** One machine, for trying things out. */
import { days, gibibytes, hours, minutes, seconds } from '../../model/quantity';
import { base } from './base';
import { extend } from './extend';
import { webhook } from '../../constructs/alertmanager/receivers';

/** Notifications end on the machine; whoever runs the stack puts the real port in. */
const thisMachine = [webhook({ url: 'http://127.0.0.1:9095/' })];

export const local = extend(base, {
  name: 'local',
  cluster: 'local',
  host: 'localhost',
  scrapeInterval: seconds(5),
  scrapeTimeout: seconds(4),
  evaluationInterval: seconds(5),
  // The certificate is made on the machine, and is its own authority.
  blackboxExporter: { authority: { secret: 'monitoring-authority', key: 'ca.crt' } },
  prometheus: { retention: days(2), retentionSize: gibibytes(1), volume: { size: gibibytes(2) } },
  alertmanager: {
    receivers: { oncall: thisMachine, team: thisMachine, deadMansSwitch: thisMachine },
    timing: { groupWait: seconds(5), groupInterval: minutes(1), repeatCritical: hours(1) },
  },
});
