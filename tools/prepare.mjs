/**
 * After the compiler: what the package's own services are made of is read once, and shipped. An expression's tree and a
 * page's HTML depend on their text alone, so `vedette synth` need not work them out at each start.
 *
 *   node tools/prepare.mjs    # writes into dist/
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const dist = join(import.meta.dirname, '../dist');
const load = createRequire(join(dist, 'package.json'));

/** Keeps what a function makes of a text. */
function remember(exports, name) {
  const known = new Map();
  const original = exports[name];
  exports[name] = (text) => {
    const made = original(text);
    known.set(text, made);
    return made;
  };
  return known;
}

/** JSON has no NaN and no infinity: a tree that holds one is read at each start. */
function isExact(tree) {
  return JSON.stringify(tree, (_, value) => (Number.isFinite(value) || typeof value !== 'number' ? value : [])) === JSON.stringify(tree);
}

function write(path, known, keep = () => true) {
  const entries = [...known].filter(([, made]) => keep(made)).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(join(dist, path), JSON.stringify(Object.fromEntries(entries)));
}

for (const path of ['model/promql/parsed.json', 'stacks/markdown/rendered.json']) writeFileSync(join(dist, path), '{}');
const trees = remember(load('./model/promql/grammar.js'), 'read');
const pages = remember(load('./stacks/markdown/render.js'), 'rendered');
const { environments } = load('./stacks/environments.js');
const { synthesize, everything } = load('./stacks/synth.js');
for (const environment of Object.values(environments)) synthesize(environment, everything());
write('model/promql/parsed.json', trees, isExact);
write('stacks/markdown/rendered.json', pages);
