/** Which deployments of two sides are compared, and how they differ. */
import { suggestion } from '../../model/problem';
import type { Service } from '../../model/service';
import { describe } from '../../stacks/diff/describe';
import { difference } from '../../stacks/diff/difference';
import type { Change } from '../../stacks/diff/change';
import type { Comparison } from '../../stacks/diff/report';
import type { DeploymentSummary } from '../../stacks/diff/summary';
import { CliError, EXIT } from '../exit';
import type { Side } from './side';

/** A deployment of each side; absent where a side has no such environment. */
interface Pairing {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * Compares two sides.
 * @param chosen - environments to compare of code that has several; all when empty
 * @throws CliError for an environment that neither side has, or a choice where there is none
 */
export async function compare(
  base: Side,
  head: Side,
  chosen: readonly string[],
  services: readonly Service[],
): Promise<readonly Comparison[]> {
  const compared: Comparison[] = [];
  for (const pairing of pairings(base, head, chosen)) {
    const { before, after } = pairing;
    const [old, now] = await Promise.all([summaryOf(base, before, services), summaryOf(head, after, services)]);
    const isSameEnvironment = before === undefined || after === undefined || before === after;
    const name = isSameEnvironment ? (after ?? before ?? '') : `${before} → ${after}`;
    compared.push({ name, isSameEnvironment, changes: changesOf(pairing, old, now) });
  }
  return compared;
}

async function summaryOf(
  side: Side,
  name: string | undefined,
  services: readonly Service[],
): Promise<DeploymentSummary> {
  return describe(name === undefined ? [] : await side.objects(name), services);
}

/** An environment that is new or gone is one change, beside the critical alerts that go with it. */
function changesOf({ before, after }: Pairing, old: DeploymentSummary, now: DeploymentSummary): readonly Change[] {
  const changes = difference(old, now);
  const whole = { rank: 0, subject: `environment ${after ?? before ?? ''}` };
  if (before === undefined) return [{ ...whole, kind: 'added', what: `new, with ${now.alerts.length} alerts` }];
  if (after === undefined) {
    const lost = changes.filter(({ kind }) => kind === 'lost');
    return [...lost, { ...whole, kind: 'removed', what: `removed, with ${old.alerts.length} alerts` }];
  }
  return changes;
}

function pairings(base: Side, head: Side, chosen: readonly string[]): readonly Pairing[] {
  const [single, several] = base.isSingle ? [base, head] : [head, base];
  if (single.isSingle && several.isSingle) {
    if (chosen.length > 0)
      throw new CliError(EXIT.usage, `--env chooses environments of commits, and none is compared`);
    return [{ before: base.names[0], after: head.names[0] }];
  }
  const names = single.isSingle && chosen.length === 0 ? single.names : chosen;
  const known = [...new Set([...base.names, ...head.names])];
  for (const name of names.filter((each) => !known.includes(each))) {
    throw new CliError(EXIT.usage, `no environment '${name}'; ${suggestion(name, known)}`);
  }
  return (names.length === 0 ? known : names).map((name) => ({
    before: nameIn(base, name),
    after: nameIn(head, name),
  }));
}

/** A single deployment is compared whatever its name. */
const nameIn = ({ isSingle, names }: Side, name: string): string | undefined =>
  isSingle ? names[0] : names.find((each) => each === name);
