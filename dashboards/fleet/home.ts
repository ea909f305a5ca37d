/** Where whoever is on call begins: what fires, which promises are at risk, what is down, and whether the monitoring itself works. */
import type { DeliveryContext } from '../../model/delivery';
import { label } from '../../model/label';
import { Series, up } from '../../model/metric';
import { probeSuccess } from '../../model/probe';
import { promql } from '../../model/promql';
import type { Expr } from '../../model/promql';
import type { Boards, Level, Service } from '../../model/service';
import { budgetRemaining, burnRate, objective } from '../../model/slo/series';
import { board, row } from '../board';
import { firingAlerts } from '../firing-alerts';
import { HOME } from '../links';
import { note } from '../note';
import type { PanelDefinition } from '../panel';
import { FLEET } from '../scope';
import { stat } from '../stat';
import type { Words } from '../stat';
import { table } from '../table';

/** Uid of the board. */
export const HOME_BOARD = 'vedette-home';

/** What Prometheus tells of its own alerting rules. @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/#inspecting-alerts-during-runtime */
const alerts = new Series(
  'ALERTS',
  'gauge',
  'count',
  {
    alertname: {},
    alertstate: { values: ['pending', 'firing'] },
    severity: { values: ['critical', 'warning', 'info', 'none'] },
    service: { card: 12 },
  },
  'optional',
  undefined,
  undefined,
  [],
);

const firing = (severity: 'critical' | 'warning'): Expr =>
  promql`count(${alerts.where({ alertstate: 'firing', severity })}) or vector(0)`;
const watchdog = promql`count(${alerts.where({ alertname: 'Watchdog', alertstate: 'firing' })}) or vector(0)`;
const targetsDown = promql`count(${up} == 0) or vector(0)`;
const upByJob = promql`sum by (${up.label.job}) (${up})`;
const knownByJob = promql`count by (${up.label.job}) (${up})`;

/** Nothing of it is a good number. */
const NONE: Words = { 0: { text: 'None', colour: 'green' } };
const BEATS: Words = { 0: { text: 'Silent', colour: 'red' }, 1: { text: 'Beats', colour: 'green' } };

export function homeBoard(services: readonly Service[], context: DeliveryContext): Boards {
  return board(
    { context, level: 'monitoring', dialect: undefined, missing: () => undefined, rungs: () => [], slos: [] },
    {
      uid: HOME_BOARD,
      title: 'Home / On call',
      service: FLEET,
      description: 'Is anything wrong, and where? For whoever is on call: begin here, then follow the links.',
      tags: [HOME],
      rows: [
        row('Now', now()),
        row('Promises and targets', standing(context)),
        row('Boards', [listOf(services, context)]),
      ],
    },
  );
}

const now = (): readonly PanelDefinition[] => [
  stat({
    title: 'Critical alerts',
    description: 'Alerts that need a human now. Normal: none. Each is in the table below with its runbook.',
    query: firing('critical'),
    words: NONE,
    width: 6,
  }),
  stat({
    title: 'Warnings',
    description: 'Alerts for the next working day. Normal: few. Those that stay for weeks want another threshold.',
    query: firing('warning'),
    words: NONE,
    width: 6,
  }),
  stat({
    title: 'Targets that do not answer',
    description: 'Scrape targets whose last scrape failed, of every job. Normal: none, but during a rollout.',
    query: targetsDown,
    words: NONE,
    width: 6,
  }),
  stat({
    title: 'Watchdog',
    description:
      'An alert that always fires, so that its silence tells: while it beats, rules are evaluated. Silent means that ' +
      'no alert on this page can be trusted. See the boards of the monitoring.',
    query: watchdog,
    words: BEATS,
    width: 6,
  }),
  firingAlerts({ width: 24, height: 10 }),
];

const { slo, service } = objective.label;
const { probe, instance } = probeSuccess.label;
const { job } = up.label;

const standing = ({ publicUrl }: DeliveryContext): readonly PanelDefinition[] => [
  table({
    title: 'Objectives',
    description:
      'What is promised, what is left of the error budget, and how many times too fast it goes. Normal: some budget ' +
      'left and a burn rate below 1. A name leads to its board.',
    rows: [service, slo],
    columns: {
      Objective: { expr: promql`${objective}`, decimals: 3 },
      'Budget left': { expr: promql`${budgetRemaining}` },
      'Burn rate': { expr: promql`${burnRate}`, unit: 'none', decimals: 1 },
    },
    links: {
      [slo.name]: { title: 'Board', url: `${publicUrl}/d/\${__data.fields.Service}-slo?var-slo=\${__value.text}` },
    },
    noValue: 'No objective is measured yet',
    width: 12,
  }),
  table({
    title: 'Targets by job',
    description:
      'How many targets of each job answer scrapes, and how many are known. Normal: the same number. A name leads to ' +
      'the boards of the service.',
    rows: [job],
    columns: { Answer: { expr: upByJob, decimals: 0 }, Known: { expr: knownByJob, decimals: 0 } },
    links: { [job.name]: { title: 'Boards', url: `${publicUrl}/dashboards?tag=\${__value.text}` } },
    width: 6,
  }),
  table({
    title: 'Probes',
    description: 'What is asked from outside, as users ask: 1 answers as it must. Normal: every probe succeeds.',
    rows: [label('service'), probe, instance],
    columns: {
      Success: {
        expr: promql`${probeSuccess}`,
        words: { 0: { text: 'Fails', colour: 'red' }, 1: { text: 'Succeeds', colour: 'green' } },
      },
    },
    noValue: 'Nothing is probed',
    width: 6,
  }),
];

const HEADINGS: Readonly<Record<Level, string>> = {
  service: 'Services',
  resource: 'What they stand on',
  monitoring: 'The monitoring itself',
};

function listOf(services: readonly Service[], { publicUrl }: DeliveryContext): PanelDefinition {
  const sections = Object.entries(HEADINGS).flatMap(([level, heading]) => {
    const lines = services
      .filter((one) => one.level === level)
      .map(
        ({ id, title, spec }) =>
          `- [${title}](${publicUrl}/d/${spec.board}) · [runbook](${publicUrl}/runbooks/${id}.html)`,
      );
    return lines.length === 0 ? [] : [`**${heading}**\n\n${lines.join('\n')}`];
  });
  return note({
    title: 'All boards',
    description: 'The board and the runbook of each service, by the part that it plays in the whole.',
    content: sections.join('\n\n'),
    height: 4 + services.length,
  });
}
