/** The folder of a service that a page of metrics begins. */
import { catalogue, up } from '../../../model/metric';
import { targetAlerts } from '../../../model/universal';
import type { PageRequest } from '../address';
import { sampleCount } from '../page';
import type { Page } from '../page';
import { plainFiles, redFiles } from './board-source';
import { guesses, roomFor } from './guess';
import type { Guesses } from './guess';
import type { NewFile, Place } from './imports';
import { metricFiles } from './metric-source';
import { keysOf, pascalCase } from './names';
import { guessRed } from './red-guess';
import type { GuessedRed } from './red-guess';
import { runbookFile } from './runbook-source';
import { alertsFile, indexFile } from './service-source';
import type { ScrapeGuess } from './service-source';

export interface Skeleton {
  readonly files: readonly NewFile[];
  readonly guesses: Guesses;
  readonly red: GuessedRed | undefined;
}

export function skeletonOf(id: string, page: Page, request: PageRequest, place: Place): Skeleton {
  const guessed = guesses(page);
  const { metrics } = guessed;
  const keys = keysOf(metrics.map(({ name }) => name));
  const red = guessRed(metrics, keys);
  const asked = red === undefined ? plainFiles(id, metrics, keys, place) : redFiles(id, red, place);
  const own = catalogue(id, { up });
  const { sections } = targetAlerts(pascalCase(id), own.up, { thing: id, impact: '' });
  return {
    guesses: guessed,
    red,
    files: [
      indexFile(id, scrapeOf(request, page), place),
      ...metricFiles(id, metrics, keys, place),
      alertsFile(id, place),
      ...asked,
      runbookFile(id, sections, request.url.href),
    ],
  };
}

/** Samples that a page may have at least: a small one grows with its first requests. */
const LEAST_LIMIT = 1000;

function scrapeOf({ url, headers }: PageRequest, page: Page): ScrapeGuess {
  const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  const [type, ...credentials] = authorization?.split(' ') ?? [];
  return {
    scheme: url.protocol === 'https:' ? 'https' : 'http',
    metricsPath: url.pathname,
    sampleLimit: Math.max(LEAST_LIMIT, roomFor(sampleCount(page))),
    // A value of one word is a credential itself, and has no place in a file.
    ...(type !== undefined && credentials.length > 0 && { authorization: type }),
  };
}
