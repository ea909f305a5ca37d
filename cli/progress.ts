/** What a person sees while work goes on: one line that changes on a terminal, one line a step elsewhere. */

/** Writes to standard error, so that standard output stays the answer. */
export class Progress {
  #last = '';

  /** @param quiet - writes nothing, for `--json` */
  constructor(
    readonly quiet: boolean,
    readonly stream: NodeJS.WriteStream = process.stderr,
  ) {}

  /** What is being done now. The same text again writes nothing. */
  step(text: string): void {
    if (this.quiet || text === this.#last) return;
    this.#last = text;
    this.stream.write(this.stream.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
  }

  /** Clears the line: the answer follows. */
  done(): void {
    if (!this.quiet && this.stream.isTTY && this.#last !== '') this.stream.write('\r\u001b[K');
    this.#last = '';
  }
}
