/** API keys and the rate limit. */
import { collapsed, panelForAlert, timeSeries } from '../../../dashboards';
import type { RowDefinition } from '../../../dashboards';
import { limits as alerts } from '../alerts';
import * as ask from '../queries';

const FEW_PATHS = 'few routes are refused at once, and few belong to administration';

export const keyUsage = (): RowDefinition =>
  collapsed('API key usage', [
    panelForAlert(alerts.rateLimited, {
      title: 'Rate limit violations',
      description: 'Share of the requests that the rate limit refuses. Normal: near none. It leads to one tenant.',
      legend: 'refused',
      max: 'open',
    }),
    panelForAlert(alerts.rateLimitRejections, {
      title: 'Rate limit rejections',
      description: 'Requests that the rate limit refuses, from its own counter. Normal: near none.',
      legend: 'refused',
    }),
    timeSeries({
      title: 'Rate limit violations by route',
      description:
        'Requests refused by the rate limit, by route. Ingest: agents. Administration: the key of the scrapes.',
      queries: [{ expr: ask.limitedByRoute }],
      unit: 'reqps',
      crowded: FEW_PATHS,
    }),
    timeSeries({
      title: 'Requests without a valid key',
      description: '401: no key, a wrong one, or the wrong scheme. 403: a key without the right, or a foreign address.',
      queries: [{ expr: ask.unauthorizedRate }],
      unit: 'reqps',
      colours: { 401: 'orange', 403: 'semi-dark-orange' },
    }),
    timeSeries({
      title: 'Administration by route',
      description: 'Requests with the key of an administrator, but for scrapes. Unknown ones are to be looked into.',
      queries: [{ expr: ask.adminRate }],
      unit: 'reqps',
      crowded: FEW_PATHS,
    }),
    timeSeries({
      title: 'Registrations of agents',
      description: 'Agents that ask for a key, by what became of it. Many refused ones are somebody trying.',
      queries: [{ expr: ask.registrationRate }],
      crowded: 'of the 22 combinations two or three occur',
    }),
    timeSeries({
      title: 'Audit log entries',
      description: 'Entries of the audit log. It follows registrations and administration, and nothing else.',
      queries: [{ expr: ask.auditRate, legend: 'entries' }],
      unit: 'cps',
    }),
  ]);
