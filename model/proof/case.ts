/** Cases: what an alert's proof consists of. */
import type { Severity } from '../delivery';
import type { Claim, Page } from './claim';
import type { CaseKind } from './kinds';
import type { Samples } from './timeline';

/** One timeline, and what must be seen on it. */
export interface ProofCase {
  readonly kind: CaseKind;
  /** Completes "the alert …": `fires when the target stops answering`. */
  readonly title: string;
  /** Seconds between samples, and between evaluations where those have no interval of their own. */
  readonly step: number;
  /** Seconds between evaluations, where a long timeline needs fewer of them than of samples. */
  readonly evaluation?: number;
  readonly inputs: readonly Samples[];
  readonly claims: readonly Claim[];
}

/** A kind of case that is left out, and why. */
export interface Waiver {
  readonly kind: CaseKind;
  readonly reason: string;
  /** `declared` by the alert; `inapplicable`: the alert has nothing that the kind could try. */
  readonly by: 'declared' | 'inapplicable';
}

/** Everything that is tried of one alert. */
export interface Proof {
  readonly alert: string;
  /** The objective, for an alert whose name many objectives share. */
  readonly slo?: string;
  readonly cases: readonly ProofCase[];
  readonly waivers: readonly Waiver[];
}

/** The reviewed pages of an alert, by what leads to them: a firing scenario's name, or {@link ESCALATION}. */
export type Pages = Readonly<Record<string, readonly Page[]>>;

/** The page of an alert beyond its worse threshold. */
export const ESCALATION = 'beyond the worse threshold';

/** How many alerts of that severity a page lists; `each` tells how often one of them counts. */
export function countPages(
  pages: readonly Page[] | undefined,
  severity: Severity,
  each: (page: Page) => number = () => 1,
): number | undefined {
  return pages?.filter(({ labels }) => labels['severity'] === severity).reduce((total, page) => total + each(page), 0);
}
