/** What the checkout exposes: each metric once, with its type, unit and labels. */
import { catalogue, counter, histogram, up } from 'vedette/model';

export const metrics = catalogue('checkout', {
  up,
  requests: counter('http_requests_total', {
    help: 'Requests by status class',
    labels: { status: { values: ['2xx', '4xx', '5xx'] } },
  }),
  duration: histogram('http_request_duration_seconds', {
    help: 'Time of a request',
    unit: 'seconds',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5],
  }),
});
