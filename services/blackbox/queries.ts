/** The questions that the alerts and the board of probes ask. */
import { fixed, promql, window } from '../../model/promql';
import { minutes } from '../../model/quantity';
import { PROBE_JOB, probeMetrics as p } from '../../model';
import { everyProbe, metrics as m } from './metrics';
import { probes } from './probes';

const { service, probe, instance } = p.success.label;
const { phase } = p.httpPhase.label;
const everywhere = { job: PROBE_JOB } as const;
/** What tells probes apart. */
const who = [service, probe, instance];

// The exporter

export const exporterIsUp = promql`${m.up}`;
/** 0 while the last attempt to load the configuration failed; one lost scrape changes nothing. */
export const configLoaded = promql`max_over_time(${m.configLoaded}[${fixed(minutes(5))}])`;
/** Probes that ask for a module which the exporter does not have, per second. */
export const unknownModules = promql`rate(${m.unknownModules}[${window}])`;
export const memory = promql`${m.processMemory}`;
export const cpu = promql`rate(${m.processCpu}[${window}])`;
export const goroutines = promql`${m.goroutines}`;

// The public URL

export const publicUrlAnswers = promql`${probes.public_url.success}`;
/** Time that is left of its certificate. */
export const publicCertificateLeft = promql`${probes.public_url.of(p.certificateExpiry)} - time()`;

// Every probe of every service

/** 1 where the exporter carried the probe out; nothing where it does not answer at all. */
export const carriedOut = promql`${everyProbe} and on () (max(${m.up}) == 1)`;
export const succeeds = promql`max by (${who}) (${p.success.where(everywhere)})`;
/** Probes that fail now, by service. */
export const failing = promql`count by (${service}) (${p.success.where(everywhere)} == 0) or 0 * count by (${service}) (${p.success.where(everywhere)})`;
/** How long each probe takes. */
export const duration = promql`max by (${who}) (${p.duration.where(everywhere)})`;
/** How long each part of the requests takes, the slowest target of each service. */
export const httpPhases = promql`max by (${[service, phase]}) (${p.httpPhase.where(everywhere)})`;
export const lookupTime = promql`max by (${service}) (${p.lookupTime.where(everywhere)})`;
export const dnsPhases = promql`max by (${[service, phase]}) (${p.dnsPhase.where(everywhere)})`;
export const dnsAnswers = promql`min by (${who}) (${p.dnsAnswers.where(everywhere)})`;
export const status = promql`max by (${who}) (${p.httpStatus.where(everywhere)})`;
export const refusedByBody = promql`max by (${who}) (${p.refusedByBody.where(everywhere)})`;
export const bodyLength = promql`max by (${who}) (${p.httpLength.where(everywhere)})`;
/** Time that is left of each certificate. */
export const certificateLeft = promql`min by (${who}) (${p.certificateExpiry.where(everywhere)}) - time()`;
