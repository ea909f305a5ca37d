/**
 * Imports the modules named on standard input (a JSON list of paths), one after the other, in a process where files,
 * environment, output and child processes are watched; prints as JSON what our own code did with them while it was
 * being imported. What a library does at its own import is not ours, nor is the reading of the modules themselves.
 */
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { resolve, sep } from 'node:path';

const require = createRequire(import.meta.url);
const Module = require('node:module');
const { transformSync } = require('@swc/core');
const jestConfig = require('../../jest.config.js');

const root = resolve(import.meta.dirname, '../..');
const paths = JSON.parse(fs.readFileSync(0, 'utf8'));
const print = process.stdout.write.bind(process.stdout);
const readSource = fs.readFileSync;
const [, options] = Object.values(jestConfig.transform)[0];

Module._extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readSource(filename, 'utf8'), { ...options, filename, sourceMaps: false });
  module._compile(code, filename);
};

const deeds = [];
Error.stackTraceLimit = 200;

/** Notes a deed, if our own code did it since the innermost import began. */
function note(deed) {
  const frames = new Error().stack.split('\n').slice(3);
  const sinceImport = frames.slice(
    0,
    frames.findIndex((frame) => frame.includes('node:internal/modules')),
  );
  const ours = sinceImport.find(
    (frame) =>
      frame.includes(root + sep) && !frame.includes(`${sep}node_modules${sep}`) && !frame.includes('import-probe'),
  );
  if (ours !== undefined)
    deeds.push(`${ours.replace(/.*?\(?(\/[^()]*?)(:\d+)?\)?$/, '$1').replace(root + sep, '')} ${deed}`);
}

function watch(object, name, methods) {
  for (const method of methods) {
    const original = object[method];
    if (typeof original !== 'function' || !/^[a-z]/.test(method)) continue;
    object[method] = Object.assign(function watched(...args) {
      note(`${name}.${method}`);
      return Reflect.apply(original, this, args);
    }, original);
  }
}

watch(fs, 'fs', Object.keys(fs));
watch(fs.promises, 'fs.promises', Object.keys(fs.promises));
watch(childProcess, 'child_process', Object.keys(childProcess));
watch(process.stdout, 'stdout', ['write']);
watch(process.stderr, 'stderr', ['write']);
process.env = new Proxy(process.env, {
  get: (env, key) => (note(`process.env.${String(key)}`), env[key]),
  has: (env, key) => (note(`process.env.${String(key)}`), key in env),
  ownKeys: (env) => (note('process.env'), Reflect.ownKeys(env)),
});

for (const path of paths) require(resolve(root, path));
// The probe's own pipes aside, a process that only imported has nothing to wait for.
const open = process.getActiveResourcesInfo().filter((resource) => !['PipeWrap', 'CloseReq'].includes(resource));
deeds.push(...open.map((resource) => `an import left open: ${resource}`));
print(JSON.stringify({ imported: paths.length, deeds }), () => process.exit(0));
