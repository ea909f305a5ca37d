/** What questions cost: CO-01, CO-03, CO-04, CO-05. */
import type { Problem } from '../../../model/problem';
import type { AstNode, SelectorNode } from '../../../model/promql/ast';
import { walk } from '../../../model/promql/ast';
import { excerpt } from '../../../model/promql/lint';
import { days, durationText, hours, seconds } from '../../../model/quantity';
import { questions } from '../questions';
import type { Expression, Subject } from '../subject';
import { selectorsIn, windowsIn } from '../tree';
import { cardinalityOf, selectedSeries } from './cardinality';

/** Samples that one evaluation may load for one target; Prometheus gives up a query at 50 million. */
const MOST_SAMPLES = 1_000_000;
/** A long range over few samples costs nothing. */
const FEW_SAMPLES = 50_000;
const LONG_RANGE = hours(1);

/** Ranges that load much are recorded. Only production has the scrape interval and the targets that make it matter. */
export function samples(subject: Subject): readonly Problem[] {
  if (subject.environment.purpose !== 'production') return [];
  const scrape = subject.environment.scrapeInterval.value;
  const recorded = new Map(subject.recordings.map(({ rule, group }) => [rule.record, group.interval.value]));
  return questions(subject).flatMap(({ expression, where, kind }) => {
    const loads = selectorsIn(expression.root).map((node) =>
      loadOf(node, expression, recorded.get(node.name ?? '') ?? scrape),
    );
    const total = loads.reduce((sum, { count }) => sum + count, 0);
    const problems: Problem[] = [];
    if (total > MOST_SAMPLES) {
      const what = `one evaluation loads about ${total} samples of a target, must be at most ${MOST_SAMPLES}`;
      problems.push({
        id: 'CO-01',
        where,
        what,
        remedy: 'record what it aggregates',
        excerpt: `    ${expression.text}`,
      });
    }
    for (const { node, range, count } of loads) {
      if (kind === 'recording' || range <= LONG_RANGE.value || count <= FEW_SAMPLES) continue;
      const what = `it reads ${durationText(seconds(range))} of about ${count} samples each time`;
      const remedy = 'record it, and read the recording';
      problems.push({ id: 'CO-04', where, what, remedy, excerpt: excerpt(expression.text, node) });
    }
    return problems;
  });
}

interface Load {
  readonly node: SelectorNode;
  readonly range: number;
  readonly count: number;
}

function loadOf(node: SelectorNode, { root, inference }: Expression, interval: number): Load {
  const range = rangeOver(root, node);
  const series = inference.seriesOf(node);
  const selected = series === undefined ? 1 : selectedSeries(node, series);
  return { node, range, count: Math.round(selected * Math.max(1, range / interval)) };
}

/** Seconds of the ranges and subqueries around a selector. */
function rangeOver(root: AstNode, node: AstNode): number {
  return walk(root)
    .filter((each) => (each.type === 'matrix' || each.type === 'subquery') && walk(each).includes(node))
    .reduce((sum, each) => sum + (each.type === 'matrix' || each.type === 'subquery' ? each.range : 0), 0);
}

/** What looks back a day or more moves slowly. */
const DAY = days(1);

/** A recording over a day or more is in a group that is evaluated less often than the others. */
export function slowRecordings({ recordings, environment: { evaluationInterval } }: Subject): readonly Problem[] {
  return recordings
    .filter(({ root }) => Math.max(0, ...windowsIn(root)) >= DAY.value)
    .filter(({ group }) => group.interval.value <= evaluationInterval.value)
    .map(({ where, group, text }) => ({
      id: 'CO-04',
      where,
      what: `it looks back a day or more every ${durationText(group.interval)}`,
      remedy: 'record it in a group of a longer interval',
      excerpt: `    ${text}`,
    }));
}

/** Values of a label above which nobody can read a list of them. */
const MOST_VALUES = 100;

/** No result is told apart by a label with hundreds of values. */
export function crowdedLabels(subject: Subject): readonly Problem[] {
  return questions(subject).flatMap(({ expression, where }) => {
    const { root, inference, text } = expression;
    return walk(root).flatMap((node): readonly Problem[] => {
      if (node.type !== 'aggregate' || node.grouping?.kind !== 'by') return [];
      return node.grouping.labels.flatMap((label) => {
        const values = cardinalityOf(label.name, node.expr, inference);
        if (values <= MOST_VALUES) return [];
        const what = `it is grouped by '${label.name}', which has about ${values} values, must be at most ${MOST_VALUES}`;
        return [
          { id: 'CO-03', where, what, remedy: 'leave it out, or take topk for a table', excerpt: excerpt(text, label) },
        ];
      });
    });
  });
}

/** Every scrape job has a limit that a bomb of series would meet. */
export function limits({ wiring }: Subject): readonly Problem[] {
  return wiring.deliveries.flatMap(({ service, scrapeJobs }) =>
    scrapeJobs
      .filter(({ sampleLimit }) => !(sampleLimit > 0 && Number.isFinite(sampleLimit)))
      .map(({ job }) => ({
        id: 'CO-05',
        where: `${service}/job ${job}`,
        what: 'it has no sample limit, and takes whatever a target invents',
        remedy: "give 'sampleLimit'",
      })),
  );
}
