/** docs/faults.md, from the table of faults. */
import { type Row, isHeld, isPlayed } from '../faults/row';
import { faults } from '../faults/table';
import { cell, table } from './markdown-table';

const played = faults.filter(isPlayed).length;
const held = faults.filter(isHeld).length;

const HEAD = `# Faults

What may break around the stack, and what must happen then: ${faults.length} faults, of which ${played} are played with real processes
on one machine, ${held} are held by another test, and ${faults.length - played - held} are not played. This file is written by \`npm run golden\` from
\`test/faults/\`.

\`\`\`
make faults                         # plays them, and prints what happened, with numbers
npx jest test/faults -t '^F27 '     # one of them
\`\`\`

Each one begins with a stack that works, as production is rendered: two Prometheus, Alertmanagers, a blackbox exporter or
nginx, whatever takes part. Then the fault, what must hold during it, its end, and what must hold after it. Every wait is
bounded. Where production waits a minute a second passes: ranges and waits of rules, intervals, and the group interval
are shortened in the rendered files alone.

A path of the network is a relay for TCP and UDP that can be cut. A full disk is a small file system in memory, which only
root can mount; elsewhere these are skipped, and said to be. Clocks are not moved: F40 sends Alertmanager what a Prometheus
with such a clock sends.
`;

/** The whole document. */
export function faultsDocument(): string {
  return `${HEAD}\n${table([['id', 'fault', 'what must happen', 'how it is held'], ...faults.map(line)])}\n`;
}

function line(row: Row): readonly string[] {
  return [row.id, cell(row.fault), cell(row.expected), cell(means(row))];
}

function means(row: Row): string {
  if (isPlayed(row)) return 'played';
  return isHeld(row) ? `[${row.heldBy}](../${row.heldBy}): ${row.how}` : `not played: ${row.reason}`;
}
