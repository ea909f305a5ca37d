/** Checks of a Prometheus. */
import type { Problem } from '../../model/problem';

/** Problems of the props; `where` is the construct's path. */
export function prometheusProblems(_props: object, _where: string): readonly Problem[] {
  return [];
}
