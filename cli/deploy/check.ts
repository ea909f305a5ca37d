/** Checks of what a deployment needs, some of which need others to have passed. */

/** What a check found. */
export type Finding =
  | { readonly state: 'ok'; readonly detail: string }
  | { readonly state: 'missing'; readonly faults: readonly Fault[] }
  /** It could not be asked, because what it needs is missing. */
  | { readonly state: 'unchecked'; readonly needs: readonly string[] };

/** One thing that is missing, and how to get it. */
export interface Fault {
  /** `is not on the PATH`, after the name of the check. */
  readonly what: string;
  /** A command where there is one. */
  readonly remedy: string;
}

/** A question about the machine, the project or the cluster. */
export interface Check {
  readonly name: string;
  /** Names of checks, earlier in the list, without which this one cannot be asked. */
  readonly needs: readonly string[];
  /** @returns the detail of success, or the faults */
  find(): Promise<string | readonly Fault[]>;
}

/** A finding by the name of its check. */
export interface NamedFinding {
  readonly name: string;
  readonly finding: Finding;
}

/** Asks everything that can be asked, as much as possible at once. @returns findings in the order of the checks */
export async function findAll(checks: readonly Check[]): Promise<readonly NamedFinding[]> {
  const begun = new Map<string, Promise<Finding>>();
  for (const check of checks) begun.set(check.name, findOne(check, begun));
  return Promise.all([...begun].map(async ([name, finding]) => ({ name, finding: await finding })));
}

async function findOne(check: Check, begun: ReadonlyMap<string, Promise<Finding>>): Promise<Finding> {
  const needed = await Promise.all(check.needs.map(async (name) => ({ name, finding: await begun.get(name) })));
  const lacking = needed.filter(({ finding }) => finding?.state !== 'ok').map(({ name }) => name);
  if (lacking.length > 0) return { state: 'unchecked', needs: lacking };
  const found = await check.find();
  return typeof found === 'string' ? { state: 'ok', detail: found } : { state: 'missing', faults: found };
}

/** Whether nothing is missing and nothing is left unasked. */
export function isReady(findings: readonly NamedFinding[]): boolean {
  return findings.every(({ finding }) => finding.state === 'ok');
}

/** The findings that keep a deployment from starting, as lines for a person. */
export function reportText(environment: string, findings: readonly NamedFinding[]): string {
  const faults = findings.flatMap(({ name, finding }) =>
    finding.state === 'missing' ? finding.faults.map((fault) => ({ name, ...fault })) : [],
  );
  const unchecked = findings.flatMap(({ name, finding }) =>
    finding.state === 'unchecked' ? [`  ${name}: not checked, needs ${finding.needs.join(' and ')}`] : [],
  );
  const things = faults.length === 1 ? '1 thing is' : `${faults.length} things are`;
  return [
    `deploy ${environment}: ${things} missing, nothing was deployed`,
    ...faults.flatMap(({ name, what, remedy }) => [`  ${name}: ${what}`, `      ${remedy}`]),
    ...unchecked,
  ].join('\n');
}
