/** Marks on all panels: what happened, and what fired (DB-15). */
import type { Problems } from '../model/problem';
import type { Omission } from '../model/delivery';
import type { Expr } from '../model/promql';
import type { Annotation } from './grafana';
import { firingSelector } from './firing-alerts';
import { DATASOURCE } from './grafana';
import type { PanelContext } from './panel';

/** Moments by name: expressions whose value is when something happened, in seconds since the epoch. */
export type Moments = Readonly<Record<string, Expr>>;

/** The values must be moments. */
export function checkMoments(moments: Moments, where: string, problems: Problems): void {
  for (const [name, expr] of Object.entries(moments)) {
    if (expr.unit === 'timestamp') continue;
    const what = `moment '${name}' is in ${expr.unit ?? 'an unknown unit'}, must be a timestamp`;
    problems.add({ id: 'DB-15', where, what, remedy: 'give a metric such as process_start_time_seconds' });
  }
}

/** Firing alerts of the service, then its moments: restarts, reloads. */
export function annotationsOf(
  moments: Moments,
  { board, service }: PanelContext,
): { readonly annotations: readonly Annotation[]; readonly omissions: readonly Omission[] } {
  const all = Object.entries(moments).map(([name, expr]) => ({ name, expr, missing: board.missing(expr) }));
  return {
    annotations: [
      firing(service),
      ...all.filter((m) => m.missing === undefined).map(({ name, expr }) => moment(name, expr)),
    ],
    omissions: all.flatMap(({ name, missing: reason }) =>
      reason === undefined ? [] : [{ kind: 'panel' as const, name: `annotation ${name}`, reason }],
    ),
  };
}

function firing(service: string): Annotation {
  return {
    ...mark('Firing alerts', firingSelector(service), 'red'),
    titleFormat: '{{alertname}}',
    textFormat: '{{severity}} on {{instance}}',
    tagKeys: 'severity',
  };
}

function moment(name: string, expr: Expr): Annotation {
  return {
    ...mark(name, `1000 * (${expr.text('panel')})`, 'blue'),
    titleFormat: name,
    textFormat: '{{instance}}',
    useValueForTime: true,
  };
}

function mark(name: string, expr: string, iconColor: string): Annotation {
  return {
    name,
    datasource: DATASOURCE,
    enable: true,
    hide: false,
    iconColor,
    expr,
    step: '60s',
    target: { refId: 'Anno', datasource: DATASOURCE, expr },
  };
}
