/** Connections to PostgreSQL: the pool for writing, sampled by the server every 15 seconds. */
import { counter, gauge } from '../../../model';

export const pool = {
  poolActive: gauge('stateset_sequencer_db_pool_active_connections', {
    help: 'Connections in use; an idle server uses one or two for its background work',
  }),
  poolMax: gauge('stateset_sequencer_db_pool_max_connections', { help: 'Connections that the pool may open' }),
  poolIdle: gauge('stateset_sequencer_db_pool_idle_connections', { help: 'Connections open and not in use' }),
  poolTotal: gauge('stateset_sequencer_db_pool_total_connections', { help: 'Connections open, in use or not' }),
  poolUtilization: gauge('sequencer_pool_utilization', {
    help: 'Share of the pool in use, in whole per cent from 0 to 100',
    unit: 'percent',
  }),
  poolSlow: counter('sequencer_pool_slow_acquisitions', { help: 'Waits for a connection that took long' }),
  poolTimeouts: counter('sequencer_pool_timed_out_acquisitions', { help: 'Waits for a connection that ended in vain' }),
};
