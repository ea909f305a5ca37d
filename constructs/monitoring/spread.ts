/** How replicas of one thing keep away from each other. */
import type { Spread } from '../kubernetes/pod';
import type { Environment } from './environment';

/** In production a replica waits for a node of its own; elsewhere two on one node are better than one. */
export function spreadOf({ purpose }: Environment, replicas: number): { spread?: Spread } {
  if (replicas < 2) return {};
  return { spread: purpose === 'production' ? 'required' : 'preferred' };
}
