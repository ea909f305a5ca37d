/** A good guest's environment, from the good environment that other tests break. */
import { guestOf, type GuestEnvironment } from '../../constructs/guest/environment';
import { validEnvironment } from './fixture';

export function validGuest(changes: Partial<GuestEnvironment> = {}): GuestEnvironment {
  return { ...guestOf(validEnvironment()), ...changes };
}
