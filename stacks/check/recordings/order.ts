/** When recordings are made, and who reads them: AL-23, RR-06, RR-07, RR-08 and RR-10. */
import type { Problem } from '../../../model/problem';
import type { RecordedRule } from '../../../model/delivery';
import type { AstNode, SelectorNode } from '../../../model/promql/ast';
import { walk } from '../../../model/promql/ast';
import { excerpt } from '../../../model/promql/lint';
import { durationText, minutes } from '../../../model/quantity';
import { expectedSeries, selectedSeries } from '../cost/cardinality';
import type { JudgedRule, Subject } from '../subject';
import { canonical, selectorsIn } from '../tree';

const LONGEST_INTERVAL = minutes(5);

/** Groups are evaluated often enough, and recordings do not wait for those of another group. */
export function groups({ wiring, recordings }: Subject): readonly Problem[] {
  const slow = wiring.deliveries.flatMap(({ ruleGroups }) =>
    ruleGroups
      .filter(({ interval }) => interval.value > LONGEST_INTERVAL.value)
      .map(({ name, interval }) => ({
        id: 'AL-23',
        where: `group ${name}`,
        what: `interval is ${durationText(interval)}, must be at most 5m: series end after that`,
        remedy: 'evaluate it more often',
      })),
  );
  return [...slow, ...recordings.flatMap((reader) => dependencies(reader, recordings))];
}

type Recording = Subject['recordings'][number];

/** What a recording reads at this moment must be there: it is one interval late in another group, or after it. */
function dependencies(reader: Recording, all: readonly Recording[]): readonly Problem[] {
  return momentary(reader.root).flatMap((node): readonly Problem[] => {
    const makers = all.filter(({ rule }) => node.type === 'selector' && makes(rule, node));
    const read = makers.find(({ group }) => group === reader.group) ?? makers[0];
    if (read === undefined) return [];
    const problem = { where: reader.where, excerpt: excerpt(reader.text, node) };
    if (read.group !== reader.group) {
      // A constant is never late.
      if (selectorsIn(read.root).length === 0) return [];
      const what = `it reads ${read.rule.record} of group ${read.group.name}, which can be one interval old`;
      return [{ ...problem, id: 'AL-23', what, remedy: 'record both in one group' }];
    }
    const { rules } = reader.group;
    if (rules.indexOf(read.rule) < rules.indexOf(reader.rule)) return [];
    const what = `it reads ${read.rule.record}, which is recorded after it`;
    return [{ ...problem, id: 'RR-06', what, remedy: 'put it behind what it reads' }];
  });
}

/** Whether a rule makes what a selector reads: the same name may be recorded with other labels, too. */
function makes({ record, labels = {} }: RecordedRule, { name, matchers }: SelectorNode): boolean {
  if (record !== name) return false;
  return matchers.every(({ label, op, value }) => op !== '=' || (labels[label] ?? value) === value);
}

/** Selectors outside of ranges; within a range an interval more or less is nothing. */
function momentary(root: AstNode): readonly AstNode[] {
  const inRange = new Set(
    walk(root).flatMap((node) => (node.type === 'matrix' || node.type === 'subquery' ? [...walk(node)] : [])),
  );
  return selectorsIn(root).filter((node) => !inRange.has(node));
}

/** Nothing is recorded for nobody. */
export function unused({ recordings, alerts, wiring }: Subject): readonly Problem[] {
  const rules = [...recordings, ...alerts];
  const texts = [
    ...wiring.deliveries.flatMap(({ dashboards }) => dashboards.map(({ model }) => JSON.stringify(model))),
    ...alerts.flatMap(({ rule }) => Object.values(rule.annotations)),
  ];
  const isRead = (own: Recording): boolean =>
    rules.some(
      (other) => other.rule !== own.rule && selectorsIn(other.root).some(({ name }) => name === own.rule.record),
    ) || texts.some((text) => text.includes(own.rule.record));
  return recordings
    .filter((recording) => !isRead(recording))
    .map(({ where }) => ({ id: 'RR-07', where, what: 'nothing reads it', remedy: 'drop it' }));
}

const MOST_SERIES = 5000;

/** A recording of one target is not another thousand series. */
export function outputs({ recordings }: Subject): readonly Problem[] {
  return recordings.flatMap((recording) => {
    const expected = expectedSeries(recording);
    if (expected <= MOST_SERIES) return [];
    const what = `it makes about ${expected} series for a target, must be at most ${MOST_SERIES}`;
    return [
      { id: 'RR-10', where: recording.where, what, remedy: 'aggregate further', excerpt: `    ${recording.text}` },
    ];
  });
}

/** Series below which computing something twice costs less than keeping it. */
const DEAR = 100;

/** What several alerts compute from many series is computed once. */
export function repeated({ alerts }: Subject): readonly Problem[] {
  const users = new Map<string, { readonly node: AstNode; readonly rule: JudgedRule; readonly names: Set<string> }>();
  for (const rule of alerts) {
    for (const node of walk(rule.root).filter((each) => isDear(each, rule))) {
      const key = canonical(node);
      const known = users.get(key) ?? { node, rule, names: new Set() };
      known.names.add(rule.where);
      users.set(key, known);
    }
  }
  return [...users.values()]
    .filter(({ names }) => names.size > 1)
    .map(({ node, rule, names }) => ({
      id: 'RR-08',
      where: rule.where,
      what: `it computes from many series what ${[...names].filter((name) => name !== rule.where).join(', ')} computes too`,
      remedy: 'record it, and let both read the recording',
      excerpt: excerpt(rule.text, node),
    }));
}

function isDear(node: AstNode, { inference }: JudgedRule): boolean {
  if (node.type !== 'aggregate') return false;
  const read = selectorsIn(node).map((selector) => {
    const series = inference.seriesOf(selector);
    return series === undefined ? 1 : selectedSeries(selector, series);
  });
  return read.reduce((a, b) => a + b, 0) >= DEAR;
}
