/** How the command line ends. */

/** Exit codes; the same for every verb, and listed in `vedette --help`. */
export const EXIT = {
  ok: 0,
  /** The verb ran and found something wrong: a bad definition, a program that is down. */
  problems: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** The machine lacks something: a program, a free port, a permission. */
  environment: 3,
  /** `vedette diff`: an environment would lose a critical alert. */
  lostAlert: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An end with a message for the person at the terminal; no stack trace is shown. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    readonly code: ExitCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
