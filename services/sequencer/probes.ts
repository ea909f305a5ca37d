/** What the sequencer looks like from outside. */
import { httpProbe, probesOf, seconds, tcpProbe } from '../../model';

export const probes = probesOf('sequencer', {
  health: httpProbe({
    path: '/health',
    body: '"status":\\s*"healthy"',
    timeout: seconds(5),
    proves: 'the process answers; not that it can take events',
    severity: 'warning',
  }),
  ready: httpProbe({
    path: '/ready',
    body: '"status":\\s*"ready"',
    // It takes 4 to 29 seconds to say no; who waits for that has waited long enough.
    timeout: seconds(5),
    proves: 'a connection of the pool is free and the database answers; not that anything can be anchored',
    severity: 'critical',
  }),
  grpc: tcpProbe({
    port: 8081,
    proves: 'the gRPC port accepts connections; nothing else watches it',
    severity: 'warning',
  }),
});
