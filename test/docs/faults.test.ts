import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isHeld, isPlayed } from '../faults/row';
import { faults } from '../faults/table';
import { faultsDocument } from '../support/faults-document';
import { expectDocument } from '../support/generated';
import { ROOT } from '../support/source-file';

it('docs/faults.md lists every fault as it is (npm run golden writes it anew)', () => {
  expectDocument('docs/faults.md', faultsDocument());
});

it('no fault from F1 to F55 is left out, and none is there twice', () => {
  expect(faults.map(({ id }) => id)).toEqual(Array.from({ length: 55 }, (_, i) => `F${i + 1}`));
});

it('at least 30 are played', () => {
  expect(faults.filter(isPlayed).length).toBeGreaterThanOrEqual(30);
});

it('every other test that holds one exists', () => {
  expect(faults.filter(isHeld).filter(({ heldBy }) => !existsSync(join(ROOT, heldBy)))).toEqual([]);
});
