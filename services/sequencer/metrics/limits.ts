/** Who may do how much: API keys, registrations, the rate limit. */
import { counter } from '../../../model';

/** Answers to a registration. */
export const REGISTRATION_REASONS = [
  'REGISTERED',
  'REGISTRATION_DISABLED',
  'RATE_LIMIT_EXCEEDED',
  'INVALID_NAME',
  'NAME_TOO_LONG',
  'DESCRIPTION_TOO_LONG',
  'STORE_IDS_TOO_MANY',
  'RATE_LIMIT_INVALID',
  'TENANT_ID_NOT_ALLOWED',
  'ADMIN_NOT_ALLOWED',
  'INTERNAL_ERROR',
] as const;

export const limits = {
  rateLimited: counter('sequencer_ratelimit_rejected', {
    help: 'Requests refused by the rate limit',
    presence: 'after-first-event',
  }),
  registrations: counter('sequencer_agent_registration_total', {
    help: 'Registrations of agents, which are given an API key',
    labels: { outcome: { values: ['success', 'error'] }, reason: { values: REGISTRATION_REASONS } },
    presence: 'after-first-event',
  }),
  auditEvents: counter('sequencer_audit_events_logged', {
    help: 'Entries of the audit log: keys, registrations, administration',
    presence: 'after-first-event',
  }),
};
