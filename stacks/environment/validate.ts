/** Whether an environment can stand: everything that is wrong with it, together. */
import type { Environment } from '../../constructs/monitoring/environment';
import { kubernetesAddresses } from '../../constructs/monitoring/kubernetes-addresses';
import { shapeProblems } from '../../constructs/monitoring/validate';
import { wire } from '../../constructs/monitoring/wiring';
import type { DeliverableService } from '../../model/delivery';
import { type Problem, VedetteError } from '../../model/problem';

/**
 * All problems of an environment with the services that it may watch. It may come from anywhere: unknown keys, wrong
 * types and names that differ by a letter are found too. Where the shape is wrong, only that is reported: what a value
 * of another type would mean cannot be told.
 */
export function validateEnvironment(environment: unknown, services: readonly DeliverableService[]): readonly Problem[] {
  const shape = shapeProblems(environment);
  if (shape.length > 0) return shape;
  const sound = environment as Environment;
  try {
    wire(sound, services, kubernetesAddresses(sound));
    return [];
  } catch (error) {
    if (error instanceof VedetteError) return error.problems;
    throw error;
  }
}
