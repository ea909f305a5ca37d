/** The log of Alertmanager. */
import { serviceLogs } from '../../model';
import { goLogFields, goLogs } from '../go-logs';

export const logs = serviceLogs({
  fields: {
    ...goLogFields,
    receiver: { type: 'keyword', description: 'receiver that a message was for' },
    integration: { type: 'keyword', description: 'kind and number of the integration: webhook[0]' },
    alert_group: { type: 'keyword', description: 'route and labels of the group of alerts' },
    attempts: { type: 'integer', description: 'how often a message was tried' },
    file: { type: 'keyword', description: 'file that was read' },
  },
  formats: goLogs({
    receiver: 'receiver',
    integration: 'integration',
    alert_group: 'aggrGroup',
    attempts: 'attempts',
    file: 'file',
  }),
});
