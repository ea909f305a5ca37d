/** The board of a service's objectives: what is promised, how much of it is left, and how fast it goes. */
import { matching } from '../model/label';
import type { Series } from '../model/metric';
import { promql } from '../model/promql';
import type { Expr } from '../model/promql';
import { durationText, quantityText, ratio, seconds } from '../model/quantity';
import type { Duration } from '../model/quantity';
import type { BoardContext, Boards } from '../model/service';
import { sloBoardUid } from '../model/slo';
import type { BoundSlo, SloAlertName } from '../model/slo';
import { badRate, budgetRemaining, burnRate, errorRatio, objective, RATE_WINDOW, totalRate } from '../model/slo/series';
import type { SloSeries } from '../model/slo/series';
import { board, row } from './board';
import type { Thresholds, Variable } from './grafana';
import { DATASOURCE } from './grafana';
import { legend } from './legend';
import type { PanelContext, PanelDefinition } from './panel';
import { stat } from './stat';
import { table } from './table';
import { timeSeries } from './time-series';

export interface SloBoardSpec {
  /** Id of the service. */
  readonly service: string;
  /** `Area / Subject objectives`. */
  readonly title: string;
  /** A metric that every target has, `up` as a rule. */
  readonly variablesFrom: Series;
}

/**
 * The board that the alerts of a service's objectives lead to; none where it has no objective. `var-slo` chooses one.
 *
 * ```ts
 * boards: (context) => boards(shopBoard(context), sloBoard(context, { service: 'shop', title: 'Shops / Shop objectives', variablesFrom: m.up })),
 * ```
 */
export function sloBoard(context: BoardContext, { service, title, variablesFrom }: SloBoardSpec): Boards {
  const { slos } = context;
  if (slos.length === 0) return { dashboards: [], omissions: [] };
  const ask = (series: SloSeries): Expr => promql`${series.where({ service, slo: matching('$slo') })}`;
  return board(context, {
    uid: sloBoardUid(service),
    title,
    service,
    description: `What ${service} promises to its users, and how much of the error budget is left. Choose an objective above.`,
    tags: [service, 'slo'],
    variablesFrom,
    choices: [sloChoice(service)],
    hours: 6,
    rows: [
      row('Objectives', [
        budgetLeft(slos, ask),
        burning(slos, ask),
        errorRatios(slos, ask),
        traffic(ask),
        promises(slos, ask),
        budgetOverTime(slos, ask),
      ]),
    ],
  });
}

type Ask = (series: SloSeries) => Expr;

const { slo } = totalRate.label;
const NOTHING_YET = 'Not measured yet';

function sloChoice(service: string): Variable {
  const definition = `label_values(${totalRate.name}{service="${service}"}, slo)`;
  return {
    type: 'query',
    name: 'slo',
    label: 'Objective',
    datasource: DATASOURCE,
    multi: true,
    includeAll: true,
    allValue: '.+',
    current: { selected: true, text: ['All'], value: ['$__all'] },
    options: [],
    regex: '',
    refresh: 2,
    sort: 1,
    hide: 0,
    skipUrlSync: false,
    query: { query: definition, refId: 'variable-slo' },
    definition,
  };
}

function budgetLeft(slos: readonly BoundSlo[], ask: Ask): PanelDefinition {
  const panel = stat({
    title: 'Error budget left',
    description:
      'Share of the failures that the period allows and that have not happened yet. Normal: above zero at any time. ' +
      'Below zero the promise is broken, and the policy of the objective says what is done.',
    query: ask(budgetRemaining),
    legend: legend`${slo}`,
    noValue: NOTHING_YET,
    width: 6,
  });
  const steps = [
    { value: null, color: 'red' },
    { value: 0, color: 'orange' },
    { value: 0.25, color: 'green' },
  ] as const;
  return withoutPeriod(slos, telling(panel, ['SloErrorBudgetExhausted'], { mode: 'absolute', steps }));
}

function burning(slos: readonly BoundSlo[], ask: Ask): PanelDefinition {
  const panel = stat({
    title: 'Burn rate',
    description:
      'How many times as fast as allowed the budget goes, by the last five minutes. At 1 it lasts exactly for the ' +
      'period. A moment above the limits of the alerts tells nobody: their windows are longer.',
    query: ask(burnRate),
    legend: legend`${slo}`,
    unit: 'none',
    decimals: 1,
    noValue: NOTHING_YET,
    width: 6,
  });
  const factors = (severity: string): number =>
    Math.min(...slos.flatMap(({ tiers }) => tiers.filter((t) => t.severity === severity).map(({ factor }) => factor)));
  const steps = [
    { value: null, color: 'green' },
    ...[
      { value: factors('warning'), color: 'orange' as const },
      { value: factors('critical'), color: 'red' as const },
    ].filter(({ value }) => Number.isFinite(value)),
  ] as const;
  return telling(panel, [], { mode: 'absolute', steps });
}

function errorRatios(slos: readonly BoundSlo[], ask: Ask): PanelDefinition {
  const windows = unique(slos.flatMap(({ windows: own }) => own));
  const [first, ...others] = windows.map((window) => ({
    expr: ask(errorRatio(window)),
    legend: legend`${slo} ${durationText(window)}`,
  }));
  const panel = timeSeries({
    title: 'Error ratio by window',
    description:
      `Bad events of all events, over each window of the alerts. ${limitsText(slos)} Where the short windows fall ` +
      'below the long ones, it is over; where they are above, it gets worse.',
    queries:
      first === undefined ? [{ expr: ask(errorRatio(RATE_WINDOW)), legend: legend`${slo}` }] : [first, ...others],
    max: 'open',
    noValue: NOTHING_YET,
    width: 12,
    height: 10,
    crowded: 'the reader chooses one objective',
  });
  return telling(panel, ['SloErrorBudgetBurn']);
}

function traffic(ask: Ask): PanelDefinition {
  const panel = timeSeries({
    title: 'Events',
    description:
      'All events and the bad ones, per second. A gap means that nothing was measured. Few events make a ratio that ' +
      'jumps: then one failure weighs much.',
    queries: [
      { expr: ask(totalRate), legend: legend`${slo} all` },
      { expr: ask(badRate), legend: legend`${slo} bad`, colour: 'red' },
    ],
    unit: 'eps',
    noValue: NOTHING_YET,
    width: 12,
    height: 10,
  });
  return telling(panel, ['SloSliAbsent']);
}

function promises(slos: readonly BoundSlo[], ask: Ask): PanelDefinition {
  const periods = unique(slos.filter(({ hasPeriod }) => hasPeriod).map((one) => one.slo.period));
  const kept = periods.map((period) => [`Failed in ${durationText(period)}`, { expr: ask(errorRatio(period)) }]);
  return table({
    title: 'Promises',
    description: `What each objective promises, and what failed. ${slos.map(promiseText).join(' ')}`,
    rows: [slo],
    columns: { Objective: { expr: ask(objective), decimals: 3 }, ...(Object.fromEntries(kept) as object) },
    noValue: NOTHING_YET,
    width: 12,
  });
}

function budgetOverTime(slos: readonly BoundSlo[], ask: Ask): PanelDefinition {
  const panel = timeSeries({
    title: 'Error budget over time',
    description:
      'The share of the budget left at each moment. A step down is an outage, a slope a slow loss; it rises again as ' +
      'old failures leave the period.',
    queries: [{ expr: ask(budgetRemaining), legend: legend`${slo}` }],
    min: 'open',
    noValue: NOTHING_YET,
    width: 12,
  });
  return withoutPeriod(slos, panel);
}

const promiseText = ({ id, slo: { spec, period } }: BoundSlo): string =>
  `${id}: ${spec.title}, ${quantityText(spec.objective)} over ${durationText(period)}; ${spec.sli.meaning}.`;

/** Above which ratios the alerts fire, in words: one line for each would cover what is measured. */
function limitsText(slos: readonly BoundSlo[]): string {
  return slos
    .map(({ id, tiers }) => {
      const limits = tiers.map(
        ({ severity, long, short, limit }) =>
          `${quantityText(ratio(limit))} in ${durationText(long)} and ${durationText(short)} (${severity})`,
      );
      return `${id} tells above ${limits.join(', ')}.`;
    })
    .join(' ');
}

function unique(durations: readonly Duration[]): readonly Duration[] {
  return [...new Set(durations.map(({ value }) => value))].sort((a, b) => a - b).map((value) => seconds(value));
}

/** The environment keeps samples for less than the period: what is left out says so. */
function withoutPeriod(slos: readonly BoundSlo[], panel: PanelDefinition): PanelDefinition {
  if (slos.some(({ hasPeriod }) => hasPeriod)) return panel;
  const reason = 'samples are kept for less than the period of the objective';
  return {
    ...panel,
    exprs: [],
    draw: () => ({ panel: undefined, omissions: [{ kind: 'panel', name: panel.title, reason }] }),
  };
}

/** The panel with the runbooks of alerts that it shows, and their limits. */
function telling(panel: PanelDefinition, alerts: readonly SloAlertName[], thresholds?: Thresholds): PanelDefinition {
  return {
    ...panel,
    draw: (context) => {
      const drawn = panel.draw(context);
      if (drawn.panel === undefined) return drawn;
      const { fieldConfig, links = [], description = '' } = drawn.panel;
      const lines = alerts.map((name) => `Alert [${name}](${runbookUrl(name, context)}).`);
      const defaults = { ...fieldConfig.defaults, ...(thresholds && { thresholds, color: { mode: 'thresholds' } }) };
      const shown = {
        ...drawn.panel,
        links: [...links, ...alerts.map((name) => runbookLink(name, context))],
        description: [description, ...lines].join('\n\n'),
        fieldConfig: { ...fieldConfig, defaults },
        ...(thresholds && 'options' in drawn.panel && { options: { ...drawn.panel.options, colorMode: 'background' } }),
      } as typeof drawn.panel;
      return { ...drawn, panel: shown };
    },
  };
}

const runbookUrl = (name: SloAlertName, { board: { context }, service }: PanelContext): string =>
  `${context.publicUrl}/runbooks/${service}.html#${name}`;

function runbookLink(name: SloAlertName, context: PanelContext): object {
  return {
    title: `Runbook: ${name}`,
    type: 'link',
    icon: 'doc',
    tooltip: `What ${name} means and what to do`,
    url: runbookUrl(name, context),
    tags: [],
    asDropdown: false,
    targetBlank: true,
    includeVars: false,
    keepTime: false,
  };
}
