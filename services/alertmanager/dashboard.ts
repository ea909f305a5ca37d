/** The board of Alertmanager: do alerts come in, and do people hear of them? */
import {
  board,
  collapsed,
  firingAlerts,
  legend,
  panelForAlert,
  row,
  stat,
  timeSeries,
  UP_DOWN,
} from '../../dashboards';
import type { PanelDefinition, RowDefinition } from '../../dashboards';
import { promql } from '../../model';
import type { BoardContext, Boards } from '../../model';
import * as a from './alerts';
import { metrics as m } from './metrics';
import * as ask from './queries';

export const BOARD = 'alertmanager-overview';

const { instance } = m.members.label;

/** The board in one environment. */
export function alertmanagerBoard(context: BoardContext): Boards {
  return board(context, {
    uid: BOARD,
    title: 'Monitoring / Alertmanager',
    service: 'alertmanager',
    description: 'Do people hear of alerts? For whoever runs the monitoring, or wonders why nobody was called.',
    variablesFrom: m.up,
    moments: { Restarts: promql`${m.processStart}`, 'Configuration loaded': promql`${m.configReloadedAt}` },
    rows: [health(), notifications(), alerts(), cluster(), process()],
  });
}

const health = (): RowDefinition => row('Health', [...members(), ...held()]);

const members = (): readonly PanelDefinition[] => [
  stat({
    title: 'Up',
    description: 'Whether each Alertmanager answers scrapes. While one of a pair is up, people are told.',
    query: ask.isUp,
    words: UP_DOWN,
    width: 3,
    alerts: [a.down, a.absent],
  }),
  stat({
    title: 'Members down',
    description: 'Share of the members that were down for most of five minutes. At 100% alerts reach nobody.',
    query: ask.membersDown,
    width: 3,
    alerts: [a.clusterDown],
  }),
  stat({
    title: 'Restarting',
    description: 'Share of the members that restarted more than four times within ten minutes. Normal: 0%.',
    query: ask.membersCrashing,
    width: 3,
    alerts: [a.clusterCrashLooping],
  }),
  stat({
    title: 'Members seen',
    description:
      'Share of the members that each member knows. Below 100% people are told twice, and silences do not hold.',
    query: ask.membersSeen,
    width: 3,
    alerts: [a.membersInconsistent],
  }),
  stat({
    title: 'Configuration',
    description:
      'Whether the last attempt to load the configuration succeeded. When it failed the old one is in force.',
    query: ask.configLoaded,
    words: { 0: { text: 'Refused', colour: 'red' }, 1: { text: 'Loaded', colour: 'green' } },
    width: 3,
    alerts: [a.configReloadFailed],
  }),
  stat({
    title: 'Configurations in force',
    description: 'Different configurations among the members. One is right; with more, who is told depends on chance.',
    query: ask.configurations,
    width: 3,
    alerts: [a.configInconsistent],
  }),
  stat({
    title: 'Notifications that no member sends',
    description:
      'Share of the notifications given up by the member that does best. Normal: 0% for every receiver in use.',
    query: ask.failedShareAtBest,
    noValue: 'Nothing sent',
    width: 3,
    alerts: [a.clusterFailedToSend],
  }),
];

const held = (): readonly PanelDefinition[] => [
  timeSeries({
    title: 'Alerts held',
    description: 'Alerts by state. Suppressed ones are silenced or inhibited. A jump of active ones is an incident.',
    queries: [{ expr: ask.alertsHeld }],
  }),
  timeSeries({
    title: 'Active silences',
    description:
      'Silences in force. One that nobody remembers hides the next incident: look through them now and then.',
    queries: [{ expr: ask.silencesActive, legend: 'active' }],
  }),
  firingAlerts(),
];

const notifications = (): RowDefinition =>
  row('Notifications', [
    timeSeries({
      title: 'Notifications sent',
      description:
        'Notifications by kind of receiver, for those in use. The dead man’s switch keeps one above 0 at all times.',
      queries: [{ expr: ask.notificationRate }],
      noValue: 'Nothing sent',
    }),
    panelForAlert(a.failedToSend, {
      title: 'Notifications given up',
      description: 'Share of the notifications given up after all retries, by member and kind of receiver. Normal: 0%.',
      noValue: 'Nothing sent',
    }),
    timeSeries({
      title: 'Time to notify (p99)',
      description:
        'What the slowest hundredth of the notifications take. Above a few seconds the receiver is in trouble.',
      queries: [{ expr: ask.notificationP99 }],
      noValue: 'Nothing sent',
    }),
  ]);

const alerts = (): RowDefinition =>
  row('Alerts received', [
    timeSeries({
      title: 'Alerts received',
      description:
        'Alerts that Prometheus servers sent, by status. At 0 nothing comes in: Watchdog alone keeps it above.',
      queries: [{ expr: ask.received }],
      width: 12,
    }),
    timeSeries({
      title: 'Alerts refused',
      description: 'Alerts that came in and were not valid. Normal: 0. A label or a time of a rule is wrong then.',
      queries: [{ expr: ask.refused }],
      width: 12,
    }),
  ]);

const cluster = (): RowDefinition =>
  collapsed('Cluster', [
    timeSeries({
      title: 'Members known',
      description: 'Members that each member knows, and those lost that it still looks for. All should agree.',
      queries: [
        { expr: ask.members, legend: legend`${instance} knows` },
        { expr: ask.failedPeers, legend: legend`${instance} lost` },
      ],
    }),
    panelForAlert(a.clusterFailedPeers, {
      title: 'Members lost',
      description: 'Members that were lost and are still looked for, at most of five minutes. Normal: 0.',
    }),
    timeSeries({
      title: 'Messages waiting for members',
      description: 'Messages that a member has not told the others yet. A steady climb means that they do not answer.',
      queries: [{ expr: ask.messagesQueued }],
    }),
  ]);

const process = (): RowDefinition =>
  collapsed('Process', [
    timeSeries({
      title: 'Processor time',
      description: 'Share of one core that each Alertmanager uses. Normal: a few per cent, even in an incident.',
      queries: [{ expr: ask.cpu }],
      max: 'open',
    }),
    timeSeries({
      title: 'Memory',
      description: 'Memory that each Alertmanager holds. It follows the number of alerts; a steady climb is a leak.',
      queries: [{ expr: ask.memory }],
    }),
    timeSeries({
      title: 'Goroutines',
      description: 'Goroutines that exist. A steady climb means that requests or notifications hang.',
      queries: [{ expr: ask.goroutines }],
    }),
    panelForAlert(a.cannotSave, {
      title: 'Failed saves',
      description: 'Times within 20 minutes that silences or the log of notifications could not be saved. Normal: 0.',
      width: 24,
    }),
  ]);
