/** A Pulumi program: the same stack, one resource an object, beside whatever else we deploy. */
import * as pulumi from '@pulumi/pulumi';
import { MonitoringStack } from 'vedette/pulumi';
import { prometheus } from 'vedette/services/prometheus';
import { rstmdb } from 'vedette/services/rstmdb';
import { environment } from './environment.js';

const config = new pulumi.Config();

const monitoring = new MonitoringStack('monitoring', {
  environment,
  watched: { services: [prometheus, rstmdb], runbooks: [] },
  context: config.require('context'),
  // Made by cert-manager and by hand; `values` takes secrets of Pulumi's configuration instead.
  secrets: { existing: ['grafana', 'monitoring-tls', 'monitoring-users', 'receivers'] },
});

export const url = monitoring.outputs.apply((outputs) => outputs.url);
