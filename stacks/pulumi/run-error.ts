/** Errors of a Pulumi program, as an operator should see them. */
import * as pulumi from '@pulumi/pulumi';
import { VedetteError } from '../../model/problem';

/**
 * The result of `make`. What is wrong with the input becomes a RunError, which Pulumi shows as its message; anything else
 * is shown with a stack trace, which says nothing to an operator.
 * @param inWords - how the problems are told
 */
export function orRunError<T>(make: () => T, inWords: (error: VedetteError) => VedetteError = (error) => error): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof VedetteError) throw new pulumi.RunError(inWords(error).message);
    throw error;
  }
}
