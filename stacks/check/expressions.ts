/** Expressions as delivered: PQ-02 for names that no rule makes any more, and what `vedette check` alone advises. */
import { suggestion } from '../../model/problem';
import type { Problem } from '../../model/problem';
import { adviceRules } from '../../model/promql';
import { excerpt, lint } from '../../model/promql/lint';
import { questions } from './questions';
import type { Subject } from './subject';
import { selectorsIn } from './tree';

/** Series that Prometheus itself makes of alerts. */
const OWN_SERIES = ['ALERTS', 'ALERTS_FOR_STATE'];

/** Every name that is read is exposed or recorded; a recorded one, by a rule that is delivered. */
export function knownNames(subject: Subject): readonly Problem[] {
  const { index, recordings, wiring } = subject;
  const recorded = new Set(recordings.map(({ rule }) => rule.record));
  // A service that is only probed here has no metrics of its own, and records none.
  const watching = new Set(
    wiring.deliveries
      .filter(({ service, scrapeJobs }) => scrapeJobs.some(({ job }) => job === service))
      .map(({ service }) => service),
  );
  return questions(subject).flatMap(({ where, kind, expression: { root, text } }) =>
    selectorsIn(root).flatMap((node): readonly Problem[] => {
      const { name = '' } = node;
      if (name === '' || OWN_SERIES.includes(name)) return [];
      const isRecord = name.includes(':');
      // The board of a service that is not watched here asks in vain, and says so.
      if (isRecord ? recorded.has(name) || (kind === 'panel' && !isWatched(where, subject, watching)) : index.has(name))
        return [];
      const what = isRecord
        ? `it reads '${name}', which no rule records`
        : `it reads '${name}', which no catalogue has`;
      const remedy = isRecord ? suggestion(name, [...recorded]) : 'declare it in the catalogue of its job';
      return [{ id: 'PQ-02', where, what, remedy, excerpt: excerpt(text, node) }];
    }),
  );
}

function isWatched(where: string, { boards }: Subject, watching: ReadonlySet<string>): boolean {
  return boards.some((board) => where.startsWith(`${board.where}/`) && watching.has(board.service));
}

/** PQ-10, PQ-20 and PQ-29 to PQ-31 on every delivered rule. */
export function advice({ alerts, recordings }: Subject): readonly Problem[] {
  return [
    ...recordings.flatMap((rule) => lint(rule, adviceRules, rule.where, { use: 'record' })),
    ...alerts.flatMap((alert) => {
      const { for: pending } = alert.rule;
      return lint(alert, adviceRules, alert.where, { use: 'alert', ...(pending && { for: pending }) });
    }),
  ];
}
