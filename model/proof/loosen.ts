/**
 * Proofs for another Prometheus than the one they were written on. Release 2 counts a sample at the older end of a range
 * and release 3 does not, so a condition over a range can be true one evaluation earlier or later, with another value.
 * @see https://prometheus.io/docs/prometheus/latest/migration/#range-selectors-and-lookback-exclude-samples-coinciding-with-the-left-boundary
 */
import type { Severity } from '../delivery';
import type { ProofCase } from './case';
import type { Claim } from './claim';

/** The same case with one evaluation of slack; pages are counted and their texts left alone. */
export function loosened(one: ProofCase): ProofCase {
  return { ...one, claims: one.claims.flatMap((claim) => loosenedClaim(claim, one.evaluation ?? one.step)) };
}

function loosenedClaim(claim: Claim, step: number): readonly Claim[] {
  switch (claim.kind) {
    case 'true from':
      return [{ ...claim, within: step }];
    case 'fires':
      return [{ ...claim, at: claim.at + step }];
    case 'never fires':
      return claim.until < step ? [] : [{ ...claim, until: claim.until - step }];
    case 'page': {
      const severities = [...new Set(claim.pages.map(({ labels }) => labels['severity'] as Severity))];
      return severities.map((severity): Claim => {
        const instances = claim.pages.filter(({ labels }) => labels['severity'] === severity).length;
        return { kind: 'fires', severity, at: claim.at + step, instances };
      });
    }
    case 'fires between':
    case 'ends between':
      return [{ ...claim, from: claim.from - step, to: claim.to + step }];
    case 'silent':
    case 'waits':
    case 'keeps firing':
      return [claim];
  }
}
