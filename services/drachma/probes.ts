/**
 * What a node looks like from outside: all that can be known of release 0.1.0, which serves no metrics. The scripts that
 * come with it cannot be probes: `node_monitor.py` and `drachma-cli` end with 0 when the node refuses them.
 */
import { httpProbe, probesOf, seconds, tcpProbe } from '../../model';
import { P2P_PORT, RPC_PORT } from './targets';

export const probes = probesOf('drachma', {
  p2p: tcpProbe({
    port: P2P_PORT,
    proves: 'the node accepts connections of peers; not that it talks with them, or follows the chain',
    severity: 'warning',
  }),
  /**
   * Only where an environment names the addresses: the RPC speaks HTTP in the clear, and whoever reaches it can spend
   * what the wallet holds. Four calls a minute of the 119 that a node takes from one address.
   */
  rpc: httpProbe({
    at: 'named',
    path: '/',
    port: RPC_PORT,
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    send: '{"method":"getblockcount","params":[]}',
    // A refused method has status 400, a wrong password 401, too many calls 429.
    body: '"result":\\s*[0-9]+',
    auth: { kind: 'basic', username: 'monitoring', password: { secret: 'drachma-rpc', key: 'password' } },
    interval: seconds(15),
    timeout: seconds(5),
    proves: 'the node answers its RPC with our password; not that it follows the chain, since 0.1.0 answers 0 always',
    severity: 'warning',
  }),
});
