/** Checks of an environment and of what follows from it. */
import type { DeliverableService } from '../../model/delivery';
import type { Problem } from '../../model/problem';
import type { Environment } from './environment';
import type { Wiring } from './settings';

/** Problems of the environment itself. */
export function environmentProblems(
  _environment: Environment,
  _services: readonly Pick<DeliverableService, 'id'>[],
): readonly Problem[] {
  return [];
}

/** Problems of what the services deliver, together with the settings. */
export function wiringProblems(_environment: Environment, _wiring: Wiring): readonly Problem[] {
  return [];
}
