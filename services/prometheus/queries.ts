/** The questions that Prometheus' alerts and board ask. */
import { instance, job } from '../../model/label';
import type { Metric } from '../../model/metric';
import { fixed, promql, ratioOf, window } from '../../model/promql';
import type { Expr, Window } from '../../model/promql';
import { bool, hours, minutes } from '../../model/quantity';
import { everyJob, metrics as m } from './metrics';

const { alertmanager } = m.alertErrors.label;
const { handler } = m.requestDuration.label;
const lastFive = fixed(minutes(5));
export const halfHour = fixed(minutes(30));

/** Share of a job's targets that do not answer; one series for each job. */
export const targetsDown = ratioOf(
  promql`count by (${job}) (${everyJob.up} == ${bool(false)})`,
  promql`count by (${job}) (${everyJob.up})`,
);
/** Targets by job, those that answer. */
export const targetsUp = promql`sum by (${job}) (${everyJob.up})`;

export const isUp = promql`${m.up}`;
/** How much a failure counter grew over a range. */
export const growth = (of: Metric, over: Window = window): Expr => promql`increase(${of}[${over}])`;

/** 0 while the last attempt to load the configuration failed; one lost scrape changes nothing. */
export const configLoaded = promql`max_over_time(${m.configReloaded}[${lastFive}])`;

/** Evaluations that failed, of all groups together; what the alert tells group by group. */
export const ruleFailures = promql`sum by (${job}, ${instance}) (increase(${m.ruleFailures}[${window}]))`;
/** Targets dropped for labels that are not valid, of all jobs together. */
export const targetsDropped = promql`sum by (${job}, ${instance}) (increase(${m.syncFailures}[${halfHour}]))`;
/** How long a group takes to evaluate, of the time there is. */
export const groupBusy = promql`${m.groupDuration} / (${m.groupInterval} > 0)`;
export const evaluationRate = promql`sum by (${job}, ${instance}) (rate(${m.ruleEvaluations}[${window}]))`;

/** Alertmanagers known; one lost scrape changes nothing. */
export const alertmanagersKnown = promql`max_over_time(${m.alertmanagersFound}[${lastFive}])`;
const alertsRefused = promql`sum by (${job}, ${instance}, ${alertmanager}) (rate(${m.alertErrors}[${window}]))`;
const alertsTaken = promql`sum by (${job}, ${instance}, ${alertmanager}) (rate(${m.alertsSent}[${window}]))`;
/**
 * Share of the alerts that an Alertmanager did not take; one series for each Alertmanager. An Alertmanager that takes
 * none is at 100% only if what it refuses is counted beside what it takes.
 */
export const sendErrors = ratioOf(alertsRefused, promql`${alertsTaken} + (${alertsRefused} or 0 * ${alertsTaken})`);
/** The same at the Alertmanager that takes most: above 0 while none takes all. */
export const sendErrorsAtBest = promql`min by (${job}, ${instance}) (${sendErrors})`;
export const alertsSent = promql`sum by (${job}, ${instance}) (rate(${m.alertsSent}[${window}]))`;
/** How full the fullest queue of alerts is. */
export const queueFull = promql`
  max by (${job}, ${instance}) (${m.queueLength})
  / on (${job}, ${instance}) (max by (${job}, ${instance}) (${m.queueCapacity}) > 0)`;

const tenMinutes = fixed(minutes(10));
/** Failures of every kind of service discovery that the stack uses; Prometheus 2 does not count those of Kubernetes. */
export const discoveryFailures = promql`
  increase(${m.dnsFailures}[${tenMinutes}]) + increase(${m.fileErrors}[${tenMinutes}])
  + (increase(${m.kubernetesFailures}[${tenMinutes}]) or 0 * increase(${m.dnsFailures}[${tenMinutes}]))`;

/** Share of the samples that the other side refused for good; one series for each place that samples are sent to. */
export const remoteRefused = ratioOf(
  promql`rate(${m.remoteFailed}[${window}])`,
  promql`rate(${m.remoteSamples}[${window}])`,
);
/**
 * How far behind the other side is. Before the first sample arrives the last one is of 1970, so that a day is the most
 * that is said.
 */
export const remoteLag = promql`
  clamp_max(max_over_time(${m.remoteNewest}[${lastFive}]) - max_over_time(${m.remoteSent}[${lastFive}]), ${hours(24)})`;
/** Senders that would be needed, of those that may be started. */
export const remoteShards = promql`
  max_over_time(${m.shardsDesired}[${lastFive}]) / (max_over_time(${m.shardsMax}[${lastFive}]) > 0)`;

/** Starts of the process within a quarter of an hour. */
export const restarts = promql`changes(${m.processStart}[${fixed(minutes(15))}])`;

/** Samples stored per second, of both types. */
export const ingestion = promql`sum by (${job}, ${instance}) (rate(${m.samplesAppended}[${window}]))`;
/** Targets that Prometheus is meant to scrape. */
export const targets = promql`sum by (${job}, ${instance}) (${m.targets})`;

/** What retention by size counts, of the space that it may fill: blocks, log and chunks; blocks alone in Prometheus 2. */
export const storageUse = promql`
  (${m.blocksSize} + (${m.walSize} or 0 * ${m.blocksSize}) + (${m.headChunksSize} or 0 * ${m.blocksSize}))
  / (${m.retentionSize} > 0)`;

/** Queries that run or wait, of those that may run at once; above 1 some wait. */
export const queryLoad = promql`
  avg_over_time(${m.queriesRunning}[${lastFive}]) / (max_over_time(${m.queriesAllowed}[${lastFive}]) > 0)`;
const { le } = m.requestDuration.bucket.label;
/** How long the slowest hundredth of the requests to each page takes. */
export const requestP99 = promql`
  histogram_quantile(0.99, sum by (${job}, ${handler}, ${le}) (rate(${m.requestDuration.bucket}[${window}])))`;

/** Range for failures that a program tries again only every few hours. */
export const threeHours = fixed(hours(3));

/** Checkpoints of the log that could not be made or deleted. */
export const checkpointFailures = promql`
  increase(${m.checkpointFailures}[${threeHours}]) + increase(${m.checkpointDeletionFailures}[${threeHours}])`;

/** Series in memory, of those a day before. */
export const seriesGrowth = promql`${m.headSeries} / (${m.headSeries} offset 1d > 0)`;

export const blocks = promql`${m.blocksSize}`;
export const log = promql`${m.walSize}`;
export const series = promql`${m.headSeries}`;

export const cpu = promql`rate(${m.processCpu}[${window}])`;
export const memory = promql`${m.processMemory}`;
export const goroutines = promql`${m.goroutines}`;
export const openFiles = promql`${m.openFiles} / (${m.maxFiles} > 0)`;
