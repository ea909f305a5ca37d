/**
 * What users can import, as text: one report for each entry of `exports`, by API Extractor. A change of it is seen in
 * review, and a type that users meet but cannot import is refused.
 *
 *   node tools/api.mjs [FOLDER]    # reads dist/, writes into api/ or the folder
 */
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const out = process.argv[2] ?? join(root, 'api');

/** Declarations by entry: `services/rstmdb` → `./dist/services/rstmdb/index.d.ts`. */
function entries() {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.entries(exports).flatMap(([path, target]) => {
    if (target.types === undefined) return [];
    if (!path.includes('*')) return [[path.slice(2), target.types]];
    const [before, after] = target.types.split('*');
    return readdirSync(join(root, before))
      .filter((name) => existsSync(join(root, before, name + after)))
      .map((name) => [path.slice(2).replace('*', name), before + name + after]);
  });
}

/** Writes the report of an entry. Returns the names of types that it shows and does not export. */
function report(name, types) {
  const file = join(root, types);
  const folder = join(out, dirname(name));
  mkdirSync(folder, { recursive: true });
  const compilerOptions = { module: 'nodenext', target: 'es2022', lib: ['es2023'], strict: true, skipLibCheck: true, types: ['node'] };
  const configObject = {
    projectFolder: root,
    mainEntryPointFilePath: file,
    newlineKind: 'lf',
    compiler: { overrideTsconfig: { compilerOptions, files: [file] } },
    apiReport: { enabled: true, reportFileName: `${name.split('/').at(-1)}.api.md`, reportFolder: folder, reportTempFolder: join(root, 'node_modules/.cache/api') },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
  };
  const config = ExtractorConfig.prepare({ configObject, packageJsonFullPath: join(root, 'package.json') });
  const hidden = [];
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      if (message.messageId === 'ae-forgotten-export') hidden.push(/"([^"]+)"/.exec(message.text)[1]);
      // Faults of the compiler stop it; everything else is told by the reports.
      message.handled = message.category !== 'Compiler';
    },
  });
  if (!succeeded) throw new Error(`no report of ${name}`);
  return hidden;
}

const DECLARED = /^export (?:declare )?(?:abstract )?(?:class|interface|type|const|function|enum) (\w+)/gm;

/** Names that a report exports. */
const exported = (name) =>
  [...readFileSync(join(out, `${name}.api.md`), 'utf8').matchAll(DECLARED)].map(([, found]) => found);

/** Types that some module exports; what none does is a module's own shorthand, and users write what it stands for. */
function declared() {
  const files = readdirSync(join(root, 'dist'), { recursive: true }).filter((name) => name.endsWith('.d.ts'));
  return new Set(files.flatMap((name) => [...readFileSync(join(root, 'dist', name), 'utf8').matchAll(DECLARED)].map(([, found]) => found)));
}

if (out === join(root, 'api')) rmSync(out, { recursive: true, force: true });
const hidden = entries().flatMap(([name, types]) => report(name, types).map((type) => ({ name, type })));
const known = new Set(entries().flatMap(([name]) => exported(name)));
const nameable = declared();
const lost = hidden.filter(({ type }) => !known.has(type) && nameable.has(type));
for (const { name, type } of lost) console.error(`vedette/${name} shows ${type}, which no entry exports`);
process.exitCode = lost.length > 0 ? 1 : 0;
