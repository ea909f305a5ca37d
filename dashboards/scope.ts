/** What a board is about: one service, or all of them together. */
import { quote } from '../model/label';

/** In place of a service's id: the board is about all services. */
export const FLEET = 'fleet';

/** The matcher that chooses alerts of a service, with the comma before it; nothing for all. */
export const ofService = (service: string): string => (service === FLEET ? '' : `, service=${quote(service)}`);

/** The runbook of a service, or the list of all. */
export const runbookPage = (base: string, service: string): string =>
  `${base}/runbooks/${service === FLEET ? '' : `${service}.html`}`;
