/** Which service and which release a page is compared with. */
import type { Dialect } from '../../model/dialect';
import { suggestion, VedetteError } from '../../model/problem';
import type { Service } from '../../model/service';
import { CliError, EXIT } from '../exit';
import type { Page } from './page';
import type { Reading } from './reading';
import { readingOf } from './reading';

export interface Wanted {
  readonly service?: string;
  readonly dialect?: string;
}

/** A release, and how well a page fits it. */
export interface Candidate {
  readonly reading: Reading;
  /** Metrics that are on the page. */
  readonly matched: number;
  /** Metrics that are always there, and are not. */
  readonly missing: number;
}

export interface Choice {
  readonly chosen: Candidate;
  /** Every release of the chosen service that was tried, in its own order. */
  readonly tried: readonly Candidate[];
  /** What the person named; the rest was found. */
  readonly named: Wanted;
}

/**
 * @throws CliError for a service or a dialect that does not exist
 * @throws VedetteError where nothing is named, and no service's own names are on the page
 */
export function choose(services: readonly Service[], page: Page, named: Wanted, where: string): Choice {
  const candidates = releasesOf(services, named).map(({ service, dialect }) => candidate(service, dialect, page));
  const telling = named.service === undefined ? candidates.filter((each) => hasOwnName(each, services)) : candidates;
  const [first, ...others] = telling;
  if (first === undefined) {
    const what = 'no service has a metric of this page that is its own';
    throw new VedetteError([{ where, what, remedy: 'name one by --service ID, or begin one by --new NAME' }]);
  }
  const chosen = others.reduce((best, each) => (isBetter(each, best) ? each : best), first);
  const tried = candidates.filter(({ reading }) => reading.service === chosen.reading.service);
  return { chosen, tried, named };
}

interface Release {
  readonly service: Service;
  readonly dialect: Dialect | undefined;
}

function releasesOf(services: readonly Service[], named: Wanted): readonly Release[] {
  const ids = services.map(({ id }) => id);
  if (named.service !== undefined && !ids.includes(named.service)) {
    throw new CliError(EXIT.usage, `no service '${named.service}'; ${suggestion(named.service, ids)}`);
  }
  const all = services
    .filter(({ id }) => named.service === undefined || id === named.service)
    .flatMap((service): Release[] => {
      const { dialects = [] } = service.spec;
      return dialects.length === 0
        ? [{ service, dialect: undefined }]
        : dialects.map((dialect) => ({ service, dialect }));
    });
  if (named.dialect === undefined) return all;
  const found = all.filter(({ dialect }) => dialect?.name === named.dialect);
  if (found.length > 0) return found;
  const of = named.service === undefined ? '' : ` of ${named.service}`;
  const known = all.flatMap(({ dialect }) => dialect?.name ?? []);
  const remedy = known.length === 0 ? 'it has one only: leave --dialect out' : suggestion(named.dialect, known);
  throw new CliError(EXIT.usage, `no dialect '${named.dialect}'${of}; ${remedy}`);
}

function candidate(service: Service, dialect: Dialect | undefined, page: Page): Candidate {
  const reading = readingOf(service, dialect, page);
  const { expected, found } = reading;
  const matched = expected.filter((metric) => found.has(metric)).length;
  const missing = expected.filter((metric) => !found.has(metric) && metric.presence === 'always').length;
  return { reading, matched, missing };
}

/** Of the process and the runtime, which every program has, whichever of them a catalogue names. */
const ANYBODYS = /^(?:process|go)_/;

/** What only one service knows tells which it is. */
function hasOwnName({ reading }: Candidate, services: readonly Service[]): boolean {
  const others = services.filter(({ id }) => id !== reading.service.id);
  const foreign = new Set(others.flatMap(({ spec }) => Object.values(spec.metrics).map(({ name }) => name)));
  return [...reading.found].some(
    ([{ name }, series]) => !foreign.has(name) && series.some(({ family }) => !ANYBODYS.test(family.name)),
  );
}

function isBetter(one: Candidate, other: Candidate): boolean {
  const [score, otherScore] = [one, other].map(({ matched, missing }) => matched - missing);
  return score === otherScore ? one.matched > other.matched : (score ?? 0) > (otherScore ?? 0);
}
