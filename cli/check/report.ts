/** What `vedette check` answers, before it is written down. */
import type { Omission } from '../../model/delivery';
import type { Finding } from './finding';

/** One environment in numbers. */
export interface EnvironmentReport {
  readonly environment: string;
  readonly services: number;
  readonly rules: number;
  readonly dashboards: number;
  readonly objects: number;
  /** Which programs judged the rendered files: `promtool 3.15.0`. */
  readonly checkedBy: readonly string[];
  /** What is left out because the release that is watched does not have it. */
  readonly omissions: readonly (Omission & { readonly service: string })[];
}

/** The whole answer. */
export interface CheckReport {
  readonly environments: readonly EnvironmentReport[];
  /** Errors and warnings, waived ones too. */
  readonly findings: readonly Finding[];
  /** Programs that would have judged files, and are not installed. */
  readonly notInstalled: readonly string[];
}

/** Findings that nothing excuses. */
export const errorsOf = ({ findings }: CheckReport): readonly Finding[] =>
  findings.filter(({ severity }) => severity === 'error');
export const warningsOf = ({ findings }: CheckReport): readonly Finding[] =>
  findings.filter(({ severity, waiver }) => severity === 'warning' && waiver === undefined);
export const waivedOf = ({ findings }: CheckReport): readonly Finding[] =>
  findings.filter(({ waiver }) => waiver !== undefined);
