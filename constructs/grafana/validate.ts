/** Checks of a Grafana. */
import type { Problem } from '../../model/problem';

/** Problems of the props; `where` is the construct's path. */
export function grafanaProblems(_props: object, _where: string): readonly Problem[] {
  return [];
}
