/** Legends: a series' name on a panel, written with labels as values (DB-10). */
import type { Label } from '../model/label';
import type { Expr } from '../model/promql';

/** A series' name with labels in it. */
export class Legend {
  constructor(
    private readonly strings: readonly string[],
    private readonly holes: readonly (Label | string)[],
  ) {}

  /** Names of the labels that it prints. */
  get labels(): readonly string[] {
    return this.holes.flatMap((hole) => (typeof hole === 'string' ? [] : [hole.name]));
  }

  /** As Grafana's `legendFormat`. */
  get format(): string {
    return this.strings
      .map((piece, i) => {
        const hole = this.holes[i];
        return hole === undefined ? piece : `${piece}${typeof hole === 'string' ? hole : `{{${hole.name}}}`}`;
      })
      .join('');
  }
}

/** `` legend`${op} p99` ``: the label's value, then the words. */
export function legend(strings: TemplateStringsArray, ...holes: readonly (Label | string)[]): Legend {
  return new Legend(strings, holes);
}

/** The labels that tell the series of a result apart: all but the job, which the board fixes, and those with one value. */
export function tellingLabels(expr: Expr): readonly string[] {
  const { labels, fixed } = expr.inferred;
  return [...labels.keys()].filter((name) => name !== 'job' && !fixed.has(name));
}

/** The telling labels' values; the given words where there are none. */
export function defaultLegend(expr: Expr, words: string): string {
  const names = tellingLabels(expr);
  return names.length === 0 ? words : names.map((name) => `{{${name}}}`).join(' ');
}
