/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // Types are checked once by `npm run typecheck`; here the compiler only strips them, which is five times faster.
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // The examples import the package by its name, as users do.
  // The package marked is an ES module, which jest cannot require; it brings this build of itself for such cases.
  moduleNameMapper: {
    '^marked$': '<rootDir>/node_modules/marked/lib/marked.umd.js',
    '^vedette/services$': '<rootDir>/services/registry.ts',
    '^vedette/policy$': '<rootDir>/stacks/policy/index.ts',
    '^vedette/pulumi$': '<rootDir>/stacks/pulumi/index.ts',
    '^vedette/stacks$': '<rootDir>/stacks/environments.ts',
    '^vedette/(.*)$': '<rootDir>/$1',
  },
  testTimeout: 60_000,
  // Half of the time is spent waiting for real programs; jest would leave one processor of two idle.
  maxWorkers: '100%',
};
