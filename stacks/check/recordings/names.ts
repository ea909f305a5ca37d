/** Recorded series are what their names say: RR-01 to RR-05 and RR-09. */
import type { RecordedRule } from '../../../model/delivery';
import type { Problem } from '../../../model/problem';
import { walk } from '../../../model/promql/ast';
import { excerpt } from '../../../model/promql/lint';
import { durationSeconds } from '../../../model/promql/literals';
import type { JudgedRule, Subject } from '../subject';
import { windowsIn, windowsOfNames } from '../tree';

type Recording = JudgedRule<RecordedRule>;

/** Runs each check on each recording rule as delivered. */
export function recordedNames(subject: Subject): readonly Problem[] {
  const isDeclared = ({ service, rule }: Recording): boolean => {
    const own = subject.services.find(({ id }) => id === service)?.spec.metrics ?? {};
    return Object.values(own).some((metric) => metric.name === rule.record);
  };
  return subject.recordings.flatMap((recording) => {
    const shared = [...ratios(recording), ...collisions(recording, subject)];
    // What stands in for a documented metric that a release lacks has that metric's name.
    if (isDeclared(recording)) return shared;
    return [...form(recording), ...level(recording), ...window(recording), ...keepsJob(recording), ...shared];
  });
}

const FORM = /^[a-z][a-z0-9_]*:[a-zA-Z_][a-zA-Z0-9_]*:[a-z0-9_]+$/;

const parts = ({ rule }: Recording): readonly string[] => rule.record.split(':');

function form(recording: Recording): readonly Problem[] {
  const { where, rule } = recording;
  const [own = '', metric = ''] = parts(recording);
  // What an objective counts is called its total.
  if (FORM.test(rule.record) && (!metric.endsWith('_total') || LEVELS[own] !== undefined)) return [];
  const what = `name is '${rule.record}', must be level:metric:operation in snake case, without _total`;
  return [{ id: 'RR-01', where, what, remedy: 'make it with record(…)' }];
}

/** Levels that stand for labels of other names: an objective is that of a service. */
export const LEVELS: Readonly<Record<string, readonly string[]>> = { slo: ['slo', 'service'] };

const labelsOf = ({ inference, root, rule }: Recording): readonly string[] =>
  [...new Set([...inference.of(root).labels.keys(), ...Object.keys(rule.labels ?? {})])].sort();

function level(recording: Recording): readonly Problem[] {
  const [own = ''] = parts(recording);
  const labels = labelsOf(recording);
  const alias = LEVELS[own];
  if (alias === undefined ? own === labels.join('_') : alias.every((label) => labels.includes(label))) return [];
  const says = alias?.join(', ') ?? own;
  const what = `its name says ${says}, its labels are ${labels.join(', ') || 'none'}`;
  return [{ id: 'RR-02', where: recording.where, what, remedy: 'make it with record(…), which reads the labels' }];
}

/** The window at the end of an operation: `rate5m`. */
function window(recording: Recording): readonly Problem[] {
  const { where, root, rule } = recording;
  const [, , operation = ''] = parts(recording);
  const named = /[a-z](\d+(?:s|m|h|d|w))$/.exec(operation)?.[1];
  const [kind = '', metric = ''] = parts(recording);
  // That of an objective's period is in its name by that word.
  if (LEVELS[kind] !== undefined && metric.startsWith('period_')) return [];
  const own = windowsIn(root);
  // A quotient of recorded rates has their window.
  const ranges = [...own, ...windowsOfNames(root)];
  if (named === undefined ? own.length === 0 : ranges.includes(durationSeconds(named))) return [];
  const what =
    named === undefined
      ? 'its name has no window, its expression has'
      : `its name says ${named}, which is no range of its expression`;
  return [
    {
      id: 'RR-03',
      where,
      what,
      remedy: "name the window of the expression in 'operation'",
      excerpt: `    ${rule.expr}`,
    },
  ];
}

function keepsJob(recording: Recording): readonly Problem[] {
  const [own = ''] = parts(recording);
  if (LEVELS[own] !== undefined || labelsOf(recording).includes('job')) return [];
  const what = "the result has no label 'job'";
  return [{ id: 'RR-04', where: recording.where, what, remedy: 'keep it: by (${job}, …)' }];
}

const AVERAGES = ['avg_over_time', 'sum_over_time', 'quantile_over_time'];

/** A recorded ratio of ratios weighs an idle minute like a busy one. */
function ratios(recording: Recording): readonly Problem[] {
  const { root, inference, where, rule } = recording;
  // The share of an objective's window is documented as this approximation.
  if (LEVELS[parts(recording)[0] ?? ''] !== undefined) return [];
  return walk(root).flatMap((node): readonly Problem[] => {
    const averages =
      (node.type === 'aggregate' && ['avg', 'sum'].includes(node.op)) ||
      (node.type === 'call' && AVERAGES.includes(node.name));
    const inner = node.type === 'aggregate' ? node.expr : node.type === 'call' ? node.args.at(-1) : undefined;
    if (!averages || inner === undefined || !inference.of(inner).traits.has('ratio')) return [];
    const remedy = 'aggregate what happened and what could have, then divide';
    return [{ id: 'RR-05', where, what: 'it averages a ratio', remedy, excerpt: excerpt(rule.expr, node) }];
  });
}

function collisions({ rule, root, inference, where }: Recording, { wiring }: Subject): readonly Problem[] {
  const external = Object.keys(wiring.prometheus.externalLabels);
  const { labels: result, fixed } = inference.of(root);
  return Object.entries(rule.labels ?? {})
    .filter(([label, value]) => (result.has(label) && fixed.get(label) !== value) || external.includes(label))
    .map(([label]) => ({
      id: 'RR-09',
      where,
      what: `it sets label '${label}', which ${result.has(label) ? 'the result' : 'the server'} has already`,
      remedy: 'choose another name',
    }));
}
