/**
 * Where each bad input is refused, when no row of the tables here has it: by the test that holds it, or why it cannot be
 * said at all.
 */

/** Refused by another part of the product, under a test of its own: the path of the test. */
export const REFUSED_ELSEWHERE: Readonly<Record<number, string>> = {
  // Two environments of one cluster or name.
  22: 'test/stacks/environments.test.ts',
  // Functions that a Prometheus of this version lacks.
  60: 'test/model/promql/negative-corpus.test.ts',
  // Labels that an aggregation took away, in the text of an alert.
  68: 'test/model/service.test.ts',
  // Results of another type; conditions that always hold.
  72: 'test/model/promql/negative-corpus.test.ts',
  73: 'test/model/promql/negative-corpus.test.ts',
  // Results with one label set twice, which the engine refuses to evaluate.
  74: 'test/proofs.test.ts',
  // Short windows, and rates of what is no counter.
  80: 'test/model/promql/negative-corpus.test.ts',
  // Recordings that are read before they are made.
  79: 'test/stacks/check/catalogue.test.ts',
};

/** Nothing can be given that would be wrong: the stack makes it, and the test holds what it makes. */
export const NEVER_GIVEN: Readonly<Record<number, string>> = {
  // Egress to receivers follows from the receivers.
  53: 'test/constructs/flows.test.ts',
  // Names of a gossip network, and its ports by both protocols.
  114: 'test/constructs/monitoring/monitoring.test.ts',
  115: 'test/constructs/faulty-flows.test.ts',
  // Names of volumes, mounts, containers and ports.
  129: 'test/constructs/kubernetes/claims.test.ts',
};

/** What these are about is not part of the stack yet, or nobody can know it beforehand. */
export const NOT_YET: Readonly<Record<number, string>> = {
  11: 'the size of a volume before is known to the cluster alone, which refuses it',
  71: 'a warning that is right for few stacks: restarts are rare here',
  93: 'resolve_timeout is fixed',
  111: 'templates are the stack’s own',
  122: 'how many nodes there are is known to the cluster alone',
  124: 'how many series there are is known at run time alone',
};
