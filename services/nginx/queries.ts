/** The questions that nginx's alerts and board ask. */
import { job } from '../../model/label';
import { fixed, promql, window } from '../../model/promql';
import type { Expr } from '../../model/promql';
import { PROXY_CLIENTS } from '../../model/proxy-capacity';
import { count, minutes, perSecond } from '../../model/quantity';
import { metrics as m } from './metrics';

export const exporterIsUp = promql`${m.up}`;
/** 1 while nginx answers. */
export const answers = promql`${m.answers}`;

/**
 * Connections that were closed as soon as they were accepted. Both counters are read at the same moments, so that
 * without such a connection their difference is exactly 0.
 */
export const dropped = promql`increase(${m.connectionsAccepted}[${window}]) - increase(${m.connectionsHandled}[${window}])`;
/** Open connections of clients, of those that nginx serves with certainty; above 1 it is chance. */
export const inUse = promql`${m.connectionsActive} / ${count(PROXY_CLIENTS)}`;

const tenMinutes = fixed(minutes(10));
/** Requests that one nginx gets, a mean: pods come and go with their names, the mean stays. */
export const traffic = promql`avg by (${job}) (rate(${m.requests}[${tenMinutes}]))`;
const dayBefore = promql`avg by (${job}) (rate(${m.requests}[${tenMinutes}] offset 1d))`;
/** A sample where at the same time of the day before it got far more than probes ask. */
export const busyDayBefore: Expr = promql`${dayBefore} > ${perSecond(2)}`;

export const requests = promql`rate(${m.requests}[${window}])`;
export const accepted = promql`rate(${m.connectionsAccepted}[${window}])`;
export const reading = promql`${m.connectionsReading}`;
export const writing = promql`${m.connectionsWriting}`;
export const waiting = promql`${m.connectionsWaiting}`;
