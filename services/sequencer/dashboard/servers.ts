/** The servers themselves, and what keeps the monitoring from seeing them. */
import { collapsed, panelForAlert, stat, timeSeries } from '../../../dashboards';
import type { RowDefinition } from '../../../dashboards';
import { servers as alerts } from '../alerts';
import * as ask from '../queries';

export const servers = (): RowDefinition =>
  collapsed('Servers', [
    stat({
      title: 'Uptime',
      description: 'Time since the process started. A small value explains counters that are not there yet.',
      query: ask.uptime,
      unit: 'dtdurations',
      decimals: 0,
    }),
    panelForAlert(alerts.restarting, {
      title: 'Restarts',
      description: 'Starts of the process within half an hour. It ends by itself when its database is gone.',
    }),
    panelForAlert(alerts.metricsMissing, {
      title: 'Targets that answer',
      description:
        'Targets that answer scrapes. The alert fires for one that answers without a metric of the sequencer.',
    }),
    panelForAlert(alerts.scrapesRefused, {
      title: 'Refused scrapes',
      description: 'Requests for the metrics page that were refused. Each is a gap in the panels, and a blind alert.',
    }),
    timeSeries({
      title: 'Refused scrapes by status',
      description:
        '401: the key is wrong or the database is slow to check it. 403: no administrator, or a foreign address. ' +
        '429: the rate limit. 503: the pool is full. 504: the database is gone.',
      queries: [{ expr: ask.refusedScrapesByStatus }],
      unit: 'reqps',
    }),
    panelForAlert(alerts.metricsOverflow, {
      title: 'Servers that count without labels',
      description: 'Servers on which some metric had 1000 label sets. Normal: none. Figures by route are wrong there.',
      beside: [],
    }),
    timeSeries({
      title: 'Label sets of the requests',
      description: 'Combinations of method, route and status on each server. At 1000 whatever is new loses its labels.',
      queries: [{ expr: ask.requestSeries }],
    }),
    timeSeries({
      title: 'Samples without their labels',
      description: 'Samples counted without their labels, per second. It says how much the figures by route lack.',
      queries: [{ expr: ask.overflowRate }],
    }),
  ]);
