/** Chance that is the same at every run: a number from a seed, a name and a moment. */

const HOUR = 3600;
const DAY = 24 * HOUR;
/** Seconds from one chance to the next; between them the value moves evenly. */
const MOMENT = 60;
/** The busiest time of the day, in hours UTC. */
const BUSIEST = 14;
/** The day's part of a swing; chance has the rest. */
const OF_THE_DAY = 0.7;

/**
 * How values swing at a time: -1 to 1, by the time of the day and by chance.
 * @param time in seconds since 1970
 * @returns the swing of what a number stands for; see {@link hash}
 */
export function swingAt(time: number): (name: number) => number {
  const day = Math.cos(((time - BUSIEST * HOUR) / DAY) * 2 * Math.PI);
  return (name) => OF_THE_DAY * day + (1 - OF_THE_DAY) * chance(name, time);
}

function chance(name: number, time: number): number {
  const moment = Math.floor(time / MOMENT);
  const part = time / MOMENT - moment;
  return (1 - part) * unit(mixed(name ^ moment)) + part * unit(mixed(name ^ (moment + 1)));
}

/** A number of 32 bits from a text. FNV-1a. @see https://datatracker.ietf.org/doc/html/draft-eastlake-fnv */
export function hash(seed: number, text: string): number {
  let h = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mixed(h);
}

/** Every bit of the result depends on every bit of the number. @see https://github.com/skeeto/hash-prospector */
function mixed(number: number): number {
  let h = number;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return h ^ (h >>> 16);
}

const unit = (h: number): number => (h >>> 0) / 2 ** 31 - 1;
