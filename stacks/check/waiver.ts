/** Waivers: a warning that is right in general and wrong here, excused by somebody, for a reason, until a day. */
import { VedetteError } from '../../model/problem';

/** Checks that only warn, or that warn beside their errors. Errors have no excuse, so they have no place here. */
export const WAIVABLE = [
  'AL-07',
  'AL-11',
  'AL-21',
  'AL-22',
  'AM-13',
  'AM-16',
  'CO-01',
  'CO-04',
  'CO-05',
  'CO-06',
  'DB-19',
  'PQ-10',
  'PQ-20',
  'PQ-29',
  'PQ-30',
  'PQ-31',
  'RR-08',
] as const;

/** Id of a check that can be waived. */
export type WaivableId = (typeof WAIVABLE)[number];

/** Excuses what one check, or one policy, says of one place. */
export interface WaiverOf<Id extends string> {
  readonly id: Id;
  /** The place that the message names: `node/NodeSystemdServiceFailed`, `Deployment monitoring/grafana`. */
  readonly where: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Why what is warned of is right here: a sentence. */
  readonly reason: string;
  /** The last day on which it holds: `2027-03-31`. */
  readonly expires: string;
}

/** Excuses the warnings of one check in one place. */
export type Waiver = WaiverOf<WaivableId>;

/** A reason shorter than that explains nothing. */
const SHORTEST_REASON = 20;

/** @throws VedetteError for an excuse without a reason, an owner or a day */
export function waiver<Id extends string = WaivableId>(spec: WaiverOf<NoInfer<Id>>): WaiverOf<Id> {
  const { id, where, owner, reason, expires } = spec;
  const faults = [
    reason.trim().length < SHORTEST_REASON &&
      `reason is '${reason}', must be a sentence of ${SHORTEST_REASON} characters or more`,
    owner.trim() === '' && 'owner is empty, must be a team',
    where.trim() === '' && 'where is empty, must be the place that the message names',
    !isDay(expires) && `expires is '${expires}', must be a day like 2027-03-31`,
  ].filter((fault) => fault !== false);
  const place = `waiver of ${id} for ${where}`;
  if (faults.length > 0) throw new VedetteError(faults.map((what) => ({ where: place, what })));
  return Object.freeze(spec);
}

function isDay(text: string): boolean {
  const moment = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}
