/** Where our database is, and who hears of it. */
import type { Environment } from 'vedette/constructs';
import { millis } from 'vedette/model';
import { base, extend } from 'vedette/stacks';

export const environment: Environment = extend(base, {
  name: 'ours',
  cluster: 'ours',
  host: 'monitoring.ours.example.com',
  services: { rstmdb: { discovery: [{ kind: 'static', targets: ['database.ours.svc:9090'] }], dialect: '0.3.0' } },
  thresholds: { RstmdbHighLatency: millis(250) },
});
