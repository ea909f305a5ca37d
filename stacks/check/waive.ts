/** Findings against waivers: what stays, what is excused, and which excuses are none. */
import type { Problem } from '../../model/problem';
import { checkOf } from './catalogue/all';
import { WAIVABLE } from './waiver';
import type { Waiver } from './waiver';

/** `warning` where the problem itself, or its check in the catalogue, says so. */
export function levelOf({ id = '', level }: Problem): 'error' | 'warning' {
  return level ?? checkOf(id)?.level ?? 'error';
}

/** A finding that a waiver excuses. */
export interface Waived<P extends Problem> {
  readonly problem: P;
  readonly waiver: Waiver;
}

/** What became of findings. */
export interface Judgement<P extends Problem> {
  /** Errors and warnings that stay. */
  readonly open: readonly P[];
  readonly waived: readonly Waived<P>[];
  /** What is wrong with the waivers themselves; errors. */
  readonly problems: readonly Problem[];
}

/** What is known when waivers are judged. */
export interface WaiverContext {
  /** The day of the check: `2026-11-30`. */
  readonly today: string;
  /** Everything was checked, so that what a waiver does not find is not there. */
  readonly complete: boolean;
}

/** Lets waivers excuse warnings. An expired one excuses nothing, and neither does one of an error. */
export function waive<P extends Problem>(
  findings: readonly P[],
  waivers: readonly Waiver[],
  { today, complete }: WaiverContext,
): Judgement<P> {
  const valid = waivers.filter(({ expires }) => expires >= today);
  const excuse = (problem: P): Waiver | undefined =>
    levelOf(problem) === 'warning' ? valid.find((waiver) => isMeant(waiver, problem)) : undefined;
  const judged = findings.map((problem) => ({ problem, waiver: excuse(problem) }));
  const waived = judged.flatMap(({ problem, waiver }) => (waiver === undefined ? [] : [{ problem, waiver }]));
  const used = new Set(waived.map(({ waiver }) => waiver));
  return {
    open: judged.filter(({ waiver }) => waiver === undefined).map(({ problem }) => problem),
    waived,
    problems: waivers.flatMap((waiver) => {
      if (used.has(waiver)) return [];
      return fault(waiver, findings, { today, complete });
    }),
  };
}

const isMeant = ({ id, where }: Waiver, problem: Problem): boolean => problem.id === id && problem.where === where;

function fault(waiver: Waiver, findings: readonly Problem[], { today, complete }: WaiverContext): readonly Problem[] {
  const { id, where, owner, expires } = waiver;
  const place = `stacks/waivers.ts/${id} ${where}`;
  const check = checkOf(id);
  const waivable = (WAIVABLE as readonly string[]).includes(id);
  const refused = !waivable || findings.some((each) => isMeant(waiver, each) && levelOf(each) === 'error');
  if (refused) {
    const what = `it waives ${id}, which is ${check === undefined ? 'no check' : 'an error'}`;
    return [{ id: 'WV-03', where: place, what, remedy: 'drop it: only warnings have excuses' }];
  }
  if (expires < today) {
    const what = `it expired on ${expires}; ${owner} gave it`;
    return [{ id: 'WV-01', where: place, what, remedy: 'mend what it excuses, or give a new reason and day' }];
  }
  if (!complete) return [];
  return [{ id: 'WV-02', where: place, what: 'it matches no finding', remedy: 'drop it' }];
}
