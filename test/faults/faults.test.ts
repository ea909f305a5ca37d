/** Every fault of the table that can be played here, with real processes; `make faults` prints what happened. */
import { noteOutcome } from './outcome';
import { isPlayed } from './row';
import { Stage } from './stage';
import { faults } from './table';

/** The longest has several waits, all bounded by themselves. */
const LIMIT = 240_000;

for (const row of faults.filter(isPlayed)) {
  const { id, fault, unless, play } = row;
  const missing = unless?.();
  if (missing !== undefined) {
    process.stderr.write(`FAULT ${id} is not played: ${missing}\n`);
    noteOutcome(id, 'skipped', missing);
    it.skip(`${id} ${fault}`, () => undefined);
    continue;
  }
  it.concurrent(
    `${id} ${fault}`,
    async () => {
      const stage = new Stage();
      try {
        const happened = await play(stage);
        noteOutcome(id, 'held', happened);
        expect(happened).toMatch(/\d/);
      } catch (error) {
        noteOutcome(
          id,
          'BROKEN',
          error instanceof Error ? error.message.replaceAll(/\s+/g, ' ').slice(0, 300) : String(error),
        );
        throw error;
      } finally {
        await stage.close();
      }
    },
    LIMIT,
  );
}
