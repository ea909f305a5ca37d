/** What alerts on a counter of failures have in common: the scenarios that prove them. */
import { grows, idle, scenario } from '../model';
import type { AlertSpec, Duration, series } from '../model';

/**
 * Failures that go on, one in two minutes, and failures that ended long ago.
 * @param of the counter, with its labels
 */
export function failuresOf(
  of: ReturnType<typeof series>,
  { what, trueFrom }: { readonly what: string; readonly trueFrom?: Duration },
): Pick<AlertSpec, 'fires' | 'quiet'> {
  const options = trueFrom === undefined ? {} : { trueFrom };
  return {
    fires: scenario(`${what}, again and again`, [of.from(2).turns(idle(), grows(1 / 120))], options),
    quiet: scenario(`${what} once, long ago`, [of.from(1).always(idle())]),
  };
}
