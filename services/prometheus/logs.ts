/** The log of Prometheus 3, and of what runs beside it in its pods. */
import { serviceLogs } from '../../model';
import { goLogFields, goLogs } from '../go-logs';

export const logs = serviceLogs({
  fields: {
    ...goLogFields,
    scrape_pool: { type: 'keyword', description: 'scrape job that the line is about' },
    target: { type: 'keyword', description: 'address that was scraped' },
    rule_group: { type: 'keyword', description: 'group whose evaluation failed' },
    file: { type: 'keyword', description: 'file that was read' },
  },
  formats: goLogs({ scrape_pool: 'scrape_pool', target: 'target', rule_group: 'group', file: 'filename' }),
});
