/** The questions that Alertmanager's alerts and board ask. */
import { instance, job } from '../../model/label';
import { fixed, promql, ratioOf, window } from '../../model/promql';
import { count, minutes, ratio } from '../../model/quantity';
import { metrics as m } from './metrics';

const { integration } = m.notifications.label;
const { state } = m.alerts.label;
const { status } = m.alertsReceived.label;
const { le } = m.notificationDuration.bucket.label;
const lastFive = fixed(minutes(5));
/** Failing notifications are given up every few minutes only, so their rate needs a long range. */
const quarterHour = fixed(minutes(15));

export const isUp = promql`${m.up}`;
/** 0 while the last attempt to load the configuration failed; one lost scrape changes nothing. */
export const configLoaded = promql`max_over_time(${m.configReloaded}[${lastFive}])`;
/** How many configurations are in force; one is right. */
export const configurations = promql`count by (${job}) (count_values by (${job}) ("config_hash", ${m.configHash}))`;

const membersKnown = promql`max_over_time(${m.members}[${lastFive}])`;
/** Share of the members that each member knows; below 1 it has lost one. */
export const membersSeen = promql`${membersKnown} / on (${job}) group_left () count by (${job}) (${membersKnown})`;
/** Share of the members that were down for most of the last five minutes. */
export const membersDown = ratioOf(
  promql`count by (${job}) (avg_over_time(${m.up}[${lastFive}]) < ${ratio(0.5)})`,
  promql`count by (${job}) (${m.up})`,
);

/** Members that were lost and are still looked for; one lost scrape changes nothing. */
export const peersLost = promql`max_over_time(${m.failedPeers}[${lastFive}])`;
/** Share of the members that are started again and again: more than four times in ten minutes. */
export const membersCrashing = ratioOf(
  promql`count by (${job}) (changes(${m.processStart}[${fixed(minutes(10))}]) > ${count(4)})`,
  promql`count by (${job}) (${m.up})`,
);

/** Share of the notifications that were given up; one series for each member and kind of receiver that is in use. */
export const failedShare = ratioOf(
  promql`sum by (${job}, ${instance}, ${integration}) (rate(${m.notificationFailures}[${quarterHour}]))`,
  promql`sum by (${job}, ${instance}, ${integration}) (rate(${m.notifications}[${quarterHour}]))`,
);
/** The same at the member that does best: above 0 while every member fails. */
export const failedShareAtBest = promql`min by (${job}, ${integration}) (${failedShare})`;
export const notificationRate = promql`
  sum by (${job}, ${integration}) (rate(${m.notifications}[${window}])) > 0`;
/** How long the slowest hundredth takes; one series for each kind of receiver that is in use, of the twenty there are. */
export const notificationP99 = promql`
  histogram_quantile(0.99, sum by (${job}, ${integration}, ${le}) (rate(${m.notificationDuration.bucket}[${window}])))
  and on (${job}, ${integration}) ${notificationRate}`;

/** It saves every quarter of an hour, so that this falls to 0 between one failure and the next only if it saved. */
const sinceLastSave = fixed(minutes(20));
/** Times that silences or the log of notifications could not be saved of late. */
export const saveFailures = promql`
  increase(${m.logSaveFailures}[${sinceLastSave}]) + increase(${m.silenceSaveFailures}[${sinceLastSave}])`;

export const alertsHeld = promql`sum by (${job}, ${state}) (${m.alerts})`;
export const silencesActive = promql`max by (${job}) (${m.silences.where({ state: 'active' })})`;
export const received = promql`sum by (${job}, ${status}) (rate(${m.alertsReceived}[${window}]))`;
export const refused = promql`sum by (${job}, ${instance}) (rate(${m.alertsInvalid}[${window}]))`;

export const members = promql`${m.members}`;
export const failedPeers = promql`${m.failedPeers}`;
export const messagesQueued = promql`${m.messagesQueued}`;

export const cpu = promql`rate(${m.processCpu}[${window}])`;
export const memory = promql`${m.processMemory}`;
export const goroutines = promql`${m.goroutines}`;
