/**
 * The questions that the alerts and the board of Kubernetes ask. None keeps `instance`, which is kube-state-metrics' own:
 * what is meant is the object.
 */
import { matching } from '../../model/label';
import { fixed, promql, window } from '../../model/promql';
import type { Expr } from '../../model/promql';
import { minutes } from '../../model/quantity';
import { metrics as m } from './metrics';

const { namespace, pod, container } = m.restarts.label;
const { phase } = m.phase.label;
const { node } = m.nodeCondition.label;
const { job_name: name } = m.jobFailed.label;
const { resource } = m.lists.label;
const ofPod = [namespace, pod];
/** One lost scrape changes nothing within it. */
const bridged = fixed(minutes(5));

export const isUp = promql`${m.up}`;
/** Lists of objects of a kind that the API server refused or did not answer. */
export const listsFailed = promql`sum by (${resource}) (increase(${m.lists.where({ result: 'error' })}[${fixed(minutes(15))}]))`;

// Pods

/** 1 while a container is started again and again, with longer and longer pauses. */
export const crashLooping = promql`
  max by (${[...ofPod, container]}) (max_over_time(${m.waiting.where({ reason: 'CrashLoopBackOff' })}[${bridged}]))`;
/** 1 for each pod that is meant to serve and does not; those that ended by themselves are not. */
export const notReady = promql`
  max by (${ofPod}) (max_over_time(${m.phase.where({ phase: matching('Pending|Running|Unknown') })}[${bridged}]))
  unless on (${ofPod})
  max by (${ofPod}) (max_over_time(${m.ready.where({ condition: 'true' })}[${bridged}])) == 1`;
export const podsNotReady = promql`count by (${namespace}) (${notReady} == 1)`;
export const podsByPhase = promql`sum by (${[namespace, phase]}) (${m.phase})`;
export const restarts = promql`max by (${[...ofPod, container]}) (increase(${m.restarts}[${window}]))`;
/** What containers wait for, as a count. */
export const waiting = promql`count by (${[namespace, m.waiting.label.reason]}) (${m.waiting} == 1)`;

// Workloads

const short = (wanted: Expr, available: Expr): Expr => promql`${wanted} - ${available}`;

const { deployment } = m.deploymentWanted.label;
/** Pods that a Deployment lacks. */
export const deploymentShort = short(
  promql`max by (${[namespace, deployment]}) (max_over_time(${m.deploymentWanted}[${bridged}]))`,
  promql`max by (${[namespace, deployment]}) (max_over_time(${m.deploymentAvailable}[${bridged}]))`,
);
const { statefulset } = m.statefulSetWanted.label;
export const statefulSetShort = short(
  promql`max by (${[namespace, statefulset]}) (max_over_time(${m.statefulSetWanted}[${bridged}]))`,
  promql`max by (${[namespace, statefulset]}) (max_over_time(${m.statefulSetAvailable}[${bridged}]))`,
);
const { daemonset } = m.daemonSetWanted.label;
/** Nodes that lack a pod of a DaemonSet. */
export const daemonSetShort = short(
  promql`max by (${[namespace, daemonset]}) (max_over_time(${m.daemonSetWanted}[${bridged}]))`,
  promql`max by (${[namespace, daemonset]}) (max_over_time(${m.daemonSetAvailable}[${bridged}]))`,
);
const { poddisruptionbudget: budget } = m.budgetWanted.label;
/** Healthy pods that a budget lacks before it lets any be evicted. */
export const budgetShort = short(
  promql`max by (${[namespace, budget]}) (max_over_time(${m.budgetWanted}[${bridged}]))`,
  promql`max by (${[namespace, budget]}) (max_over_time(${m.budgetHealthy}[${bridged}]))`,
);
export const jobFailed = promql`
  max by (${[namespace, name]}) (max_over_time(${m.jobFailed.where({ condition: 'true' })}[${bridged}]))`;
/** Seconds since a task at set times last succeeded; before it did, since it is there. */
export const sinceSuccess = (cronjob: string): Expr => promql`
  time() - max by (${[namespace, m.cronJobCreated.label.cronjob]}) (
    last_over_time(${m.cronJobSucceeded.where({ cronjob })}[${bridged}])
    or last_over_time(${m.cronJobCreated.where({ cronjob })}[${bridged}])
  )`;

// Nodes

/** Whether a node takes pods and answers the control plane; one lost scrape changes nothing. */
export const nodeReady = promql`
  max by (${node}) (max_over_time(${m.nodeCondition.where({ condition: 'Ready', status: 'true' })}[${bridged}]))`;
