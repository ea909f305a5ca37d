/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS, as the code that it makes runnable */
// Preloaded where a measurement uses the tests' support, which is TypeScript: strips types as jest does.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { transformSync } = require('@swc/core');
const { transform } = require('../jest.config.js');

const [, options] = Object.values(transform)[0];
Module._extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), { ...options, filename });
  module._compile(code, filename);
};
