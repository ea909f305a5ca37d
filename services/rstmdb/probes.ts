/**
 * rstmdb as seen from outside. None of these can tell whether it writes: its health page is a fixed text, and a port
 * accepts connections while every write fails.
 */
import { httpProbe, probesOf, tcpProbe } from '../../model';

export const probes = probesOf('rstmdb', {
  /**
   * Never one by TLS: release 0.3.0 counts each connection that ends within the handshake as open for ever. Where the
   * service port has TLS, leave this probe out (`probes: { clients: [] }`).
   */
  clients: tcpProbe({
    port: 7401,
    proves: 'the service port accepts connections; not that it answers, and at 1000 clients it closes them at once',
    severity: 'critical',
  }),
  /** On the metrics port. There is no page for readiness. */
  health: httpProbe({
    path: '/health',
    body: '^OK',
    proves: 'the process answers; not that it can write, for the page is the same with a full disk',
    severity: 'warning',
  }),
});
