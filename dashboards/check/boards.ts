/** The checks of delivered boards, together. */
import type { ServiceDelivery } from '../../model/delivery';
import type { Problem } from '../../model/problem';
import { dashboardLinks, plottedAlerts } from './alerts';
import { described, named, readOnly, timed, uniqueNames } from './identity';
import { parses, truthfulLegends, zoomedRates } from './queries';
import { laidOut, tellingWhenEmpty, wellAsked, withUnit } from './shape';
import { annotated, chosenTargets, followsTheReader, linked, oneDataSource } from './sources';
import { viewsOf } from './view';
import type { BoardCheck } from './view';

const CHECKS: readonly BoardCheck[] = [
  named,
  described,
  readOnly,
  timed,
  oneDataSource,
  chosenTargets,
  followsTheReader,
  annotated,
  linked,
  withUnit,
  wellAsked,
  tellingWhenEmpty,
  laidOut,
  parses,
  zoomedRates,
  truthfulLegends,
];

/**
 * Everything that is wrong with the boards of these deliveries, alone and together, under the ids DB-01 to DB-19, X-01
 * and X-02. What {@link board} makes can fail those that need all deliveries; boards from elsewhere, any.
 */
export function checkBoards(deliveries: readonly ServiceDelivery[]): readonly Problem[] {
  const boards = viewsOf(deliveries);
  return [
    ...uniqueNames(boards),
    ...boards.flatMap((board) => CHECKS.flatMap((check) => check(board))),
    ...dashboardLinks(deliveries, boards),
    ...plottedAlerts(deliveries, boards),
  ];
}
