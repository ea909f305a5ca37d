/** Links from alerts to boards: the rest of X-01, which needs the labels of the alerts. */
import type { Problem } from '../../model/problem';
import type { Subject } from './subject';

/** Every label that a link to a board takes from its alert is on all of its series. */
export function linkedLabels({ alerts }: Subject): readonly Problem[] {
  return alerts.flatMap(({ rule, inference, root, where }) => {
    const { labels } = inference.of(root);
    const url = rule.annotations['dashboard_url'] ?? '';
    return [...url.matchAll(/[?&]var-\w+=\{\{\s*\$labels\.(\w+)/g)]
      .filter(([, label = '']) => labels.get(label) !== 'guaranteed')
      .map(([, label = '']) => ({
        id: 'X-01',
        where,
        what: `dashboard_url chooses by label '${label}', which not every series of the alert has`,
        remedy: 'leave it out: an empty choice shows an empty board',
      }));
  });
}
