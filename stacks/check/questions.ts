/** Everything that is asked of Prometheus: by rules, and by panels. */
import { PromqlSyntaxError } from '../../model/promql/syntax-error';
import { expressionOf } from './subject';
import type { Expression, Subject } from './subject';

/** An expression and who asks it. */
export interface Question {
  readonly where: string;
  readonly kind: 'alert' | 'recording' | 'panel';
  readonly expression: Expression;
}

const asked = new WeakMap<Subject, readonly Question[]>();

/** All of them; targets that do not parse are left to DB-18. */
export function questions(subject: Subject): readonly Question[] {
  const known = asked.get(subject);
  if (known !== undefined) return known;
  const all = [...fromRules(subject), ...fromPanels(subject)];
  asked.set(subject, all);
  return all;
}

function fromRules({ alerts, recordings }: Subject): readonly Question[] {
  return [
    ...recordings.map((rule) => ({ where: rule.where, kind: 'recording' as const, expression: rule })),
    ...alerts.map((rule) => ({ where: rule.where, kind: 'alert' as const, expression: rule })),
  ];
}

function fromPanels({ boards, index }: Subject): readonly Question[] {
  return boards.flatMap(({ service, panels }) =>
    panels.flatMap(({ panel, where }) =>
      (panel.targets ?? []).flatMap(({ expr }): readonly Question[] => {
        try {
          return [{ where, kind: 'panel', expression: expressionOf(inNumbers(expr), service, index) }];
        } catch (cause) {
          if (cause instanceof PromqlSyntaxError) return [];
          throw cause;
        }
      }),
    ),
  );
}

/** Grafana's own variables as what they usually are. */
function inNumbers(expr: string): string {
  return expr.replaceAll(/\$__rate_interval|\$\{__rate_interval\}/g, '5m').replaceAll(/\$__(interval|range)\b/g, '1m');
}
