/** A good guest's environment, from the good environment that other tests break. */
import { guestOf, type GuestEnvironment } from '../../constructs/guest/environment';
import type { ScrapeJob } from '../../model/delivery';
import { seconds } from '../../model/quantity';
import { shop, validEnvironment } from './fixture';

export function validGuest(changes: Partial<GuestEnvironment> = {}): GuestEnvironment {
  return { ...guestOf(validEnvironment()), ...changes };
}

/** The scrape job of the shop, with a field changed. */
export function shopJob(changes: Partial<ScrapeJob> = {}): ScrapeJob {
  const [job] = shop().deliver({
    environment: 'prod',
    discovery: [{ kind: 'static', targets: ['a:1'] }],
    thresholds: {},
    scrapeInterval: seconds(15),
    scrapeTimeout: seconds(10),
    evaluationInterval: seconds(20),
    publicUrl: '',
  }).scrapeJobs;
  if (job === undefined) throw new Error('the shop has no job');
  return { ...job, ...changes };
}
