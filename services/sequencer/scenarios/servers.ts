/** Series that prove the alerts on the servers. */
import { bool, gone, grows, holds, hours, idle, minutes, scenario, series } from '../../../model';
import { metrics as m } from '../metrics';

const isUp = series(m.up).always(holds(bool(true)));
const scrape = { method: 'GET', path: '/metrics', overflow: '' } as const;

export const openPool = series(m.poolMax).always(holds(10));

export const scraperLimited = scenario('every third scrape is refused by the rate limit', [
  series(m.requests, { ...scrape, status: '429' })
    .from(3)
    .turns(idle(), grows(1 / 45)),
  series(m.requests, { ...scrape, status: '200' })
    .dispensable()
    .always(grows(1 / 15)),
]);
export const scrapesAnswered = scenario('scrapes are answered, and one was refused long ago', [
  series(m.requests, { ...scrape, status: '200' }).always(grows(1 / 15)),
  series(m.requests, { ...scrape, status: '503' })
    .from(1)
    .always(idle()),
]);
/** Users' requests are no scrapes. */
export const strangerRefused = scenario('users are refused', [
  series(m.requests, { method: 'GET', path: '/api/v1/head', status: '429', overflow: '' }).always(grows(2)),
]);

export const crashLoop = scenario(
  'the process is younger at every scrape',
  [series(m.uptime).from(hours(30)).turns(idle(), grows(-1))],
  { trueFrom: minutes(1) },
);
export const oneRestart = scenario('the process is restarted once', [
  series(m.uptime).turns(holds(hours(30)), holds(minutes(2))),
]);

export const pathsScanned = scenario('somebody scans for paths', [series(m.overflow).turns(gone(), grows(5))]);
export const fewPaths = scenario('no label set was lost', [isUp]);
