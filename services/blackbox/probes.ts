/** The stack's own front door, asked as people ask for it. */
import { httpProbe, probesOf } from '../../model';

export const probes = probesOf('blackbox', {
  public_url: httpProbe({
    at: 'public-url',
    path: '/healthz',
    body: '^ok',
    proves:
      'the name resolves, the certificate is valid and the proxy answers; not that Grafana or Prometheus behind it do',
    severity: 'critical',
  }),
});
