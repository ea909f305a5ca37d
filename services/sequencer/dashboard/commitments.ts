/** Circuit breakers, commitments, and their anchoring on the chain. */
import { collapsed, legend, note, panelForAlert, stateTimeline, timeSeries } from '../../../dashboards';
import type { RowDefinition } from '../../../dashboards';
import { commitments as alerts } from '../alerts';
import { metrics as m } from '../metrics';
import * as ask from '../queries';

const { path, status } = m.requests.label;
const FEW_ROUTES = 'four routes with three or four answers each';

export const breakers = (): RowDefinition =>
  collapsed('Circuit breakers', [
    stateTimeline({
      title: 'Breaker states',
      description: 'The state of each circuit breaker. Half-open: after a pause one request is let through as a trial.',
      queries: [{ expr: ask.breakerStates }],
      words: {
        0: { text: 'Closed', colour: 'green' },
        1: { text: 'Half-open', colour: 'orange' },
        2: { text: 'Open', colour: 'red' },
      },
    }),
    note({
      title: 'Not measured',
      description: 'What the monitoring guide shows and no release of the sequencer measures, and what to use instead.',
      width: 12,
      height: 6,
      content: [
        'No release exposes these; the panels beside them tell what can be told.',
        '',
        '- **Slow call rate and failure rate of a breaker**: requests to anchor that failed, below.',
        '- **Requests per API key**: a key as a label would be a secret in a database. By tenant: the database.',
        '- **CPU and memory of the process**: those of its container or host.',
      ].join('\n'),
    }),
  ]);

export const commitments = (): RowDefinition =>
  collapsed('Commitments and anchoring', [
    panelForAlert(alerts.commitmentsFailing, {
      title: 'Failed requests for commitments',
      description: 'Requests for commitments that the server failed within 15m. Normal: no line. Each may be a gap.',
      legend: 'failed',
    }),
    timeSeries({
      title: 'Requests for commitments',
      description: 'Commitments made and read, by route and status. 4xx is a range that a client got wrong.',
      queries: [{ expr: ask.commitmentRate, legend: legend`${path} ${status}` }],
      unit: 'reqps',
      crowded: FEW_ROUTES,
    }),
    panelForAlert(alerts.anchoringFailing, {
      title: 'Failed requests to anchor',
      description: 'Requests to anchor a commitment that failed within 15m. Normal: no line. The chain may be away.',
      legend: 'failed',
    }),
    timeSeries({
      title: 'Requests to anchor',
      description: 'Requests to anchor, by route and status. 503: none is configured. 404: no such commitment.',
      queries: [{ expr: ask.anchoringRate, legend: legend`${path} ${status}` }],
      unit: 'reqps',
      crowded: FEW_ROUTES,
    }),
  ]);
