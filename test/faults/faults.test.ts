/** Every fault of the table that can be played here, with real processes; `make faults` prints what happened. */
import { noteOutcome } from './outcome';
import { type Played, isHeld, isPlayed } from './row';
import { Stage } from './stage';
import { faults } from './table';

/** The longest has several waits, all bounded by themselves. */
const LIMIT = 240_000;

async function played(row: Played): Promise<string> {
  const stage = new Stage();
  try {
    const happened = await row.play(stage);
    noteOutcome(row, 'held', happened);
    return happened;
  } catch (error) {
    noteOutcome(row, 'BROKEN', error instanceof Error ? error.message : String(error));
    throw error;
  } finally {
    await stage.close();
  }
}

for (const row of faults.filter(isPlayed)) {
  const missing = row.unless?.();
  if (missing === undefined) {
    it.concurrent(`${row.id} ${row.fault}`, async () => expect(await played(row)).toMatch(/\d/), LIMIT);
  } else {
    process.stderr.write(`FAULT ${row.id} is not played: ${missing}\n`);
    noteOutcome(row, 'skipped', missing);
    // eslint-disable-next-line jest/no-disabled-tests, jest/expect-expect -- counted, so that nobody takes it for played
    it.skip(`${row.id} ${row.fault}`, () => undefined);
  }
}

for (const row of faults) {
  if (isHeld(row)) noteOutcome(row, 'elsewhere', `${row.heldBy}: ${row.how}`);
  else if (!isPlayed(row)) noteOutcome(row, 'not played', row.reason);
}
