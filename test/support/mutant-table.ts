/** The figures of a run of mutants, as a table. */
import { FAULT_KINDS } from '../../model/proof';
import type { Fate } from './mutating';

/** Noticed and made, by service and by kind of fault, with the share in per cent. */
export function mutantTable(fates: ReadonlyMap<string, readonly Fate[]>): string {
  const all = [...fates.values()].flat();
  const kinds = FAULT_KINDS.map((kind) => [kind, all.filter((fate) => fate.kind === kind)] as const);
  return [
    ...section('mutants by service', [...fates]),
    ...section(
      'mutants by fault',
      kinds.filter(([, of]) => of.length > 0),
    ),
    row('all', all),
  ].join('\n');
}

/** Share of the mutants that were noticed, 0 to 1; 1 of none. */
export const noticedShare = (fates: readonly Fate[]): number =>
  fates.length === 0 ? 1 : fates.filter(({ survived }) => !survived).length / fates.length;

const section = (title: string, rows: readonly (readonly [string, readonly Fate[]])[]): readonly string[] => [
  title,
  ...rows.map(([name, fates]) => row(name, fates)),
];

function row(name: string, fates: readonly Fate[]): string {
  const noticed = fates.filter(({ survived }) => !survived).length;
  const share = (100 * noticedShare(fates)).toFixed(1);
  return `  ${name.padEnd(20)}${`${noticed}/${fates.length}`.padStart(12)}${share.padStart(8)} %`;
}
