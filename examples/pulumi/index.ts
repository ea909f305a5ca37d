/**
 * Somebody's own Pulumi program that has the stack as a part: the host name is an output of another stack, passwords
 * come from the program's configuration, and certificates are made by cert-manager.
 */
import * as pulumi from '@pulumi/pulumi';
import { MonitoringStack } from 'vedette/pulumi';
import { base, extend } from 'vedette/stacks';

const config = new pulumi.Config();
const platform = new pulumi.StackReference('organization/platform/shop');

const environment = extend(base, { name: 'shop', cluster: 'shop' });

const monitoring = new MonitoringStack('monitoring', {
  environment: { ...environment, host: platform.requireOutput('monitoringHost').apply(String) },
  context: config.require('context'),
  secrets: {
    existing: ['monitoring-tls'],
    values: {
      grafana: {
        'admin-password': config.requireSecret('grafanaPassword'),
        'secret-key': config.requireSecret('grafanaKey'),
      },
      'monitoring-users': { htpasswd: config.requireSecret('users') },
      receivers: { 'smtp-password': config.requireSecret('smtpPassword') },
    },
  },
});

export const { url, credentials } = monitoring.outputs;
