import tseslint from 'typescript-eslint';
import importX from 'eslint-plugin-import-x';
import jest from 'eslint-plugin-jest';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';

/** The layers, lowest first, and what each may import of ours (docs/architecture in README). The same table is held by test/architecture.test.ts. */
const zones = [
  { target: './model', from: ['./dashboards', './services', './constructs', './stacks', './cli'] },
  { target: './dashboards', from: ['./services', './constructs', './stacks', './cli'] },
  { target: './constructs', from: ['./dashboards', './services', './stacks', './cli'] },
  { target: './services', from: ['./constructs', './stacks', './cli'] },
  { target: './stacks', from: ['./cli'] },
].map(({ target, from }) => ({ target, from }));

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.vedette/', 'coverage/', 'jest.config.js'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
    },
  },
  { files: ['cli/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts'],
    ...jest.configs['flat/recommended'],
    rules: {
      ...jest.configs['flat/recommended'].rules,
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*'] }],
      'jest/no-standalone-expect': 'error',
      'jest/valid-expect': 'error',
    },
  },
);
