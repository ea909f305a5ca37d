/** Where checks write down what they find. */
import type { Problem } from '../../model/problem';
import { type Quantity, quantityText } from '../../model/quantity';

/** Collects problems, each with the place it was found at. */
export class Report {
  readonly #problems: Problem[];

  /**
   * @param where - `prod`, or the path of a construct
   * @param id - of the check in docs/checks.md that is made
   */
  constructor(
    readonly where: string,
    problems: Problem[] = [],
    private readonly id?: string,
  ) {
    this.#problems = problems;
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** The same report, one place deeper. */
  at(place: string): Report {
    return new Report(`${this.where}/${place}`, this.#problems, this.id);
  }

  /** The same report, for one check of the catalogue. */
  as(id: string): Report {
    return new Report(this.where, this.#problems, id);
  }

  /** Writes down a problem: `what` is "X is <value>, must be <constraint>". */
  refuse(what: string, remedy?: string): void {
    const { where } = this;
    // Two parts made from one setting have one problem.
    if (this.#problems.some((problem) => problem.where === where && problem.what === what)) return;
    const { id } = this;
    this.#problems.push({ ...(id && { id }), where, what, ...(remedy === undefined ? {} : { remedy }) });
  }

  /** Writes down a problem when `constraint` is one: the answer of a check, undefined when all is well. */
  must(name: string, value: unknown, constraint: string | undefined, remedy?: string): void {
    if (constraint !== undefined) this.refuse(`${name} is ${valueText(value)}, must be ${constraint}`, remedy);
  }
}

/** A value as a message shows it: strings in quotes with control characters spelt out, and nothing very long. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return `'${JSON.stringify(shortened(value)).slice(1, -1).replace(/\\"/g, '"')}'`;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (value === undefined) return 'missing';
  return Array.isArray(value) ? 'a list' : 'an object';
}

const LONGEST = 80;

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

/** A quantity as a message shows it, whatever its value. */
export function quantityShown({ unit, value }: Quantity): string {
  const sign = value < 0 ? '-' : '';
  return (
    sign +
    quantityText({ unit, value: unit === 'seconds' ? Math.round(Math.abs(value) * 1000) / 1000 : Math.abs(value) })
  );
}
