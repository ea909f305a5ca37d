/** The board of Prometheus: does it scrape, evaluate, send and store? */
import { board, firingAlerts, legend, panelForAlert, row, stat, timeSeries, UP_DOWN } from '../../dashboards';
import type { PanelDefinition, RowDefinition } from '../../dashboards';
import { promql } from '../../model';
import type { BoardContext, Boards } from '../../model';
import { notifications as n, remote, rules as r, storage as s, targets as t } from './alerts';
import { process, rules, scrapingDetails, sentOn, storage } from './dashboard-details';
import { metrics as m } from './metrics';
import * as ask from './queries';

export const BOARD = 'prometheus-overview';

const { instance } = m.up.label;

/** The board in one environment. */
export function prometheusBoard(context: BoardContext): Boards {
  return board(context, {
    uid: BOARD,
    title: 'Monitoring / Prometheus',
    service: 'prometheus',
    description: 'Can the monitoring be trusted? For whoever runs it, or wonders why an alert did not come.',
    variablesFrom: m.up,
    moments: { Restarts: promql`${m.processStart}`, 'Configuration loaded': promql`${m.configReloadedAt}` },
    rows: [
      health(),
      scraping(),
      notifications(),
      database(),
      rules(),
      scrapingDetails(),
      storage(),
      sentOn(),
      process(),
    ],
  });
}

const health = (): RowDefinition => row('Health', [...working(), ...seeing()]);

/** Is it configured, and does what it finds get out? */
const working = (): readonly PanelDefinition[] => [
  stat({
    title: 'Up',
    description: 'Whether each Prometheus answers scrapes, those of the other one of a pair among them.',
    query: ask.isUp,
    words: UP_DOWN,
    alerts: [t.down, t.absent],
  }),
  stat({
    title: 'Configuration',
    description:
      'Whether the last attempt to load the configuration succeeded. When it failed the old one is in force.',
    query: ask.configLoaded,
    words: { 0: { text: 'Refused', colour: 'red' }, 1: { text: 'Loaded', colour: 'green' } },
    alerts: [r.configReloadFailed],
  }),
  stat({
    title: 'Rule failures',
    description: 'Evaluations of rules that failed of late. Normal: 0. An alert whose rule fails cannot fire.',
    query: ask.ruleFailures,
    decimals: 0,
    alerts: [r.ruleFailures],
  }),
  stat({
    title: 'Alertmanagers known',
    description: 'Alertmanagers that alerts are sent to. Normal: as many as there are. At 0 alerts reach nobody.',
    query: ask.alertmanagersKnown,
    alerts: [n.notConnected],
  }),
  stat({
    title: 'Alerts that none takes',
    description: 'Share of the alerts that even the best Alertmanager refuses. Normal: 0%. Above it some reach nobody.',
    query: ask.sendErrorsAtBest,
    noValue: 'Nothing sent',
    alerts: [n.errorSending],
  }),
  stat({
    title: 'Failed writes',
    description: 'Writes of the log that failed of late. Normal: 0. Above it the disk is full, and nothing is stored.',
    query: s.walWriteFailures.spec.when.left,
    decimals: 0,
    alerts: [s.walWriteFailures],
  }),
];

/** Does it see what it is meant to? */
const seeing = (): readonly PanelDefinition[] => [
  stat({
    title: 'Samples stored',
    description: 'Samples stored per second. A fall to 0 means that nothing is scraped, and no alert can see anything.',
    query: ask.ingestion,
    width: 3,
    height: 8,
    alerts: [s.notIngesting],
  }),
  stat({
    title: 'Targets dropped',
    description: 'Targets that could not be made from what service discovery found, within 30 minutes. Normal: 0.',
    query: ask.targetsDropped,
    decimals: 0,
    width: 3,
    height: 8,
    alerts: [t.targetSyncFailure],
  }),
  stat({
    title: 'Behind elsewhere',
    description:
      'How far the place that samples are sent on to is behind. Normal: seconds. After two hours some are lost.',
    query: ask.remoteLag,
    noValue: 'Nothing is sent on',
    width: 3,
    height: 8,
    alerts: [remote.behind],
  }),
  stat({
    title: 'Refused elsewhere',
    description: 'Share of the samples that the place that they are sent on to refused for good. Normal: 0%.',
    query: ask.remoteRefused,
    noValue: 'Nothing is sent on',
    width: 3,
    height: 8,
    alerts: [remote.failures],
  }),
  panelForAlert(t.targetsDown, {
    title: 'Targets that do not answer',
    description: 'Share of the targets that do not answer, by job. What they measure is unknown while it lasts.',
    width: 6,
  }),
  firingAlerts({ width: 6 }),
];

const scraping = (): RowDefinition =>
  row('Scraping', [
    timeSeries({
      title: 'Targets that answer',
      description: 'Targets that answer, by job. A fall without an alert means that service discovery lost some.',
      queries: [{ expr: ask.targetsUp }],
      width: 12,
    }),
    timeSeries({
      title: 'Scrapes refused',
      description: 'Times that a limit of a job was met. Normal: 0. The target then looks down although it answers.',
      queries: [
        { expr: t.sampleLimitHit.spec.when.left, legend: legend`${instance} samples` },
        { expr: t.bodySizeLimitHit.spec.when.left, legend: legend`${instance} bytes` },
        { expr: t.labelLimitHit.spec.when.left, legend: legend`${instance} labels` },
        { expr: t.targetLimitHit.spec.when.left, legend: legend`${instance} targets` },
      ],
      width: 12,
      alerts: [t.sampleLimitHit, t.bodySizeLimitHit, t.labelLimitHit, t.targetLimitHit],
    }),
  ]);

const notifications = (): RowDefinition =>
  row('Notifications', [
    timeSeries({
      title: 'Alerts sent',
      description: 'Alerts sent to all Alertmanagers together. Watchdog alone keeps it above 0 at all times.',
      queries: [{ expr: ask.alertsSent }],
    }),
    panelForAlert(n.errorSendingToSome, {
      title: 'Alerts refused',
      description: 'Share of the alerts that an Alertmanager did not take. While another takes them nothing is lost.',
      noValue: 'Nothing sent',
    }),
    panelForAlert(n.queueRunningFull, {
      title: 'Queue of alerts',
      description: 'How full the queue of alerts to send is. Normal: empty. At 100% the oldest alerts are thrown away.',
    }),
  ]);

const database = (): RowDefinition =>
  row('Database and queries', [
    panelForAlert(s.storageNearRetentionSize, {
      title: 'Storage in use',
      description: 'Share of the retention by size in use. At 100% the oldest block is deleted before its time.',
      noValue: 'No limit by size',
      width: 12,
    }),
    panelForAlert(r.highQueryLoad, {
      title: 'Queries at once',
      description: 'Queries that run or wait, of those that may run at once. Above 100% dashboards and rules wait.',
      max: 'open',
      width: 12,
    }),
  ]);
