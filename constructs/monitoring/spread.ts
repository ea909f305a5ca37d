/** How replicas of one thing keep away from each other. */
import type { Spread } from '../kubernetes/pod';
import type { Environment } from './environment';

/** In production a replica waits for a node of its own; elsewhere two on one node are better than one. */
export function spreadFor({ purpose }: Pick<Environment, 'purpose'>): Spread {
  return purpose === 'production' ? 'required' : 'preferred';
}

/** The same, where there are several. */
export function spreadOf(environment: Pick<Environment, 'purpose'>, replicas: number): { spread?: Spread } {
  return replicas < 2 ? {} : { spread: spreadFor(environment) };
}
