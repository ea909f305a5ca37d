/** What mutes what, those inhibitions included that follow from the alerts: AM-08, AM-10 and AM-11. */
import { checkInhibitedShapes } from '../../../constructs/alertmanager/validate-inhibitions';
import type { Inhibition, Matcher } from '../../../constructs/alertmanager/settings';
import { matches } from '../../../constructs/alertmanager/routes';
import { Report } from '../../../constructs/check/report';
import type { AlertShape } from '../../../model/delivery';
import type { Problem } from '../../../model/problem';
import type { Subject } from '../subject';
import { shapesOf } from './routes';

/** Each inhibition against the alerts that exist, and all of them against each other. */
export function inhibitions(subject: Subject): readonly Problem[] {
  const { environment, wiring } = subject;
  const report = new Report(`${environment.name}/alertmanager`);
  checkInhibitedShapes(wiring.alertmanager.inhibitions, shapesOf(subject), report);
  return [...report.problems, ...circles(subject)];
}

const nameOf = ({ alertname, labels }: AlertShape): string => `${alertname} (${labels['severity'] ?? ''})`;

/** Two alerts that mute each other are never told at all. */
function circles(subject: Subject): readonly Problem[] {
  const muted = mutes(subject.wiring.alertmanager.inhibitions, shapesOf(subject));
  const found = new Set<string>();
  for (const start of muted.keys()) {
    const circle = pathBack(start, muted);
    if (circle !== undefined) found.add([...circle].sort().join(', '));
  }
  return [...found].map((names) => ({
    id: 'AM-10',
    where: `${subject.environment.name}/alertmanager`,
    what: `${names} mute each other in a circle, so that none of them is told`,
    remedy: 'let the cause mute its consequence, and not the other way about',
  }));
}

function mutes(rules: readonly Inhibition[], shapes: readonly AlertShape[]): ReadonlyMap<string, ReadonlySet<string>> {
  const muted = new Map<string, Set<string>>();
  for (const { source, target } of mutings(rules, shapes)) {
    const own = muted.get(nameOf(source)) ?? new Set<string>();
    muted.set(nameOf(source), own.add(nameOf(target)));
  }
  return muted;
}

/** Which alert mutes which when both are of the same thing. */
export function mutings(
  rules: readonly Inhibition[],
  shapes: readonly AlertShape[],
): readonly { readonly source: AlertShape; readonly target: AlertShape }[] {
  return rules.flatMap(({ source: from, target: to, equal }) => {
    const targets = shapes.filter((shape) => mustMatch(to, shape));
    return shapes
      .filter((shape) => mustMatch(from, shape))
      .flatMap((source) =>
        targets.filter((target) => canBeEqual(source, target, equal)).map((target) => ({ source, target })),
      );
  });
}

const fixedOf = ({ alertname, labels }: AlertShape): Readonly<Record<string, string>> => ({ ...labels, alertname });

function mustMatch(matchers: readonly Matcher[], shape: AlertShape): boolean {
  const fixed = fixedOf(shape);
  return matchers.every((matcher) => fixed[matcher.label] !== undefined && matches(matcher, fixed));
}

function canBeEqual(a: AlertShape, b: AlertShape, equal: readonly string[]): boolean {
  const [one, other] = [fixedOf(a), fixedOf(b)];
  return equal.every((label) => one[label] === undefined || other[label] === undefined || one[label] === other[label]);
}

/** The names on a way from `start` back to it. */
function pathBack(start: string, muted: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | undefined {
  const visited = new Set<string>();
  const walk = (at: string, trail: readonly string[]): readonly string[] | undefined => {
    for (const next of muted.get(at) ?? []) {
      if (next === start) return trail;
      if (visited.has(next)) continue;
      visited.add(next);
      const found = walk(next, [...trail, next]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return walk(start, [start]);
}
