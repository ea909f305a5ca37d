import type { Span } from './ast';

/** A place where the text is not PromQL, or not PromQL that Prometheus reads without a feature flag. */
export class PromqlSyntaxError extends Error {
  constructor(
    message: string,
    readonly span: Span,
    readonly remedy = 'correct the syntax at the caret',
    /** The check that it fails. */
    readonly id: 'PQ-01' | 'PQ-25' = 'PQ-01',
  ) {
    super(message);
  }
}
