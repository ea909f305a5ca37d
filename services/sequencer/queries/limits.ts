/** Who may do how much: the rate limit, API keys, registrations. */
import { job, matching, oneOf, promql, ratioOf, window } from '../../../model';
import { metrics as m } from '../metrics';
import { OF_USERS, requests } from '../recordings';

const { status, path } = m.requests.label;
const { outcome, reason } = m.registrations.label;
const limited = m.requests.where({ ...OF_USERS, status: '429' });

/** Share of the requests of users that the rate limit refuses, 0 to 1, all servers together. */
export const limitedShare = ratioOf(promql`sum by (${job}) (rate(${limited}[${window}]))`, promql`${requests.series}`);
/** Requests that the rate limit refuses per second, by route. */
export const limitedByRoute = promql`sum by (${path}) (rate(${limited}[${window}]))`;
/** The same from the counter that the documentation names, all servers together. */
export const limitedRate = promql`sum by (${job}) (rate(${m.rateLimited}[${window}]))`;

/** Requests per second without a valid key (401) or without the right to ask (403). */
export const unauthorizedRate = promql`
  sum by (${status}) (rate(${m.requests.where({ status: oneOf('401', '403') })}[${window}]))`;
/** Requests per second with the administrator's key, by route. */
export const adminRate = promql`
  sum by (${path}) (rate(${m.requests.where({ path: matching('/api/v1/admin/.*|/admin.*') })}[${window}]))`;
/** Registrations per second, by what became of them. */
export const registrationRate = promql`
  sum by (${[outcome, reason]}) (rate(${m.registrations}[${window}]))`;
/** Entries of the audit log per second, all servers together. */
export const auditRate = promql`sum by (${job}) (rate(${m.auditEvents}[${window}]))`;
