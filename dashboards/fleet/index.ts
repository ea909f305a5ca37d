/**
 * What is made from all services together: the board where whoever is on call begins.
 *
 * ```ts
 * new Monitoring(chart, 'monitoring', { environment, services: [...ours, fleet(ours)] });
 * ```
 */
import type { DeliverableService } from '../../model/delivery';
import type { Service } from '../../model/service';
import { FLEET } from '../scope';
import { homeBoard } from './home';

/** Delivers boards alone: no job, no rule. */
export function fleet(services: readonly Service[]): DeliverableService {
  return {
    id: FLEET,
    title: 'All services',
    deliver: (context) => ({
      service: FLEET,
      scrapeJobs: [],
      ruleGroups: [],
      alerts: [],
      runbook: '',
      ...homeBoard(services, context),
    }),
  };
}
