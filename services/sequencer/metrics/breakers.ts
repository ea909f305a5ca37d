/** Circuit breakers between the sequencer and what it depends on. */
import { stateSet } from '../../../model';

export const BREAKER_STATES = ['closed', 'half_open', 'open'] as const;

export const breakers = {
  /**
   * The documentation calls the label `service`. Alerts carry a label of that name, which would hide it: two open
   * breakers would be one alert, and Prometheus would refuse the rule. So it is `circuit` here, as in the program.
   */
  breakerState: stateSet('stateset_sequencer_circuit_breaker_state', {
    help: '1 for the state that a circuit breaker is in',
    labels: { state: { values: BREAKER_STATES }, circuit: { card: 4 } },
    presence: 'optional',
  }),
};
