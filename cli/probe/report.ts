/** What `vedette probe` answers, before it is written down. */
import type { Service } from '../../model/service';
import type { Consequences } from './affected';
import { consequencesOf } from './affected';
import { choose } from './choice';
import type { Choice, Wanted } from './choice';
import { compare } from './compare';
import type { Difference, DifferenceLevel } from './difference';
import type { Fetched } from './fetch-page';
import type { Page } from './page';

export interface ProbeReport extends Choice, Consequences {
  readonly address: string;
  readonly page: Page;
  readonly differences: readonly Difference[];
}

/** @throws CliError and VedetteError where there is nothing to compare with: see {@link choose} */
export function reportOn(
  services: readonly Service[],
  page: Page,
  { contentType }: Pick<Fetched, 'contentType'>,
  wanted: Wanted,
  address: string,
): ProbeReport {
  const choice = choose(services, page, wanted, address);
  const { reading } = choice.chosen;
  const differences = [...mediaDifferences(contentType), ...compare(reading)];
  return { ...choice, ...consequencesOf(reading, differences), address, page, differences };
}

export const ofLevel = ({ differences }: ProbeReport, level: DifferenceLevel): readonly Difference[] =>
  differences.filter((each) => each.level === level);

const KNOWN_MEDIA = /^(?:text\/plain|application\/openmetrics-text)\s*(?:;|$)/i;

/** @see https://prometheus.io/docs/prometheus/latest/migration/#scrape-protocols */
function mediaDifferences(contentType: string): readonly Difference[] {
  if (KNOWN_MEDIA.test(contentType.trim())) return [];
  const is = contentType === '' ? 'missing' : `'${contentType}'`;
  const what = `Content-Type is ${is}, must be text/plain or application/openmetrics-text`;
  return [{ level: 'error', kind: 'content-type', what, remedy: 'Prometheus 3 refuses such a page' }];
}
