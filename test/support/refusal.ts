/** The whole message with which something is refused. */
import { VedetteError } from '../../model/problem';

/** @throws Error when nothing is refused, and whatever is thrown that is no refusal */
export function refusal(of: () => unknown): string {
  try {
    of();
  } catch (error) {
    if (error instanceof VedetteError || error instanceof RangeError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}
